"""The schema that migrations make is the one the code means, up and down."""

from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from scoring.ledger.comparisons import COMPARISONS
from service.database import Base, db
from service.database.partitions import name_counts

TRIGGERS = text(
    "SELECT event_object_table, trigger_name, event_manipulation, action_orientation, "
    "action_timing, action_statement FROM information_schema.triggers "
    "UNION SELECT c.relname, t.tgname, 'TRUNCATE', '', '', pg_get_triggerdef(t.oid) "
    "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
)
WALLS = text(
    "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies "
    "UNION SELECT relname, 'row security', '', '', '' FROM pg_class WHERE relrowsecurity "
    "UNION SELECT proname, 'as the owner', '', proconfig::text, '' FROM pg_proc WHERE prosecdef"
)
TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
DISPUTE = (
    (
        "INSERT INTO case_file (number, case_type, definition_version, state, version, open, "
        "owner, about, subject_code, subject_name, authority, channel, fields, alarm, created_by, "
        "created_at, updated_at) VALUES ('XF1', 'entry_objection', 1, 'deciding', 2, true, "
        "'authority', 'points:1', '', 'x', 'CY1', 'page', '{}', 'none', 'x', now(), now())"
    ),
    (
        "INSERT INTO case_event (case_id, version, action, to_state, party, actor_name, "
        "actor_role, actor_unit, fields, at) SELECT id, 1, 'open', 'filed', 'applicant', 'x', "
        "'resident', '', '{}', now() FROM case_file"
    ),
    (
        "INSERT INTO case_clock (case_id, kind, state, days, received_on, pauses, due_on, "
        "amber_on, calendar_version, provisional, started_at) SELECT id, 'decision', 'running', 5, "
        "'2026-11-23', '[]', '2026-11-30', '2026-11-27', 1, false, now() FROM case_file"
    ),
    (
        "INSERT INTO case_clock_change (clock_id, change, due_after, calendar_version, at) "
        "SELECT id, 'started', '2026-11-30', 1, now() FROM case_clock"
    ),
    (
        "INSERT INTO case_alarm (clock_id, kind, due_on, case_id, at) "
        "SELECT id, 'amber', '2026-11-30', case_id, now() FROM case_clock"
    ),
)
"""A dispute with something of its own in every table of cases."""
ENTRY = """
    INSERT INTO points_entry (id, community_code, member_id, household_id, kind, dimension, honour,
        spendable, expires_on, done_on, posted_on, posted_at, of_entry_id, source, entered_by_id,
        entered_by)
    SELECT :id, 'CY1', 1, 1, :kind, '', CASE :kind WHEN 'award' THEN :points ELSE 0 END, :points,
        CASE WHEN :points > 0 THEN DATE '2026-12-31' END, '2026-11-27', '2026-11-27',
        TIMESTAMPTZ '2026-11-27' + :at * INTERVAL '1 hour', CAST(:of AS uuid), 'page', 1, 'x'
"""
USE = "INSERT INTO points_lot_use VALUES (:entry, :lot, :points)"


def entry_id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


def test_there_is_one_line_of_migrations():
    scripts = ScriptDirectory(str(Path(__file__).parent.parent / "migrations"))
    assert len(scripts.get_heads()) == 1


@pytest.mark.filterwarnings("ignore:Did not recognize type .xid8.")
def test_migrations_make_the_schema_the_code_means(blank_app):
    migrated, created = blank_app(), blank_app()
    with created.app_context():
        db.create_all(bind_key=None)  # another test may have named a standby
        wanted = set(db.session.execute(TRIGGERS).all())
        walls = set(db.session.execute(WALLS).all())
    with migrated.app_context():
        upgrade()
        with db.engine.connect() as connection:
            options = {"compare_type": True, "include_name": name_counts}
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, Base.metadata) == []
        assert set(db.session.execute(TRIGGERS).all()) == wanted
        assert set(db.session.execute(WALLS).all()) == walls != set()


def test_migrations_go_down_to_nothing_and_up_again(blank_app):
    with blank_app().app_context():
        upgrade()
        downgrade(revision="base")
        assert set(db.session.scalars(TABLES)) == {"alembic_version"}
        db.session.remove()
        upgrade()
        assert len(db.session.scalars(TABLES).all()) > 1


def test_indexes_that_broke_off_are_made_when_migrations_run_again(blank_app):
    """What stands before an index made beside the work is committed by then."""
    with blank_app().app_context():
        for broke_off in ("0019", "0020"):
            upgrade(revision=broke_off)
            before = f"{int(broke_off) - 1:04}"
            db.session.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": before})
            db.session.commit()
            upgrade(revision=broke_off)
            assert db.session.scalar(text("SELECT version_num FROM alembic_version")) == broke_off
            db.session.remove()


def test_refunds_of_before_are_of_the_award_their_order_took_from(blank_app):
    """One of a single award, one of that again, a mixed one, and one of an award since reversed."""
    entries = (
        ("a", "award", 9, None), ("b", "award", 9, None), ("c", "award", 9, None),
        ("1", "redemption", -4, None), ("a1", "refund", 4, "1"),
        ("2", "redemption", -4, None), ("a2", "refund", 4, "2"),
        ("3", "redemption", -6, None), ("ab3", "refund", 6, "3"),
        ("4", "redemption", -5, None), ("c4", "refund", 5, "4"), ("d", "reversal", -4, "c"),
    )  # fmt: skip
    uses = (("1", "a", 4), ("2", "a1", 4), ("3", "a2", 4), ("3", "b", 2), ("4", "c", 5))
    with blank_app().app_context():
        upgrade(revision="0004")
        with db.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for at, (name, kind, points, of) in enumerate(entries):
                values = {"id": entry_id(name), "kind": kind, "points": points, "at": at,
                          "of": of and entry_id(of)}  # fmt: skip
                connection.execute(text(ENTRY), values)
            for entry, lot, points in uses:
                values = {"entry": entry_id(entry), "lot": entry_id(lot), "points": points}
                connection.execute(text(USE), values)
        upgrade()
        rows = db.session.execute(
            text("SELECT id, origin_id FROM points_entry WHERE kind = 'refund'")
        )
        assert dict(rows.all()) == {
            entry_id("a1"): entry_id("a"), entry_id("a2"): entry_id("a"),
            entry_id("ab3"): None, entry_id("c4"): None,
        }  # fmt: skip
        db.session.remove()
        downgrade(revision="0004")
        upgrade()


def test_disputes_of_points_go_with_the_points(blank_app):
    with blank_app().app_context():
        upgrade()
        for statement in DISPUTE:
            db.session.execute(text(statement))
        db.session.commit()
        downgrade(revision="0002")
        for table in ("case_file", "case_event", "case_clock", "case_clock_change", "case_alarm"):
            assert db.session.scalar(text(f"SELECT count(*) FROM {table}")) == 0
        db.session.remove()
        upgrade()


NEIGHBOURS = (
    (
        "INSERT INTO community (code, name, demonstration, members_min, settings, created_at) "
        "VALUES ('CY1', 'x', true, 5, '{}', now())"
    ),
    (
        'INSERT INTO place (community_code, level, code, name, "order") '
        "SELECT 'CY1', 'household', n::text, 'x', n FROM generate_series(1, 2) AS n"
    ),
    (
        "INSERT INTO member (number, community_code, household_id, public_name, age_band, "
        "has_guardian, on_boards, state, joined_on) SELECT 'CP' || id, 'CY1', id, 'x' || id, "
        "'adult', false, true, 'active', '2025-01-01' FROM place"
    ),
)
AWARDS = """
    INSERT INTO points_entry (id, community_code, member_id, household_id, kind, dimension, honour,
        spendable, expires_on, done_on, posted_on, posted_at, source, entered_by_id, entered_by)
    SELECT gen_random_uuid(), 'CY1', id, household_id, 'award',
        (ARRAY['shan', 'zhen'])[1 + n % 2], n, n, '2027-12-31', day, day, day + time '12:00',
        'page', 1, 'x'
    FROM generate_series(1, 90) AS n
    CROSS JOIN LATERAL (SELECT DATE '2025-11-20' + n * 7 % 71 AS day) AS at
    JOIN member ON (member.id + n) % 3 > 0
"""
REVERSALS = """
    INSERT INTO points_entry (id, community_code, member_id, household_id, kind, dimension, honour,
        spendable, done_on, posted_on, posted_at, of_entry_id, source, entered_by_id, entered_by)
    SELECT gen_random_uuid(), community_code, member_id, household_id, 'reversal', dimension,
        -honour, 0, done_on, posted_on + 20, posted_at, id, 'page', 1, 'x'
    FROM points_entry WHERE kind = 'award' AND honour % 9 = 0
"""
OLD_TOTALS = """
    SELECT grain, starts_on, member_id, dimension, honour, awards FROM points_total
    EXCEPT
    SELECT grain, date_trunc(grain, posted_on::timestamp)::date, member_id, dimension, sum(honour),
        sum(CASE kind WHEN 'award' THEN 1 ELSE -1 END)
    FROM points_entry CROSS JOIN (VALUES ('day'), ('month'), ('year')) AS grains (grain)
    GROUP BY 1, 2, 3, 4
"""


def test_totals_of_points_are_added_up_anew_up_and_down(blank_app):
    (totals,) = [one.sql for one in COMPARISONS if one.kind == "total"]

    def found(sql: str, then: str = AWARDS) -> tuple[int, int]:
        """How many totals are wrong, and how many there are; more entries are written then."""
        wrong = len(db.session.execute(text(sql)).all())
        rows = db.session.scalar(text("SELECT count(*) FROM points_total"))
        db.session.execute(text(then))
        wrong += len(db.session.execute(text(sql)).all())
        db.session.commit()
        db.session.remove()
        return wrong, rows

    with blank_app().app_context():
        upgrade(revision="0003")
        for statement in (*NEIGHBOURS, AWARDS, REVERSALS):
            db.session.execute(text(statement))
        db.session.commit()
        db.session.remove()
        upgrade(revision="0004")
        # Two members, two dimensions and all together, in four months and two years.
        assert found(totals) == (0, 2 * 3 * (4 + 2))
        downgrade(revision="0003")
        wrong, rows = found(OLD_TOTALS)
        assert (wrong, rows > 100) == (0, True)
        upgrade(revision="0004")
        assert found(totals) == (0, 2 * 3 * (4 + 2))
