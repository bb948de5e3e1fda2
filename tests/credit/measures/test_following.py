"""Measures follow their records: proposed, lifted and proposed anew in the record's transaction."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from credit.measures import deciding, register
from credit.measures.applying import applying_to
from credit.measures.jobs import look
from credit.measures.lifting import reconsider
from credit.measures.models import MeasureApplication, MeasureChange
from credit.measures.problems import ApplicationMoved
from credit.measures.wording import cause_text
from credit.records import repairing
from credit.records.as_facts import PUBLISHED_AT_MOST_UNTIL
from credit.records.changing import Cause
from credit.records.models import Record
from service import clock
from service.audit import acting_as
from service.audit.models import AuditEntry
from service.database import db, transaction
from tests.credit.checks.conftest import put_record, put_subject
from tests.credit.measures.conftest import (
    CONSTRAINT,
    INCENTIVE,
    OFFICER,
    applications,
    confirmed_by_officer,
    honour,
    in_force,
    states,
)


def change(record: Record, **values: object) -> None:
    """The record changes, and its measures are looked at, in one transaction."""
    with transaction() as session:
        if values:
            session.execute(update(Record).where(Record.id == record.id).values(**values))
        reconsider(session, [record.id], "test")


def applied(subject) -> list[str]:
    found = applying_to(db.session(), [subject.id], clock.today())
    return [one.name for one in found.get(subject.id, [])]


def cause() -> Cause:
    return Cause("XF20261127-0000000000-X", "义务已履行", clock.today())


def test_a_repair_lifts_in_its_own_transaction_and_restoring_only_proposes(company):
    in_force(CONSTRAINT)
    record = put_record(company)
    look()
    assert (states(), applied(company)) == ([("proposed", None)], [])
    confirmed_by_officer(applications()[0].id)
    assert applied(company) == ["列为重点检查对象"]
    assert applications()[0].until > clock.today() + timedelta(days=150)

    def repair_and_fail() -> None:
        with acting_as(OFFICER), transaction() as session:
            repairing.mark_repaired(session, [record.id], cause())
            lifted = session.scalars(select(MeasureApplication.lifted_why)).all()
            assert lifted == ["repair"]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        repair_and_fail()
    assert (states(), applied(company)) == ([("confirmed", None)], ["列为重点检查对象"])
    with acting_as(OFFICER), transaction() as session:
        repairing.mark_repaired(session, [record.id], cause())
    assert (states(), applied(company)) == ([("lifted", "repair")], [])
    with acting_as(OFFICER), transaction() as session:
        repairing.restore(session, [record.id], cause())
    assert states() == [("lifted", "repair"), ("proposed", None)]
    assert applied(company) == []
    told = db.session.execute(
        select(MeasureChange.change, MeasureChange.reason)
        .where(MeasureChange.application_id.is_not(None))
        .order_by(MeasureChange.id)
    ).all()
    assert [one.change for one in told] == ["proposed", "confirmed", "lifted", "proposed"]
    assert told[2].reason == cause().case
    deeds = select(AuditEntry.action).where(AuditEntry.object_kind == "measure_application")
    assert sorted(db.session.scalars(deeds)) == sorted(f"measures.{one.change}" for one in told)


@pytest.mark.parametrize("by", ["look", "record"])
def test_what_no_longer_stands_is_lifted_with_its_reason(company, by):
    day = clock.today()
    undated = {"decided_on": None, "published_until_max": None, "retain_until": None}
    over = {"attributes": {PUBLISHED_AT_MOST_UNTIL: str(day - timedelta(days=1))}}
    cases = [
        ("objection", {"disputed": True}),
        ("revoked", {"status": "revoked"}),
        ("shielded", {"status": "shielded"}),
        ("expiry", {"published_until_max": day - timedelta(days=1)}),
        ("expiry", undated | over),
        ("removed", {"removed_on": day}),
    ]
    in_force(CONSTRAINT)
    records = [put_record(company) for _ in cases]
    look()
    for one in applications():
        confirmed_by_officer(one.id)
    assert len(applied(company)) == len(cases)
    for at, (_, values) in enumerate(cases):
        if by == "record":
            change(records[at], **values)
        else:
            with transaction() as session:
                record = session.get_one(Record, records[at].id)
                for name, value in values.items():
                    setattr(record, name, value)
    assert applied(company) == []  # an answer never waits for the look
    look()
    assert [one[1] for one in states()] == [why for why, _ in cases]
    change(records[0], disputed=False)
    assert states()[-1] == ("proposed", None)


def test_what_a_person_refused_or_a_term_ended_is_not_proposed_again(company):
    in_force(CONSTRAINT)
    for _ in range(3):
        put_record(company)
    look()
    first, second, third = applications()
    with acting_as(OFFICER):
        deciding.decline(first.id, "与本领域无关")
        deciding.confirm(second.id)
        deciding.lift_by_hand(second.id, "已整改到位")
        deciding.confirm(third.id)
        deciding.report_back(third.id, "已检查两次，未发现问题")
    with transaction() as session:
        session.get_one(MeasureApplication, third.id).until = clock.today() - timedelta(days=1)
    assert applied(company) == []
    look()
    look()
    assert states() == [("declined", None), ("lifted", "by_hand"), ("lifted", "term")]
    assert applications()[2].feedback == "已检查两次，未发现问题"


def test_a_proposal_whose_record_fell_is_not_confirmed(company):
    in_force(CONSTRAINT)
    record = put_record(company)
    look()
    with transaction() as session:
        session.get_one(Record, record.id).disputed = True
    with pytest.raises(ApplicationMoved) as refused:
        confirmed_by_officer(applications()[0].id)
    assert refused.value.extra["why"] == "objection"
    change(record, disputed=True)
    with pytest.raises(ApplicationMoved):
        confirmed_by_officer(applications()[0].id)


def test_neither_names_alone_nor_slight_nor_simple_records_are_proposed(company):
    in_force(CONSTRAINT)
    put_record(put_subject("杭州甲有限公司", None))
    put_record(company, simple_procedure=True)
    put_record(company, tier="minor")
    put_record(company, juvenile=True)
    put_record(company, kind="abnormal_list")
    look()
    assert states() == []


def test_an_incentive_stands_on_an_honour_and_gives_way_to_a_serious_list(company):
    in_force(INCENTIVE)
    good = honour(company)
    change(good)
    confirmed_by_officer(applications()[0].id)
    assert applied(company) == ["绿色通道"]
    bad = put_record(company, kind="serious_dishonesty_list", tier="serious")
    change(bad)
    assert (states(), applied(company)) == ([("lifted", "outweighed")], [])
    with acting_as(OFFICER), transaction() as session:
        repairing.mark_repaired(session, [bad.id], cause())
    assert states()[-1] == ("proposed", None)
    change(good, valid_until=clock.today() - timedelta(days=1))
    assert states()[-1] == ("lifted", "expiry")


def test_ending_a_measure_lifts_all_of_it(company):
    measure = in_force(CONSTRAINT)
    put_record(company)
    put_record(company)
    look()
    confirmed_by_officer(applications()[0].id)
    with acting_as(OFFICER):
        register.end(measure.number, "依据已废止")
    assert states() == [("lifted", "ended"), ("lifted", "ended")]
    look()
    assert len(states()) == 2


def test_a_measure_not_yet_in_its_days_waits(company):
    in_force(replace(CONSTRAINT, valid_from=clock.today() + timedelta(days=1)))
    put_record(company)
    look()
    assert states() == []


def test_the_database_itself_refuses_an_application_of_a_draft_and_any_change_of_history(company):
    measure = in_force(CONSTRAINT)
    record = put_record(company)
    look()
    draft = register.draw_up(CONSTRAINT)
    insert = (
        "INSERT INTO measure_application (measure_id, subject_id, record_id, state, proposed_at, "
        f"proposed_because) VALUES ({draft.id}, {company.id}, {record.id}, 'proposed', now(), 'x')"
    )
    twice = insert.replace(f"({draft.id},", f"({measure.id},")
    for statement in (
        insert,
        twice,
        "UPDATE measure_application SET state = 'confirmed'",
        "UPDATE measure_application SET state = 'lifted'",
        "UPDATE measure_change SET actor = 'x'",
        "DELETE FROM measure_change",
        "TRUNCATE measure_change",
    ):
        with pytest.raises(DBAPIError):
            db.session.execute(text(statement))
        db.session.rollback()


@pytest.mark.parametrize("why", ["look", "tier", "import:7", "notice_served", "retention"])
def test_why_a_step_was_taken_is_told_in_words(why):
    assert not str(cause_text(why)).isascii()
