"""The community of the demonstration: believable, whole, and loaded once."""

import json

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from scoring.ledger.models import Claim, ClaimState, Entry, Kind
from scoring.ledger.verify import verify
from scoring.objections.models import Objection
from scoring.redemption.models import Order
from service.database import db


def load(app: Flask) -> dict[str, int]:
    answer = app.test_cli_runner().invoke(args=["demo", "load", "--scale", "small", "--json"])
    assert answer.exit_code == 0, answer.output
    told: dict[str, int] = json.loads(answer.stdout)
    return told


def test_a_community_lives_and_its_sums_are_right(app: Flask):
    told = load(app)
    assert told["members"] == 90
    assert told["points entries"] > 1000
    assert verify().wrong == 0
    assert load(app) == told
    kinds = set(db.session.scalars(select(Entry.kind)))
    assert kinds >= {Kind.award, Kind.reversal, Kind.redemption}
    waiting = select(func.count()).select_from(Claim).where(Claim.state == ClaimState.pending)
    assert db.session.scalar(waiting) == 3
    assert db.session.scalar(select(func.count()).select_from(Objection)) == 1
    assert set(db.session.scalars(select(Order.state))) == {"reserved", "collected"}


@pytest.mark.parametrize("day", ["2027-01-04", "2028-02-29"])
def test_it_can_be_loaded_on_any_day(app: Flask, day: str):
    """Early in a year points have expired and few are earned; no other year has such a February."""
    with time_machine.travel(f"{day} 10:00+08:00"):
        assert load(app)["points entries"] > 1000
        assert set(db.session.scalars(select(Order.state))) == {"reserved", "collected"}
