"""Invariant 6: whatever the line, the target and the workers do, each effect is done once and
proved, or visibly waits for somebody."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from service.database import db
from service.outbox.service import take_due
from service.outbox.worker import run_claimed
from tests.examples import some
from tests.workflows.effects.conftest import (
    JOBS_MAX,
    OUTER,
    act,
    effects_now,
    later,
    state_of,
    sweep_and_work,
)
from tests.workflows.effects.test_failures import Killed, kill_at
from workflows.effects.limits import SEND_LEASE
from workflows.effects.models import SETTLED, EffectAttempt, EffectState
from workflows.effects.receipts import still_proves
from workflows.effects.sending import sweep
from workflows.effects.service import retry

MODES = st.sampled_from(
    ["ok", "500", "422", "429", "202", "drop-before", "drop-after", "bad-signature", "twice"]
)
STEP = st.tuples(
    st.lists(MODES, max_size=4),
    st.integers(0, 12).map(lambda commit: commit if commit <= 6 else None),
    st.sampled_from([1, 60, 3600]),
)
"""How the target answers next, before which commit the worker dies, how many seconds pass."""


@pytest.mark.usefixtures("reachable")
@settings(
    max_examples=some(8),
)
@given(steps=st.lists(STEP, max_size=4), undone=st.booleans())
def test_nothing_is_lost_and_nothing_done_twice(granted, counterpart, steps, undone):
    counterpart.tell(mode="ok", next=[])
    case = granted()
    passed = 0.0
    for modes, commit, seconds in steps:
        passed += seconds
        counterpart.tell(next=modes)
        with later(seconds=passed):
            work_until_killed(commit)
        look(case, counterpart)
    if undone and state_of(case) == "syncing":
        act(case, "fail")
    heal(case, counterpart, passed)
    assert state_of(case) == "closed"
    look(case, counterpart)


def work_until_killed(commit: int | None) -> None:
    """Run what is due; with a number, the process dies before that commit."""
    undo = kill_at(commit) if commit else lambda: None
    try:
        sweep()
        for due in take_due(JOBS_MAX):
            run_claimed(due.id)
    except Killed:
        db.session.rollback()
    finally:
        undo()
        db.session.remove()


def heal(case, counterpart, passed: float) -> None:
    """Everything works again, people retry what is dead, and time goes by."""
    counterpart.tell(mode="ok", next=[])
    for hours in range(1, 4):
        for row in effects_now(case):
            if row.state == EffectState.dead:
                retry(row.id)
        with later(seconds=passed + SEND_LEASE.total_seconds() + hours * 6 * 3600):
            sweep_and_work()


def look(case, counterpart) -> None:
    """What must hold at any moment."""
    book = counterpart.book
    done = Counter(line["key"] for line in book["receipts"])
    rows = effects_now(case)
    assert all(count == 1 for count in done.values())
    for row in rows:
        if row.target not in OUTER:
            continue
        if row.state == EffectState.confirmed:
            assert done[str(row.id)] == 1
            assert still_proves(row.receipt)
        elif row.state == EffectState.pending:
            assert row.next_at is not None  # it will be looked at again
        tries = db.session.scalars(
            select(EffectAttempt.outcome).where(EffectAttempt.effect_id == row.id)
        ).all()
        assert (row.state == EffectState.confirmed) <= ("confirmed" in tries)
    assert (state_of(case) == "closed") <= {row.state for row in rows}.issubset(SETTLED)
