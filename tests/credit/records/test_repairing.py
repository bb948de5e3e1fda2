"""What cases do to records: the change, its history and its traces, all or nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from credit.records import repairing
from credit.records.as_facts import fact_of
from credit.records.changing import Cause
from credit.records.models import Record, RecordHistory, RecordStatus
from credit.records.problems import RecordUnknown, StatusUnsuitable
from credit.records.repairing import Ruling
from service import clock
from service.audit import Actor, acting_as
from service.audit.models import AuditEntry
from service.database import db, transaction
from service.months import add_months
from tests.credit.checks.conftest import put_record, put_subject
from tests.factories.identifiers import make_uscc

OFFICER = Actor(7, "李科", "department", "西湖区教育局")
RULING = Ruling("杭州市中级人民法院", "（2026）浙01破1号")


@pytest.fixture
def record(app) -> Record:
    return put_record(put_subject("杭州甲有限公司", make_uscc(1), "uscc"))


def cause(reason: str = "义务已履行") -> Cause:
    return Cause("XF20261127-0000000000-X", reason, clock.today())


def act(change, *arguments) -> list[Record]:
    with acting_as(OFFICER), transaction() as session:
        return change(session, *arguments)


def history(record: Record) -> list[RecordHistory]:
    return list(
        db.session.scalars(
            select(RecordHistory)
            .where(RecordHistory.record_id == record.id)
            .order_by(RecordHistory.version)
        )
    )


def test_a_repair_leaves_status_history_version_and_audit_entry(record):
    before = record.version
    act(repairing.mark_repaired, [record.id], cause())
    assert (record.status, record.version) == (RecordStatus.repaired, before + 1)
    last = history(record)[-1]
    assert (last.change, last.actor, last.reason) == ("repaired", "李科", "义务已履行")
    assert last.changed["status"] == ["active", "repaired"]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.object_kind == "record")).one()
    assert (entry.action, entry.details["case"]) == ("records.repaired", cause().case)


def test_nothing_is_left_when_the_surrounding_work_fails(record):
    def decide_and_fail() -> None:
        with transaction() as session:
            repairing.mark_repaired(session, [record.id], cause())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        decide_and_fail()
    db.session.refresh(record)
    assert (record.status, history(record)) == (RecordStatus.active, [])


@pytest.mark.parametrize("status", ["repaired", "revoked", "expired"])
def test_what_is_settled_cannot_be_repaired(record, status):
    with transaction():
        record.status = status
    with pytest.raises(StatusUnsuitable) as caught:
        act(repairing.mark_repaired, [record.id], cause())
    assert caught.value.extra["records"] == [record.id]


def test_a_record_that_is_not_there_is_refused(app):
    with pytest.raises(RecordUnknown):
        act(repairing.mark_repaired, [4711], cause())


def test_a_shielded_record_says_by_which_ruling_and_counts_against_nobody(record):
    act(repairing.shield, [record.id], cause(), RULING)
    assert record.status == RecordStatus.shielded
    assert record.attributes["shield"]["ruling"] == RULING.number
    fact = fact_of(record)
    assert fact.shielded
    assert not fact.repaired


def test_a_shielded_record_can_be_repaired_for_good_but_not_shielded_again(record):
    act(repairing.shield, [record.id], cause(), RULING)
    with pytest.raises(StatusUnsuitable):
        act(repairing.shield, [record.id], cause(), RULING)
    act(repairing.mark_repaired, [record.id], cause())
    assert record.status == RecordStatus.repaired
    assert "shield" not in record.attributes


@pytest.mark.parametrize("first", ["mark_repaired", "shield"])
def test_restoring_brings_the_record_back_with_its_old_dates(record, first):
    dates = (record.published_until_max, record.repairable_from, record.retain_until)
    extra = (RULING,) if first == "shield" else ()
    act(getattr(repairing, first), [record.id], cause(), *extra)
    act(repairing.restore, [record.id], cause("提供虚假材料"))
    assert record.status == RecordStatus.active
    assert (record.published_until_max, record.repairable_from, record.retain_until) == dates
    assert {"repair", "shield"}.isdisjoint(record.attributes)
    assert [one.change for one in history(record)][-1] == "restored"


def test_restoring_leaves_what_was_revoked_meanwhile(record):
    act(repairing.mark_repaired, [record.id], cause())
    with transaction():
        record.status = RecordStatus.revoked
    assert act(repairing.restore, [record.id], cause()) == []
    assert record.status == RecordStatus.revoked


def test_repair_takes_a_list_entry_off_its_list_and_restoring_puts_it_back(app):
    subject = put_subject("杭州乙有限公司", make_uscc(2), "uscc")
    entered = clock.today() - timedelta(days=500)
    record = put_record(
        subject,
        kind="serious_dishonesty_list",
        tier="serious",
        decided_on=entered,
        retain_until=None,
        attributes={"undefined": ["still-listed"]},
    )
    act(repairing.mark_repaired, [record.id], cause())
    assert record.removed_on == clock.today()
    assert record.retain_until == add_months(entered, 60)
    assert "undefined" not in record.attributes
    act(repairing.restore, [record.id], cause())
    assert (record.removed_on, record.retain_until) == (None, None)
    assert record.attributes["undefined"] == ["still-listed"]


def test_the_notice_of_how_to_repair_is_noted_as_served(record):
    day = clock.today()
    act(repairing.note_served, record.id, day)
    assert record.attributes["notice"] == {"served_on": day.isoformat()}
    assert history(record)[-1].change == "notice_served"
