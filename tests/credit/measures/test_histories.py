"""Whatever happens, in whatever order: only what a person confirmed and still stands applies."""

import threading
import time
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from credit.measures import deciding, register
from credit.measures.applying import applied_because_of, applying_to
from credit.measures.jobs import look
from credit.measures.models import MeasureApplication, MeasureChange
from credit.measures.problems import ApplicationMoved
from credit.records import disputing, repairing
from credit.records.changing import Cause
from credit.records.models import Record
from credit.records.problems import StatusUnsuitable
from credit.subjects.identifiers import IdType
from service import clock
from service.audit import acting_as
from service.database import db, transaction
from tests.conftest import empty_tables
from tests.credit.checks.conftest import put_record, put_subject
from tests.credit.measures.conftest import (
    CONSTRAINT,
    INCENTIVE,
    OFFICER,
    applications,
    honour,
    in_force,
    states,
)
from tests.factories.identifiers import make_uscc

CASE = Cause("XF20261127-0000000000-X", "已履行", clock.today())
DEEDS = {
    "repair": repairing.mark_repaired,
    "restore": repairing.restore,
    "object": disputing.mark_disputed,
    "settle": disputing.unmark,
    "delete": disputing.delete_erroneous,
}
DECISIONS = {
    "confirm": deciding.confirm,
    "decline": lambda one: deciding.decline(one, "无关"),
    "lift": lambda one: deciding.lift_by_hand(one, "整改到位"),
}
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from([*DEEDS, "expire"]), st.integers(0, 2)),
        st.tuples(st.sampled_from([*DECISIONS]), st.integers(0, 5)),
        st.just(("look", 0)),
    ),
    max_size=14,
)


def step(name: str, at: int, records: list[int]) -> None:
    if name == "look":
        look()
    elif name == "expire":
        with transaction() as session:
            record = session.get_one(Record, records[at])
            record.published_until_max = clock.today() - timedelta(days=1)
            record.valid_until = clock.today() - timedelta(days=1)
    elif name in DEEDS:
        with transaction() as session:
            DEEDS[name](session, [records[at]], CASE)
    else:
        ids = db.session.scalars(
            select(MeasureApplication.id).order_by(MeasureApplication.id)
        ).all()
        if at < len(ids):
            DECISIONS[name](ids[at])


def holds(subject_id: int) -> None:
    db.session.expire_all()
    session, day = db.session(), clock.today()
    for one in applying_to(session, [subject_id], day).get(subject_id, []):
        record = session.get_one(Record, one.record_id)
        assert (record.status, record.disputed) == ("active", False)
        last = record.valid_until if record.kind == "honour" else record.published_until_max
        assert last >= day
        confirmed = session.scalars(
            select(MeasureChange.actor).where(
                MeasureChange.application_id == one.application_id,
                MeasureChange.change == "confirmed",
            )
        ).all()
        assert confirmed == [OFFICER.name]
    for record in session.scalars(select(Record)):
        if record.status != "active" or record.disputed:
            assert applied_because_of(session, record.id) == 0


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_only_what_was_confirmed_and_still_stands_applies(app, steps):
    company = put_subject("杭州甲有限公司", make_uscc(1), IdType.USCC)
    records = [
        put_record(company).id,
        put_record(company, kind="serious_dishonesty_list", tier="serious").id,
        honour(company).id,
    ]
    in_force(CONSTRAINT)
    in_force(INCENTIVE)
    with acting_as(OFFICER):
        for name, at in [("look", 0), *steps]:
            try:
                step(name, at, records)
            except (ApplicationMoved, StatusUnsuitable):
                db.session.rollback()
            holds(company.id)
    db.session.remove()
    empty_tables()


def test_a_repair_and_a_confirmation_at_once_leave_nothing_applied(app):
    in_force(CONSTRAINT)
    rounds = 6
    records = [
        put_record(put_subject(f"杭州{n}有限公司", make_uscc(n), IdType.USCC)).id
        for n in range(1, rounds + 1)
    ]
    look()
    proposals = {one.record_id: one.id for one in applications()}
    for record_id in records:
        start = threading.Barrier(2, timeout=30)

        def repair(record_id=record_id, start=start) -> None:
            start.wait()
            with transaction() as session:
                repairing.mark_repaired(session, [record_id], CASE)

        def confirm(record_id=record_id, start=start) -> None:
            start.wait()
            deciding.confirm(proposals[record_id])

        failed = at_once(app, repair, confirm)
        assert failed in ([], ["ApplicationMoved"])
    assert {one.state for one in applications()} == {"lifted"}
    assert {one.lifted_why for one in applications()} == {"repair"}


def test_a_decision_and_the_end_of_its_measure_at_once_wait_for_each_other(app, company):
    measure = in_force(CONSTRAINT)
    put_record(company)
    look()
    proposal = applications()[0]
    failed: list[str] = []
    ending = threading.Thread(
        target=lambda: failed.extend(at_once(app, lambda: register.end(measure.number, "废止")))
    )
    with acting_as(OFFICER), transaction() as session:
        session.refresh(proposal, with_for_update=True)
        ending.start()
        while not session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
            time.sleep(0.01)
        deciding.decline(proposal.id, "与本单位无关")
    ending.join()
    assert failed == []
    assert states() == [("declined", None)]


def at_once(app, *acts) -> list[str]:
    """Run these at the same time; the kinds of errors they raised."""
    failed: list[str] = []

    def run(act) -> None:
        with app.app_context(), acting_as(OFFICER):
            try:
                act()
            except Exception as error:  # noqa: BLE001 - every outcome is counted
                failed.append(type(error).__name__)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed
