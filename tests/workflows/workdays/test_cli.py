"""`calendar import`: a summary whose counts add up, and an exit code that tells the truth."""

import json
from pathlib import Path

import pytest

from tests.workflows.workdays.files import SHARED_2026, notice_2027
from workflows.workdays.service import current_calendar


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(args=["calendar", "import", *map(str, arguments)])


@pytest.fixture
def notice(tmp_path) -> Path:
    path = tmp_path / "2027.yaml"
    path.write_bytes(notice_2027())
    return path


def test_a_notice_is_imported_and_told(run, notice):
    done = run(notice)
    assert done.exit_code == 0, done.output
    assert "2027年 新增，版本 4：日期 31 = 放假 27 + 上班 4" in done.output
    assert "重算时限 0 = 改期 0 + 确定 0 + 未变 0" in done.output
    assert current_calendar().version == 4
    again = run(notice)
    assert again.exit_code == 0
    assert "2027年 未变，版本 4" in again.output


def test_the_summary_can_be_had_as_json(run, tmp_path):
    path = tmp_path / "2026.json"
    path.write_bytes(SHARED_2026)
    summary = json.loads(run(path, "--json").output)
    assert (summary["year"], summary["state"], summary["refused"]) == (2026, "unchanged", 0)
    assert summary["days"] == summary["off"] + summary["work"] == 39


def test_the_source_may_be_given_beside_the_file(run, tmp_path):
    path = tmp_path / "2027.yaml"
    path.write_bytes(notice_2027(source=None))
    assert run(path).exit_code == 1
    assert json.loads(run(path, "--source", "通知", "--json").output)["source"] == "通知"


def test_a_faulty_file_is_told_and_the_exit_is_not_zero(run, tmp_path):
    path = tmp_path / "2027.json"
    path.write_text("{oops")
    done = run(path)
    assert done.exit_code == 1
    assert "工作日历文件有1处错误，没有导入。" in done.output
    assert "不是有效的JSON：第1行第2列。" in done.output


def test_a_faulty_file_is_told_as_json_too(run, tmp_path):
    path = tmp_path / "2027.csv"
    path.write_text("日期,安排,名称,来源\n2027-13-01,放假,元旦,通知\n", "utf-8")
    done = run(path, "--json")
    assert done.exit_code == 1
    told = json.JSONDecoder().raw_decode(done.output)[0]
    assert told["refused"] == 1
    assert (told["errors"][0]["place"], told["errors"][0]["row"]) == ("date", 2)


def test_a_file_that_is_not_there_is_refused(run, tmp_path):
    assert run(tmp_path / "none.yaml").exit_code == 1
