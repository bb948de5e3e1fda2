"""Many at once about one member: what fits wins, once, and no sum is ever wrong."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from scoring.communities.erasing import erase_due
from scoring.communities.leaving import leave
from scoring.communities.models import Member
from scoring.ledger.expiry import expire_due
from scoring.ledger.models import Entry, Kind
from scoring.ledger.problems import (
    AlreadyReversed,
    ClaimDecided,
    EventCounted,
    MemberAway,
    NotEnoughPoints,
    NothingEarned,
)
from scoring.ledger.spending import give_back
from scoring.ledger.verify import verify
from service import clock
from service.audit import Actor
from service.database import db, transaction
from service.problems import Problem
from tests.scoring.ledger.conftest import CODE, TODAY, World

pytestmark = pytest.mark.usefixtures("november")
MANY = 16


def outcomes(came_of_it: list[Any]) -> dict[type, int]:
    """How many ended how."""
    return dict(Counter(type(one) for one in came_of_it))


def test_of_many_spenders_those_win_that_fit(world: World, at_once):
    world.enter("volunteer", 8)
    came = at_once([lambda: world.spend(6)] * MANY)
    assert outcomes(came) == {Entry: 6, NotEnoughPoints: MANY - 6}
    assert (world.sums(), [left for _, left in world.lots()]) == ((40, 4), [4])
    assert verify().wrong == 0


def test_of_many_spenders_of_all_sizes_nobody_goes_below_zero(world, at_once):
    world.enter("volunteer", 4)
    world.enter("cleaning", 5)
    came = at_once([lambda n=n: world.spend(n + 1) for n in range(MANY)])
    spent = sum(-entry.spendable for entry in came if isinstance(entry, Entry))
    assert world.sums() == (35, 35 - spent)
    for n, one in enumerate(came):
        assert isinstance(one, Entry) or one.extra["available"] < n + 1
    assert verify().wrong == 0


def test_of_many_approvals_one_makes_the_entry(world, at_once):
    claim = world.enter("returned", 1, chosen_points=9)
    people = [Actor(1000 + n, f"manager-{n}", "community", CODE) for n in range(MANY)]
    came = at_once([lambda who=who: world.approve(claim, by=who) for who in people])
    assert outcomes(came) == {Entry: 1, ClaimDecided: MANY - 1}
    assert (len(world.entries()), world.sums()) == (1, (9, 9))


def test_approvals_and_refusals_at_once_make_one_decision(world, at_once):
    claim = world.enter("returned", 1, chosen_points=9)
    deeds = [lambda: world.approve(claim), lambda: world.refuse(claim)] * (MANY // 2)
    came = at_once(deeds)
    assert sum(not isinstance(one, Problem) for one in came) == 1
    approved = any(isinstance(one, Entry) for one in came)
    assert world.sums() == ((9, 9) if approved else (0, 0))


def test_many_entries_at_once_do_not_pass_the_cap(world, at_once):
    came = at_once([lambda: world.enter("volunteer", 1)] * MANY)
    assert sum(getattr(one, "points", 0) for one in came) == 40
    assert outcomes(came)[NothingEarned] == MANY - 8
    assert world.sums() == (40, 40)


def test_one_event_counts_once_however_often_it_is_sent(world, at_once):
    came = at_once([lambda: world.enter("volunteer", 1, event_id="EV1")] * MANY)
    assert outcomes(came)[EventCounted] == MANY - 1
    assert world.sums() == (5, 5)


def test_one_reversal_and_one_refund_of_many(world, at_once):
    award = world.enter("volunteer", 4)
    spent = world.spend(5)

    def back() -> Entry:
        with transaction() as session:
            (refund,) = give_back(session, spent)
            return refund

    came = at_once([lambda: world.reverse(award)] * (MANY // 2) + [back] * (MANY // 2))
    assert outcomes(came)[Entry] == 2
    assert outcomes(came)[AlreadyReversed] == MANY // 2 - 1
    assert world.sums() == (0, 0)  # whichever came first, nothing of a reversed award is left
    assert verify().wrong == 0


def test_leaving_amid_everything_leaves_nothing_behind(world, at_once):
    world.enter("volunteer", 4)
    claim = world.enter("returned", 1, chosen_points=9)

    def go() -> int:
        leave(db.session.get_one(Member, world.member.id))
        return erase_due(clock.today() + timedelta(days=3))

    came = at_once(
        [
            go,
            *[lambda: world.enter("cleaning", 1)] * 5,
            *[lambda: world.spend(3)] * 5,
            *[lambda: world.approve(claim)] * 5,
        ]
    )
    assert came[0] == 1
    away = {MemberAway, ClaimDecided, NotEnoughPoints}
    assert {type(one) for one in came[1:] if isinstance(one, Problem)} <= away
    assert world.sums() == (0, 0)
    assert verify().wrong == 0


def test_lots_expire_once_while_others_write(world, november, at_once):
    members = [world.another() for _ in range(4)]
    for member in members:
        world.enter("volunteer", 2, member=member)
    november.move_to(TODAY.replace(month=12, day=31) + timedelta(days=1))
    enter = [lambda m=m: world.enter("cleaning", 1, member=m, done_on=TODAY) for m in members]
    came = at_once([expire_due, expire_due, *enter])
    assert came[0] + came[1] == 4
    assert [world.sums(member) for member in members] == [(13, 3)] * 4
    assert db.session.query(Entry).filter_by(kind=Kind.expiry).count() == 4
    assert verify().wrong == 0
