"""What objections write on records, and what later deliveries of a source leave of it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from credit.records import disputing
from credit.records.changing import Cause
from credit.records.importing import amend
from credit.records.models import Record, RecordHistory, RecordStatus
from credit.records.problems import NothingCorrected, StatusUnsuitable
from credit.rules.drafts import exclusion
from credit.rules.facts import Fact
from credit.rules.vocabulary import FactKind
from service import clock
from service.database import db, transaction
from tests.credit.checks.conftest import put_subject
from tests.examples import some
from tests.factories.cases import a_record
from tests.factories.identifiers import make_resident_id

CAUSE = Cause("XF20261127-7K3M9PQR2T-W", "经核实，信息与原始文书不符。", date(2026, 11, 27))


@pytest.fixture
def record(app) -> Record:
    with transaction():
        made = a_record(decided_on=date(2026, 3, 2))
        db.session.flush()
    return made


def history(record: Record) -> list[str]:
    found = select(RecordHistory.change).where(RecordHistory.record_id == record.id)
    return list(db.session.scalars(found.order_by(RecordHistory.version)))


def delivered(record: Record, **changed: object) -> dict[str, object]:
    """The record after its source delivers what it always said, or something new."""
    before = {name: getattr(record, name) for name in amend.COMPARED}
    before["tier_set_by"] = record.tier_set_by
    said = {
        **before, "status": "active", "disputed": False, "attributes": {}, "removed_on": None,
    }  # fmt: skip
    return amend.merged(before, said | changed)


def test_the_mark_comes_and_goes_with_the_objection_alone(record):
    ids = [record.id]
    with transaction() as session:
        disputing.mark_disputed(session, ids, CAUSE)
        assert delivered(record)["disputed"], "the source knows nothing of it"
        assert delivered(record, disputed=True, attributes={"disputed_by_source": True})["disputed"]
        disputing.unmark(session, ids, CAUSE)
        disputing.unmark(session, ids, CAUSE)
    assert (record.disputed, history(record)) == (False, ["disputed", "undisputed"])


def test_a_decision_its_source_calls_disputed_stays_marked(record):
    with transaction() as session:
        record.attributes, record.disputed = {"disputed_by_source": True}, True
        disputing.mark_disputed(session, [record.id], CAUSE)
        disputing.unmark(session, [record.id], CAUSE)
    assert record.disputed


def test_a_deleted_record_stays_deleted_whatever_its_source_sends(record):
    with transaction() as session:
        disputing.delete_erroneous(session, [record.id], CAUSE)
    assert delivered(record, violation="新的")["status"] == RecordStatus.revoked
    with pytest.raises(StatusUnsuitable), transaction() as session:
        disputing.correct(session, [record.id], CAUSE, {"content": "x"})


def test_a_correction_holds_until_the_source_says_a_third_thing(record):
    right = {"fine": Decimal("2500.00"), "decided_on": date(2026, 5, 8)}
    with transaction() as session:
        disputing.correct(session, [record.id], CAUSE, right)
        assert record.published_until_max > date(2027, 5, 1), "days follow from the right day"
        with pytest.raises(NothingCorrected):
            disputing.correct(session, [record.id], CAUSE, right)
    wrong = {"fine": Decimal(25000), "decided_on": date(2026, 3, 2)}
    after = delivered(record, **wrong)
    assert (after["fine"], after["decided_on"]) == (Decimal("2500.00"), date(2026, 5, 8))
    assert amend.is_corrected(after)
    after = delivered(record, **wrong | {"fine": Decimal(3000)})
    assert (after["fine"], after["decided_on"]) == (Decimal(3000), date(2026, 5, 8))
    after = delivered(record, fine=Decimal(2500), decided_on=date(2026, 5, 8))
    assert not amend.is_corrected(after), "the source has put it right itself"


@pytest.mark.parametrize(("decided_on", "juvenile"), [("2026-03-02", True), ("2026-11-20", False)])
def test_a_corrected_day_tells_anew_who_was_a_juvenile(app, decided_on, juvenile):
    """Born on 17 May 2008: what was decided before that birthday of 2026 counts against nobody."""
    with transaction() as session:
        whom = put_subject("张小伟", make_resident_id(1, date(2008, 5, 17)))
        record = a_record(subject=whom, decided_on=date(2026, 8, 1), juvenile=not juvenile)
        session.flush()
        right = {"decided_on": date.fromisoformat(decided_on)}
        disputing.correct(session, [record.id], CAUSE, right)
    assert record.juvenile is juvenile
    assert delivered(record, juvenile=not juvenile)["decided_on"] == right["decided_on"]


def test_an_earlier_correction_is_remembered_by_what_the_source_says(record):
    with transaction() as session:
        disputing.correct(session, [record.id], CAUSE, {"fine": Decimal("2500.00")})
        disputing.correct(session, [record.id], CAUSE, {"fine": Decimal("2600.00")})
    assert delivered(record, fine=Decimal("25000.00"))["fine"] == Decimal("2600.00")


def test_supplements_add_up_and_stay(record):
    with transaction() as session:
        disputing.supplement(session, [record.id], CAUSE, "一")
        disputing.supplement(session, [record.id], CAUSE, "二")
    kept = delivered(record)["attributes"]["supplements"]
    assert [one["text"] for one in kept] == ["一", "二"]


def test_only_a_standing_entry_is_taken_off_a_list(app):
    with transaction() as session:
        entry = a_record(kind="abnormal_list", penalty_kinds=[])
        db.session.flush()
        disputing.remove_from_list(session, [entry.id], CAUSE)
    assert (entry.removed_on, entry.status) == (CAUSE.today, "expired")
    assert delivered(entry)["removed_on"] == CAUSE.today
    with pytest.raises(StatusUnsuitable), transaction() as session:
        disputing.remove_from_list(session, [entry.id], CAUSE)


@given(
    revoked=st.booleans(), repaired=st.booleans(), shielded=st.booleans(), juvenile=st.booleans(),
    simple=st.booleans(), unmatched=st.booleans(), days=st.integers(-3, 3),
)  # fmt: skip
@settings(max_examples=some(60))
def test_a_disputed_fact_never_counts_whatever_else_holds(
    revoked, repaired, shielded, juvenile, simple, unmatched, days
):
    today = date(2026, 11, 27)
    fact = Fact(
        record_id=1,
        kind=FactKind.ADMINISTRATIVE_PENALTY,
        decided_on=date(2026, 1, 5),
        retain_until=date.fromordinal(today.toordinal() + days),
        revoked=revoked,
        repaired=repaired,
        shielded=shielded,
        juvenile=juvenile,
        simple_procedure=simple,
        identity_unmatched=unmatched,
        disputed=True,
    )
    assert exclusion(fact, today) is not None


def test_every_change_leaves_one_line_of_history_and_one_version(record):
    versions = [record.version]
    with transaction() as session:
        for step in (
            lambda: disputing.mark_disputed(session, [record.id], CAUSE),
            lambda: disputing.unmark(session, [record.id], CAUSE),
            lambda: disputing.supplement(session, [record.id], CAUSE, "x"),
            lambda: disputing.stop_disclosure(session, [record.id], CAUSE),
        ):
            step()
            versions.append(record.version)
    assert versions == list(range(versions[0], versions[0] + 5))
    assert len(history(record)) == 4
    assert record.updated_at <= clock.now()
