"""Rule tables in the database: versions, refusals, the table in force, replays."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from credit.rules import limits
from credit.rules.cache import _READY, ready_table
from credit.rules.cli import rules
from credit.rules.evaluate import evaluate
from credit.rules.models import RuleSet
from credit.rules.problems import InvalidRules, NoTableCovers
from credit.rules.service import import_rules, load_version, table_for
from service.audit.models import AuditEntry
from service.database import db
from service.problems import NotFound
from tests.credit.rules.build import TABLES, body, fact, item, table, text_of

DEMO = TABLES / "xh-demo.yaml"
JUNE = date(2026, 6, 1)


def states(summary: Any) -> list[str]:
    return [one.state for one in summary.tables]


def rows() -> int:
    return db.session.scalar(select(func.count()).select_from(RuleSet)) or 0


def audited() -> int:
    chosen = select(func.count()).where(AuditEntry.action == "rules.import")
    return db.session.scalar(chosen) or 0


def test_the_demonstration_is_imported_once_and_then_unchanged(app: Flask) -> None:
    first, again = import_rules(DEMO), import_rules(DEMO)
    assert states(first) == ["new"] * 3
    assert states(again) == ["unchanged"] * 3
    assert [one.id for one in again.tables] == [one.id for one in first.tables]
    assert (rows(), audited()) == (3, 3)


def test_the_counts_of_an_import_add_up(app: Flask) -> None:
    import_rules(text_of(body(), body(purpose="enterprise_review")))
    counts = import_rules(
        text_of(
            body(source="新"),
            body(purpose="enterprise_review"),
            body(purpose="residence_registration"),
        )
    ).as_json()
    assert counts["tables"] == counts["new"] + counts["changed"] + counts["unchanged"] == 3
    assert (counts["new"], counts["changed"], counts["unchanged"]) == (1, 1, 1)


def test_new_content_is_a_new_version_and_the_old_one_stays(app: Flask) -> None:
    (old,) = import_rules(text_of(body())).tables
    (new,) = import_rules(text_of(body(items=[item(points="-7")]))).tables
    assert (old.version, new.version, new.state) == (1, 2, "changed")
    assert table_for("school_admission", JUNE).id == new.id
    one = fact()
    assert evaluate(load_version(new.id).table, [one], JUNE).total == -7
    assert evaluate(load_version(old.id).table, [one], JUNE).total == -10


def test_versions_of_different_purposes_count_apart(app: Flask) -> None:
    import_rules(DEMO)
    assert set(db.session.scalars(select(RuleSet.version))) == {1}


def test_a_stored_table_is_the_very_table(app: Flask) -> None:
    (stored,) = import_rules(text_of(body())).tables
    _READY.clear()
    db.session.expire_all()
    again = load_version(stored.id).table
    assert again == table()
    assert again.digest == stored.digest
    one = fact()
    assert evaluate(again, [one], JUNE).canonical == evaluate(table(), [one], JUNE).canonical


def test_content_already_replaced_is_refused_unless_it_says_why(app: Flask) -> None:
    import_rules(text_of(body()))
    import_rules(text_of(body(source="改")))
    with pytest.raises(InvalidRules) as refused:
        import_rules(text_of(body()))
    assert [fault.code for fault in refused.value.errors] == ["replaced-version"]
    (third,) = import_rules(text_of(body(note="恢复第1版"))).tables
    assert third.version == 3


def test_a_file_is_imported_whole_or_not_at_all(app: Flask) -> None:
    with pytest.raises(InvalidRules):
        import_rules(text_of(body(), body(purpose="enterprise_review", source=None)))
    assert (rows(), audited()) == (0, 0)


def test_an_import_must_fit_what_is_stored(app: Flask) -> None:
    import_rules(text_of(body(code="T-26")))
    with pytest.raises(InvalidRules) as refused:
        import_rules(text_of(body(code="T-27", valid_from="2027-02-01", valid_to="2027-12-31")))
    assert [fault.code for fault in refused.value.errors] == ["gap"]
    import_rules(text_of(body(code="T-27", valid_from="2027-01-01", valid_to=None)))
    assert table_for("school_admission", date(2027, 1, 1)).table.code == "T-27"
    assert table_for("school_admission", date(2026, 12, 31)).table.code == "T-26"


def test_a_day_no_table_covers_is_refused_with_the_ranges(app: Flask) -> None:
    import_rules(text_of(body()))
    with pytest.raises(NoTableCovers) as refused:
        table_for("school_admission", date(2025, 12, 31))
    assert refused.value.extra["covered"] == [
        {"code": "T-1", "from": "2026-01-01", "to": "2026-12-31"}
    ]
    with pytest.raises(NoTableCovers):
        table_for("enterprise_review", JUNE)
    with pytest.raises(NoTableCovers):
        table_for("school_admission", JUNE, district="330105")


def test_an_unknown_version_is_not_found(app: Flask) -> None:
    with pytest.raises(NotFound):
        load_version(10**9)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE rule_set SET source = 'x'", "DELETE FROM rule_set", "TRUNCATE rule_set CASCADE"],
)
def test_versions_are_never_changed_or_removed(app: Flask, statement: str) -> None:
    import_rules(text_of(body()))
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))
    db.session.rollback()


def test_two_imports_at_once_make_one_version(app: Flask) -> None:
    def run(_: int) -> list[str]:
        with app.app_context():
            return states(import_rules(text_of(body())))

    with ThreadPoolExecutor(4) as pool:
        found = sorted(state for made in pool.map(run, range(4)) for state in made)
    assert found == ["new", "unchanged", "unchanged", "unchanged"]
    assert rows() == 1


def test_the_tables_at_hand_are_limited() -> None:
    _READY.clear()
    made = [table(source=f"源{number}") for number in range(limits.TABLES_CACHED_MAX + 1)]
    for one in made[:-1]:
        ready_table(one.digest, lambda one=one: one.body)  # type: ignore[misc]
    assert len(_READY) == limits.TABLES_CACHED_MAX
    ready_table(made[-1].digest, lambda: made[-1].body)
    assert len(_READY) == 1


def test_the_command_prints_counts_that_add_up(app: Flask) -> None:
    done = app.test_cli_runner().invoke(rules, ["import", str(DEMO)])
    assert done.exit_code == 0, done.output
    assert "规则表 3 = 新增 3 + 新版本 0 + 未变 0" in done.output
    assert (
        "XH-DEMO 第1版（演示） school_admission 330106 2024-01-01～2030-12-31 新增" in done.output
    )


def test_the_command_prints_json(app: Flask) -> None:
    done = app.test_cli_runner().invoke(rules, ["import", str(DEMO), "--json"])
    told = json.loads(done.output)
    assert (told["tables"], told["new"], told["refused"]) == (3, 3, 0)
    assert {one["state"] for one in told["details"]} == {"new"}


def test_the_command_refuses_with_every_fault_and_a_failing_exit(
    app: Flask, tmp_path: Path
) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(text_of(body(source=None, items=[item(article=None)])), encoding="utf-8")
    done = app.test_cli_runner().invoke(rules, ["import", str(path)])
    assert done.exit_code == 1
    assert "source" in done.output
    assert "items.P1.article" in done.output
    as_json = app.test_cli_runner().invoke(rules, ["import", str(path), "--json"])
    assert as_json.exit_code == 1
    assert json.loads(as_json.stdout)["refused"] == 1


def test_the_command_refuses_a_file_that_is_not_there(app: Flask) -> None:
    done = app.test_cli_runner().invoke(rules, ["import", "/nowhere.yaml"])
    assert done.exit_code == 1
    assert "文件无法读取" in done.output
