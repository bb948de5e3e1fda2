"""No case stands still with all its effects done, whatever became of the job that closes it."""

import pytest
from sqlalchemy import delete

from service.database import transaction
from service.outbox.models import OutboxJob
from tests.workflows.effects.conftest import (
    act,
    effects_now,
    later,
    state_of,
    states,
    sweep_and_work,
    work,
)
from workflows.effects.asking import COMPLETE
from workflows.effects.finishing import finish_settled
from workflows.effects.models import EffectState

pytestmark = pytest.mark.usefixtures("reachable")


def lose_the_last_step() -> None:
    with transaction() as session:
        session.execute(delete(OutboxJob).where(OutboxJob.name == COMPLETE))


def test_a_case_whose_last_job_was_lost_is_closed_all_the_same(granted):
    case = granted()
    work(named="effects.send")
    lose_the_last_step()
    assert (states(case), state_of(case)) == ({EffectState.confirmed}, "syncing")
    assert finish_settled() == 0  # the usual way is given its time
    with later(minutes=2):
        assert finish_settled() == 1
        work()
        assert finish_settled() == 0
    assert state_of(case) == "closed"


def test_a_case_whose_effects_another_case_superseded_is_closed(granted):
    case = granted()
    with transaction():
        for row in effects_now(case):
            row.state = EffectState.superseded
    lose_the_last_step()
    with later(minutes=2):
        finish_settled()
        work()
    assert state_of(case) == "closed"


def test_what_is_not_confirmed_is_not_closed(granted, make_case, counterpart):
    counterpart.tell(mode="503")
    case, draft = granted(), make_case()
    sweep_and_work()
    with later(minutes=2):
        assert finish_settled() == 0
    assert (state_of(case), state_of(draft)) == ("syncing", "draft")
    assert act(draft, "grant").state == "syncing"
