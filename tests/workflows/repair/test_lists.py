"""Entries in lists: taken off on repair, by the case type of their list."""

import pytest

from credit.records.models import RecordStatus
from service import clock
from service.database import db
from workflows.engine.clocks import clocks_of


@pytest.mark.parametrize(
    ("kind", "case_type", "acceptance", "decision"),
    [
        ("serious_dishonesty_list", "serious_list", 3, 7),
        ("abnormal_list", "abnormal_list", 2, 5),
    ],
)
def test_a_granted_repair_takes_the_entry_off_its_list(
    world, kind, case_type, acceptance, decision
):
    record = world.record(kind=kind, penalty_kinds=[], fine=None, tier="serious")
    case = world.granted(record)
    db.session.refresh(record)
    assert case.case_type == case_type
    assert (record.status, record.removed_on) == (RecordStatus.repaired, clock.today())
    days = {one.kind: one.days for one in clocks_of(case.id)}
    assert (days["acceptance"], days["decision"], days["overall"]) == (acceptance, decision, 10)
