"""What has been kept long enough is really gone, wherever it was; what it proved stays proved."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from credit.checks.corrections import recheck
from credit.checks.models import BasisKind, Check
from credit.checks.problems import IdentityErased
from credit.checks.replay import replay
from credit.checks.service import NewCheck, create_check
from credit.records.deciding import decide_tier
from credit.records.models import ImportIssue, Record, RecordHistory
from credit.retention import service
from credit.retention.models import RecordTombstone, RetentionRun
from credit.rules.vocabulary import Purpose, Tier
from credit.subjects.identifiers import IdType
from credit.subjects.models import Subject
from service import clock
from service.database import db, transaction
from tests.credit.checks.conftest import rules  # noqa: F401 - a fixture
from tests.credit.records.importing.conftest import Importer
from tests.credit.retention.conftest import by_hand, days_ago, past, told_anywhere
from tests.factories.cases import RecordRow
from tests.factories.identifiers import make_resident_id
from tests.factories.records import PenaltyRow
from tests.workflows.repair.conftest import World

NAME, DEED, FACT = "欧阳若曦", "擅自占道设摊的独特行为", "在翠苑一区门口的独特情节"
NUMBER = make_resident_id(7, date(1985, 5, 17))


def person_row(**values: str) -> dict[str, str]:
    told = {"CF_XDR_MC": NAME, "CF_XDR_LB": "自然人", "CF_XDR_SHXYM": "", "CF_XDR_ZJLX": "身份证",
            "CF_XDR_ZJHM": NUMBER, "CF_WFXW": DEED, "CF_SY": FACT,
            "CF_WSH": "杭西综执罚决字〔2020〕00001号",
            "CF_JDRQ": days_ago(6 * 366).isoformat()}  # fmt: skip
    return PenaltyRow(**(told | values))


def a_check() -> Check:
    return create_check(
        NewCheck(
            purpose=Purpose.SCHOOL_ADMISSION, name=NAME, id_type=IdType.RESIDENT_ID,
            id_number=NUMBER, basis_kind=BasisKind.authorisation, basis_reference="SQ-1",
        )
    )  # fmt: skip


def test_nothing_of_a_record_is_left_and_its_checks_replay(app, rules, tamper):  # noqa: F811
    importer = Importer()
    importer.bring_in([person_row(CF_NR_FK="1500"), *PenaltyRow.build_batch(2)])
    importer.bring_in([person_row(CF_NR_FK="1500"), PenaltyRow(CF_WSH="")])  # a repetition
    [old] = [one for one in importer.records() if one.violation == DEED]
    number, others = old.id, {one.id for one in importer.records()} - {old.id}
    assert old.flags
    decide_tier(old.id, Tier.SERIOUS, "独特的核定理由")
    checked = a_check()
    check_id, frozen = checked.id, checked.snapshot
    tamper("UPDATE credit_check SET created_at = now() - interval '61 months'")
    words = [NAME, NUMBER, DEED, FACT, "独特的核定理由"]
    assert len(told_anywhere(words)) > 3

    foretold = service.foretell()
    done = service.run()
    assert (done.leaving, done.by_kind) == (1, {"administrative_penalty": 1})
    assert (foretold.leaving, foretold.checks) == (done.leaving, done.checks) == (1, 1)
    assert done.subjects == 1
    db.session.expire_all()
    assert told_anywhere(words) == []
    stone = db.session.get_one(RecordTombstone, number)
    assert (stone.reason, stone.erased_on) == ("determination", clock.today())
    assert {one.id for one in importer.records()} == others
    assert not db.session.scalar(select(RecordHistory).where(RecordHistory.record_id == number))
    check = db.session.get_one(Check, check_id)
    assert (check.snapshot, replay(check).same) == (frozen, True)
    assert check.snapshot["facts"][0]["record_id"] == number
    with pytest.raises(IdentityErased):
        recheck(check.number)
    assert service.run().total == 0  # nothing is left to do


def test_an_organisation_of_the_register_keeps_its_name_and_another_record_its_subject(app):
    registered, two = past(1), past(2)
    with transaction() as session:
        session.get_one(Subject, registered.subject_id).registered_on = date(2015, 6, 10)
        RecordRow(subject_id=two.subject_id, retain_until=days_ago(-5))
    assert (service.run().leaving, db.session.query(Record).count()) == (2, 1)
    db.session.expire_all()
    assert [one.name for one in db.session.scalars(select(Subject).order_by(Subject.id))] == [
        "杭州旧事1有限公司", "杭州旧事2有限公司",
    ]  # fmt: skip


HELD = {
    "disputed": {"disputed": True},
    "listed": {"kind": "serious_dishonesty_list", "removed_on": None},
    "sentence_unknown": {"kind": "conviction"},
}
FREE = {
    "determination": {},
    "sentence": {"kind": "conviction", "sentence_end_on": days_ago(6 * 366)},
    "removal": {"kind": "serious_dishonesty_list", "removed_on": days_ago(50)},
    "term": {"kind": "honour", "valid_until": days_ago(40)},
}


def kept_today() -> tuple[dict[str, Any], ...]:
    """What is kept today still; asked for when it is needed, for a run may go on past midnight."""
    return {"retain_until": days_ago(0)}, {"retain_until": None}


def test_what_is_held_stays_whoever_deletes_and_the_counts_add_up(app):
    held = {why: past(10 + n, **values) for n, (why, values) in enumerate(HELD.items())}
    free = {why: past(20 + n, **values).id for n, (why, values) in enumerate(FREE.items())}
    free["determination "] = past(
        30, decided_on=None, retain_until=None, published_on=days_ago(2500),
        attributes={"retained_at_most_until": days_ago(1).isoformat()},
    ).id  # fmt: skip
    young = [past(40 + n, **values) for n, values in enumerate(kept_today())]
    world = World()
    in_case = world.record()
    world.open(in_case)
    with transaction() as session:
        session.get_one(Record, in_case.id).retain_until = days_ago(3)
    for one in [*held.values(), *young, in_case]:
        with pytest.raises(DBAPIError, match=r"is kept"):
            by_hand(
                "WITH stone AS (INSERT INTO record_tombstone VALUES (:id, 'x', current_date)) "
                "DELETE FROM record WHERE id = :id", id=one.id,
            )  # fmt: skip
        by_hand(
            "INSERT INTO record_history (record_id, version, change, changed, actor, at) "
            "VALUES (:id, 1, 'created', '{}', 'x', now())", id=one.id,
        )  # fmt: skip
        with pytest.raises(DBAPIError, match="append-only"):
            by_hand("DELETE FROM record_history WHERE record_id = :id", id=one.id)
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text("DELETE FROM record"))  # past the door
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text("TRUNCATE record CASCADE"))
    tally = service.foretell()
    assert tally.past == tally.leaving + sum(tally.held.values()) == len(free) + len(held) + 1
    assert tally.held == dict.fromkeys([*HELD, "in_case"], 1)
    assert service.run().held == tally.held
    stones = db.session.scalars(select(RecordTombstone).order_by(RecordTombstone.record_id)).all()
    told = {one.record_id: one.reason for one in stones}
    assert told == {one: why.strip() for why, one in free.items()}
    rest = set(db.session.scalars(select(Record.id)))
    assert rest == {one.id for one in [*held.values(), *young, in_case]}


def test_reports_leave_with_the_first_record_they_tell_of(app):
    gone, kept = past(1), past(2, disputed=True)
    for one in (gone, kept):
        by_hand(
            "INSERT INTO credit_report (number, query_number, subject_id, code, basis_kind, "
            "basis_reference, channel, operator_name, unit, asker, issued_at, as_of, adverse, "
            "told, envelope) VALUES (:number, 'x', :subject, 'x', 'x', 'x', 'x', 'x', 'x', 'x', "
            "now(), current_date, 1, CAST(:told AS jsonb), '{}')",
            number=str(one.id),
            subject=one.subject_id,
            told=json.dumps({"records": {str(one.id): "x"}}),
        )
    stays = str(kept.id)
    assert service.run().leaving == 1
    left = text("SELECT number FROM credit_report")
    assert db.session.execute(left).scalars().all() == [stays]
    with pytest.raises(DBAPIError, match="append-only"):
        by_hand("DELETE FROM credit_report")


def test_a_tick_runs_it_once_a_day_and_never_ahead_of_time(app, tmp_path):
    early = past(1, retain_until=days_ago(-100))
    past(2)
    runner = app.test_cli_runner()
    trial = runner.invoke(args=["records", "retention", "--dry-run", "--json"])
    assert json.loads(trial.stdout)["leaving"] == 1
    ahead = (clock.now() + timedelta(days=4000)).isoformat()
    for _ in range(2):
        ticked = runner.invoke(args=["cases", "tick", "--now", ahead, "--json"])
        assert ticked.exit_code == 0, ticked.output
    assert [one.id for one in db.session.scalars(select(Record))] == [early.id]
    [run] = db.session.scalars(select(RetentionRun)).all()
    assert (run.day, run.counts["leaving"]) == (clock.today(), 1)
    done = runner.invoke(args=["records", "retention"])
    assert "records past their last day 0 = leaving 0" in done.output


def test_a_young_check_keeps_whom_it_names_and_nothing_comes_back(app, rules, tamper):  # noqa: F811
    number = a_check().number
    erase = "UPDATE credit_check SET id_sealed = NULL, name_sealed = NULL"
    with pytest.raises(DBAPIError, match="kept for 5 years"):
        by_hand(erase)
    tamper("UPDATE credit_check SET created_at = now() - interval '61 months'")
    by_hand(erase)
    with pytest.raises(DBAPIError, match="does not come back"):
        by_hand("UPDATE credit_check SET id_sealed = 'x', name_sealed = 'x'")
    assert db.session.scalar(select(Check.number)) == number


def test_files_and_cells_of_old_imports_go_by_their_own_term(app, tamper):
    importer = Importer()
    importer.bring_in([PenaltyRow(CF_WSH="")])
    assert service.run().imports == 0
    tamper("UPDATE record_import SET finished_at = now() - interval '13 months'")
    assert service.foretell().imports == service.run().imports == 1
    assert db.session.scalar(text("SELECT count(*) FROM stored_piece")) == 0
    assert db.session.scalars(select(ImportIssue.raw)).all() == [None]
    assert service.foretell().imports == 0
