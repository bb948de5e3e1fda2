"""Entries are written in the caller's transaction, by whoever acts."""

import pytest
import time_machine
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from service import audit
from service.audit import Deed, QueryRead, canonical
from service.audit.limits import ENTRY_BYTES_MAX
from service.audit.models import AuditEntry, QueryLogEntry
from service.audit.verify import verify
from service.database import db, transaction
from tests.examples import some

READ = QueryRead(
    basis_kind="authorisation",
    basis_reference="授权书2026-1",
    purpose="school_admission",
    subject_index=b"\x01" * 32,
    subject_kind="resident_id",
    fields=("outcome", "points"),
    result_hash=b"\x02" * 32,
    channel="api",
    object_ref="CX0001",
)


def count(model: type[AuditEntry | QueryLogEntry]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_an_entry_tells_who_did_what_to_which_object(app: Flask) -> None:
    clerk = audit.Actor(7, "zhang", "clerk", "信用办")
    frozen = time_machine.travel("2026-03-01T00:00:00+00:00", tick=False)
    with frozen, audit.acting_as(clerk), transaction():
        audit.record("check.made", "check", "CX0001", {"outcome": "passed"})
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.actor_id, entry.actor_name, entry.actor_role) == (7, "zhang", "clerk")
    assert (entry.action, entry.object_kind, entry.object_ref) == ("check.made", "check", "CX0001")
    assert entry.details == {"outcome": "passed"}
    assert entry.at.isoformat() == "2026-03-01T00:00:00+00:00"
    assert entry.id.version == 7
    assert entry.xid > 0


def test_a_read_is_logged_with_its_basis_and_purpose(app: Flask) -> None:
    with transaction():
        audit.log_query(READ)
    row = db.session.scalars(select(QueryLogEntry)).one()
    assert (row.basis_kind, row.basis_reference) == ("authorisation", "授权书2026-1")
    assert (row.purpose, row.outcome, row.fields) == (
        "school_admission",
        "answered",
        ["outcome", "points"],
    )


def test_an_outcome_nobody_knows_is_refused(app: Flask) -> None:
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError), transaction():
        audit.log_query(QueryRead("sharing", "", "", b"", "uscc", outcome="perhaps"))


def test_a_rollback_leaves_no_entry(app: Flask) -> None:
    def fail_late() -> None:
        with transaction():
            audit.record("check.made", "check", "CX0001")
            audit.log_query(READ)
            audit.record_many([Deed("check.made", "check", "CX0002")])
            audit.record_queries([READ])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_late()
    assert (count(AuditEntry), count(QueryLogEntry)) == (0, 0)


def test_many_entries_are_the_same_as_single_ones(app: Flask) -> None:
    with transaction():
        audit.record("a", "check", "1", {"k": [1, "二"]})
        audit.log_query(READ)
        assert audit.record_many([Deed("a", "check", "1", {"k": [1, "二"]})]) == 1
        assert audit.record_queries([READ] * 3) == 3
    entries = db.session.scalars(select(AuditEntry)).all()
    assert entries[0].details == entries[1].details
    assert count(QueryLogEntry) == 4
    assert verify().is_clean


def test_an_explicit_actor_wins_over_the_context(app: Flask) -> None:
    with transaction(), audit.acting_as(audit.Actor(1, "a", "clerk")):
        entry = audit.record("x", "y", "z", actor=audit.Actor(2, "b", "admin"))
    assert entry.actor_id == 2


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=())),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=())) | st.integers(), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@settings(
    max_examples=some(20),
)
@given(
    st.dictionaries(st.text(), json_values, max_size=4),
    st.text(st.characters(exclude_categories=())),
)
def test_whatever_was_written_verifies_as_it_comes_back(
    app: Flask, details: dict[str, object], ref: str
) -> None:
    with transaction():
        audit.record("naughty", "text", ref, details)
        audit.record_many([Deed("naughty", "text", ref, details)])
    assert verify(["audit"]).is_clean


@pytest.mark.parametrize("details", [{"x": float("nan")}, {"x": object()}, {"x": b"1"}])
def test_what_is_no_json_is_refused(app: Flask, details: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        audit.record("a", "b", "c", details)


def test_an_entry_of_the_greatest_length_is_kept_and_one_byte_more_refused(app: Flask) -> None:
    def details(length: int) -> dict[str, object]:
        return {"t": "x" * length}

    with time_machine.travel("2026-03-01T00:00:00+00:00", tick=False), transaction():
        entry = audit.record("a", "b", "c", details(0))
        row = [str(entry.id), 1772323200000000, 0, "system", "system", "a", "b", "c", {"t": ""}, ""]
        room = ENTRY_BYTES_MAX - len(canonical.content("audit", row))
        audit.record("a", "b", "c", details(room))
        with pytest.raises(canonical.EntryTooLong):
            audit.record("a", "b", "c", details(room + 1))
