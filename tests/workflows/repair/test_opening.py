"""Who may ask for which repair, and that every reason against it is told at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from credit.records.models import Record
from credit.records.problems import RecordUnknown
from credit.subjects.models import Subject, SubjectMatch
from service import clock
from service.audit.models import QueryLogEntry
from service.database import db, transaction
from service.problems import NotAllowed
from tests.factories.cases import a_record
from tests.workflows.repair.conftest import World
from workflows.engine.models import ReapplicationBan
from workflows.repair.application import Application
from workflows.repair.problems import RepairNotPossible
from workflows.repair.service import open_repair


def codes(caught) -> list[str]:
    return [one["code"] for one in caught.value.extra["refusals"]]


def foreign(**values: object) -> Record:
    with transaction():
        return a_record(**values)


def test_an_enterprise_asks_for_itself_and_the_authority_of_the_record_decides(world):
    case = world.open(world.record())
    assert (case.case_type, case.state, case.owner) == ("penalty", "draft", "applicant")
    assert case.authority == world.authority
    assert case.subject_code == world.subject.code
    [read] = db.session.scalars(select(QueryLogEntry)).all()
    assert (read.basis_kind, read.basis_reference, read.object_ref) == (
        "authorisation", "self", case.number,
    )  # fmt: skip


def test_a_clerk_files_on_a_visitors_authorisation_which_is_recorded(world):
    record = world.record()
    with pytest.raises(RepairNotPossible) as caught:
        world.open(record, who="clerk")
    assert codes(caught) == ["authorisation-missing"]
    case = world.open(record, who="clerk", authorisation="授权〔2026〕8号", by_agent=True)
    assert case.channel == "window"
    assert case.fields["authorisation_reference"] == "授权〔2026〕8号"
    [read] = db.session.scalars(select(QueryLogEntry)).all()
    assert read.basis_reference == "授权〔2026〕8号"


def test_a_stranger_learns_nothing_of_somebody_elses_record(world):
    with pytest.raises(RecordUnknown) as caught:
        world.open(foreign())
    missing = foreign().id + 1000
    with pytest.raises(RecordUnknown) as same:
        world.open(world.record(), Record(id=missing))
    assert str(caught.value.detail) == str(same.value.detail)


def test_a_department_cannot_ask_for_a_repair(world):
    with pytest.raises(NotAllowed):
        world.open(world.record(), who="authority")


def test_all_reasons_are_told_at_once(world):
    today = clock.today()
    early = world.record(
        published_until_min=today + timedelta(days=9), repairable_from=today + timedelta(days=10)
    )
    gone = world.record(status="repaired", authority="杭州市西湖区城市管理局")
    with transaction() as session:
        banned_by = world.open(world.record())
        session.add(
            ReapplicationBan(
                subject_id=world.subject.id,
                case_id=banned_by.id,
                until=today,
                reason="伪造",
                article="旧令",
                made_by="x",
                made_at=clock.now(),
            )
        )
    with pytest.raises(RepairNotPossible) as caught:
        world.open(early, gone)
    assert codes(caught) == [
        "too-early", "already-repaired", "one-record-each", "several-authorities", "banned",
    ]  # fmt: skip
    assert [error.field for error in caught.value.errors[:2]] == [str(early.id), str(gone.id)]
    assert all(one["remedy"] for one in caught.value.extra["refusals"])


def test_the_first_possible_day_is_told(world):
    first = clock.today() + timedelta(days=10)
    early = world.record(published_until_min=first - timedelta(days=1), repairable_from=first)
    with pytest.raises(RepairNotPossible) as caught:
        world.open(early)
    assert caught.value.extra["possible_from"] == first.isoformat()


def test_a_record_is_in_one_open_repair_only(world):
    record = world.record()
    case = world.open(record)
    with pytest.raises(RepairNotPossible) as caught:
        world.open(record)
    assert codes(caught) == ["case-open"]
    assert case.number in str(caught.value.extra["refusals"][0]["message"])


def test_records_of_a_name_a_human_matched_are_the_companys_own(world: World):
    with transaction() as session:
        record = a_record(authority=world.authority)
        session.flush()
        named = record.subject_id
        owner = session.get_one(Subject, named)
        owner.code = owner.id_index = None
        session.add(
            SubjectMatch(
                named_subject_id=named,
                subject_id=world.subject.id,
                same=True,
                reason="执照一致",
                decided_by="x",
                decided_at=clock.now(),
            )
        )
    case = world.open(record)
    assert (case.subject_id, case.subject_code) == (world.subject.id, world.subject.code)


def test_a_person_is_sent_to_the_window(world):
    with transaction() as session:
        record = a_record()
        session.flush()
        session.get_one(Subject, record.subject_id).code = None
    with pytest.raises(RepairNotPossible) as caught:
        world.open(record, who="clerk", authorisation="法定代表人本人")
    assert codes(caught) == ["no-organisation"]


def test_a_bankruptcy_is_about_several_records_of_one_authority(world):
    one, two = world.record(), world.record()
    case = world.open(one, two, case_type="bankruptcy")
    assert [record.id for record in world.records_of(case)] == [one.id, two.id]
    elsewhere = world.record(authority="杭州市西湖区城市管理局")
    with pytest.raises(RepairNotPossible) as caught:
        world.open(elsewhere, world.record(), case_type="bankruptcy")
    assert codes(caught) == ["several-authorities"]


def test_of_many_applications_at_the_same_moment_one_is_opened(world, app):
    record_id = world.record().id

    def apply(_n: int) -> str:
        with app.app_context(), world.acting("enterprise"):
            try:
                return open_repair(Application((record_id,))).number
            except RepairNotPossible as problem:
                return problem.extra["refusals"][0]["code"]

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(apply, range(6)))
    assert answers.count("case-open") == 5
