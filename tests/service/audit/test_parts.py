"""The trails' tables lie in parts by month; each part is guarded, and no insert ever fails."""

from datetime import timedelta
from typing import Any

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import Select, select, text
from sqlalchemy.exc import DBAPIError

from service import clock
from service.audit import parts, retiring
from service.audit.examine import look_at_parts
from service.audit.jobs import keep_parts
from service.audit.limits import MONTHS_AHEAD
from service.audit.models import PARTED, AuditEntry, QueryLogEntry
from service.audit.months import months_ahead, part_of
from service.audit.search import EntryFilter, Period
from service.audit.verify import verify
from service.database import db
from tests.service.audit.conftest import waiting

OLD = timedelta(days=11 * 366)
TRAILS = ("audit_entry", "query_log_entry")


def ids() -> set[object]:
    return {
        *db.session.scalars(select(AuditEntry.id)),
        *db.session.scalars(select(QueryLogEntry.id)),
    }


def rows_in(part: str) -> int:
    return db.session.scalar(text(f"SELECT count(*) FROM {part}")) or 0


def names(table: str) -> list[str]:
    return [part.name for part in PARTED[table].parts(db.session.connection())]


def kinds() -> list[str]:
    return [str(one.kind) for one in look_at_parts()]


def plan_of(statement: Select[Any]) -> str:
    made = statement.compile(db.engine, compile_kwargs={"literal_binds": True})
    return "\n".join(db.session.scalars(text(f"EXPLAIN {made}")))


@pytest.mark.parametrize("table", TRAILS)
def test_every_part_refuses_changes_when_it_is_named(app, write, table):
    write(2)
    found = names(table)
    assert len(found) > MONTHS_AHEAD
    changes = ("UPDATE {} SET request_id = request_id", "DELETE FROM {}", "TRUNCATE {} CASCADE")
    for part in found:
        for change in changes:
            with pytest.raises(DBAPIError, match="append-only"), db.engine.begin() as connection:
                connection.execute(text(change.format(part)))
    full = next(part for part in found if rows_in(part))
    with db.engine.begin() as connection:
        connection.execute(text("SELECT set_config('credit.retiring', 'on', true)"))
        with pytest.raises(DBAPIError, match="not retired"):
            connection.execute(text(f"DELETE FROM {full}"))


def test_the_old_tables_become_the_first_parts_and_one_table_again(
    app, blank_app, write, seal_everything
):
    with blank_app().app_context():
        upgrade(revision="0012")
        with clock.standing_at(clock.now() + timedelta(days=90)):
            write(2, "A")  # a clock that was wrong once stops no migration
        write(3, "B")
        seal_everything()
        before = ids()
        db.session.remove()
        upgrade()
        write(1, "C")
        assert kinds() == ["ok", "ok"]
        assert {len(before) // 2, len(before) // 2 + 1} == {5, rows_in("audit_entry_p_first")}
        db.session.remove()
        downgrade(revision="0012")
        assert before < ids()
        assert (len(ids()), waiting()) == (12, 2)
        seal_everything()
        assert verify().is_clean
        db.session.remove()
        upgrade()
        assert len(ids()) == 12
        assert verify().is_clean


def test_parts_come_before_they_are_needed_and_go_when_they_are_empty(
    app, blank_app, write, seal_everything
):
    now = clock.now()
    with blank_app().app_context():
        with clock.standing_at(now - OLD):
            db.create_all(bind_key=None)  # another test may have named a standby
            write(2, "A")
            assert kinds() == ["ok", "ok"]
        seal_everything()
        assert kinds() == ["bad", "bad"]  # nobody made a part since
        assert len(parts.remove_retired(now)) == 2 * MONTHS_AHEAD  # and none holds anything
        assert [names(table) for table in TRAILS] == [
            [f"{table}_p_first", f"{table}_p_rest"] for table in TRAILS
        ]
        retiring.retire(now)
        write(3, "B")
        assert kinds() == ["bad", "warn", "bad", "warn"]
        before = ids()
        seal_everything()
        keep_parts()
        assert kinds() == ["ok", "ok"]
        assert before < ids()
        this = part_of("query_log_entry", now.astimezone(clock.OFFICE_ZONE).date().replace(day=1))
        assert (rows_in(this.name), rows_in("query_log_entry_p_rest")) == (3, 0)
        assert "query_log_entry_p_first" not in names("query_log_entry")
        assert months_ahead(parts.states()[1].last, now) == MONTHS_AHEAD
        told = db.session.scalars(
            select(AuditEntry.details["moved"].as_integer()).where(AuditEntry.action == parts.MADE)
        )
        assert sum(told) >= 6
        seal_everything()
        report = verify()
        assert report.is_clean, report.as_json()
        assert not any(parts.keep(now).values())
        with clock.standing_at(now + timedelta(days=100)):
            looked_at = plan_of(EntryFilter(period=Period.month).statement())
        assert f"audit_entry_p{now + timedelta(days=100):%Y%m}" in looked_at
        assert this.name.replace("query_log", "audit") not in looked_at
