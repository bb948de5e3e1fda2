"""The commands found a community and bring its places in, with counts that add up."""

import json

import pytest

from scoring.communities.models import Place
from service.database import db
from tests.scoring.communities.conftest import CODE


@pytest.fixture
def run(app):
    return lambda *arguments: app.test_cli_runner().invoke(args=["scoring", *map(str, arguments)])


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("层级,编号,名称,上级编号\n网格,2,第二网格,\n楼幢,9,九幢,8\n", encoding="utf-8")
    return path


def test_a_community_is_founded_once(run):
    arguments = ("found", "CY1", "翠苑一区", "--district", "西湖区")
    assert run(*arguments).exit_code == 0
    again = run(*arguments)
    assert (again.exit_code, "已有社区使用" in again.output) == (1, True)


def test_an_import_says_what_became_of_every_row(run, community, file, tmp_path):
    refused = tmp_path / "refused.csv"
    done = run("import-places", file, "--community", CODE, "--json", "--refused", refused)
    summary = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (
        summary["rows"]
        == 2
        == sum(summary[name] for name in ("accepted", "updated", "unchanged", "refused"))
    )
    assert summary["errors"][0]["row"] == 3
    assert "九幢" in refused.read_text(encoding="utf-8-sig")


def test_a_dry_run_writes_nothing_and_says_so(run, community, file):
    before = db.session.query(Place).count()
    done = run("import-places", file, "--community", CODE, "--dry-run")
    assert "rows 2 = accepted 1, updated 0, unchanged 0, refused 1 (dry run" in done.output
    assert "第 3 行 上级编号" in done.output
    assert db.session.query(Place).count() == before


def test_an_unknown_community_is_told(run, app, file):
    done = run("import-places", file, "--community", "NOWHERE")
    assert (done.exit_code, "没有代码为" in done.output) == (1, True)
