"""A host whose clock is wrong sends no effect twice and keeps none for itself."""

from datetime import timedelta

import pytest

from service import clock
from tests.workflows.effects.conftest import effects_now, received, state_of, work
from workflows.effects.claiming import claim
from workflows.effects.models import EffectState


@pytest.mark.parametrize("hours", [1, -1])
def test_effects_are_claimed_and_planned_by_the_clock_all_share(
    granted, reachable, counterpart, monkeypatch, hours
):
    right = clock.now

    def off(by: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: right() + timedelta(hours=by))

    off(hours)
    case = granted()  # dated an hour off, and to be sent all the same
    off(0)
    held = effects_now(case)[0].id
    off(hours)
    assert claim(held) is not None
    for by in (0, hours, -hours):
        off(by)
        assert claim(held) is None  # in good hands, whoever asks
    off(0)
    work()
    others = {one.state for one in effects_now(case) if one.id != held}
    assert others == {EffectState.confirmed}
    assert state_of(case) == "syncing"

    keys = received(counterpart)
    assert len(keys) == len(set(keys))
