"""The work list is in the order of due days, page by page, and what has none comes last."""

from datetime import timedelta

import pytest

from service import clock
from service.access.account import Role
from service.audit import Actor, acting_as
from service.database import transaction
from workflows.engine.models import CaseFile
from workflows.engine.reading import Wanted, work_list

DUE = (None, 3, 1, None, 1, 2, None)
"""Days from today until each case is due, in the order in which they were filed."""
ORDER = ["L2", "L4", "L5", "L1", "L0", "L3", "L6"]


def case(place: int, days: int | None) -> CaseFile:
    now = clock.now()
    return CaseFile(
        number=f"L{place}",
        case_type="rights_request",
        definition_version=1,
        state="filed",
        owner="window",
        subject_code="",
        subject_name="x",
        authority="x",
        channel="page",
        due_on=None if days is None else clock.today() + timedelta(days=days),
        created_by="x",
        created_at=now,
        updated_at=now,
    )


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 7, 9])
def test_pages_follow_each_other_without_a_gap(app, limit):
    with transaction() as session:
        session.add_all(case(place, days) for place, days in enumerate(DUE))
    seen, cursor = [], None
    with acting_as(Actor(1, "x", Role.clerk, "")):
        while True:
            rows, cursor = work_list(Wanted(), cursor=cursor, limit=limit)
            assert len(rows) <= limit
            seen += [row.number for row in rows]
            if cursor is None:
                break
        assert work_list(Wanted(overdue=True)) == ([], None)
    assert seen == ORDER
