"""Random histories: whatever people do, every sum of every past day is that of the entries.

`HISTORIES=500` in the environment runs so many.
"""

import os
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from scoring.boards.course import points_over
from scoring.boards.members import read_people
from scoring.catalogue.periods import add_months
from scoring.communities.erasing import erase_due
from scoring.communities.leaving import leave
from scoring.ledger.expiry import expire_due
from scoring.ledger.models import ClaimState, Entry, Kind, Lot
from scoring.ledger.problems import AlreadyReversed, NotEnoughPoints, NothingEarned, NotRefundable
from scoring.ledger.reading import balance, statement
from scoring.ledger.spending import give_back
from scoring.ledger.verify import verify
from service import clock
from service.database import db, transaction
from tests.conftest import empty_tables
from tests.factories.points import SMALL_CATALOGUE, CatalogueRow
from tests.scoring.ledger.conftest import CODE, World
from tests.scoring.ledger.model import Model

HISTORIES = int(os.environ.get("HISTORIES", "6"))
STEPS = 25
BEGIN = datetime(2026, 11, 20, 9, tzinfo=clock.OFFICE_ZONE)
YEAR = date(2026, 1, 1)
ITEMS = {"volunteer": ("shan", 5), "returned": ("zhen", 1), "cleaning": ("mei", 3)}
CAP = 40
MEMBERS = 3
who = st.integers(0, MEMBERS - 1)


def some(sequence: list[Any], number: int) -> Any:
    return sequence[number % len(sequence)]


class Histories(RuleBasedStateMachine):
    """Three neighbours, some months of their life, and the model."""

    counts: ClassVar[dict[str, int]] = {}
    withheld: ClassVar[int] = 0

    @initialize()
    def begin(self) -> None:
        self.clock = time_machine.travel(BEGIN, tick=False)
        self.traveller = self.clock.start()
        self.world, self.model = World(), Model()
        self.members = [self.world.member, self.world.another(), self.world.another()]
        self.left: set[int] = set()
        self.awards: list[Entry] = []
        self.waiting: list[Any] = []
        self.spent: list[tuple[Entry, int, dict]] = []
        self.days = [clock.today()]
        self.adopt()
        for number in range(MEMBERS):
            self.have_entered(number, "cleaning", 5 + number, 0)
            self.have_entered(number, "volunteer", 4, number)

    def adopt(self) -> None:
        """Cleaning gives points for a month, so that lots end on many days."""
        items = [dict(one) for one in SMALL_CATALOGUE["items"]]
        items[2]["expires"] = {"months": 1}
        CatalogueRow(community_code=CODE, version=2, valid_from=YEAR, digest=b"2",
                     content=SMALL_CATALOGUE | {"items": items})  # fmt: skip
        db.session.commit()

    def last_day(self, item: str) -> date:
        today = clock.today()
        return add_months(today, 1) if item == "cleaning" else date(today.year, 12, 31)

    def present(self, number: int) -> bool:
        return number not in self.left

    @rule(number=who, item=st.sampled_from(list(ITEMS)), quantity=st.integers(1, 5),
          ago=st.integers(0, 30))  # fmt: skip
    def enter(self, number: int, item: str, quantity: int, ago: int) -> None:
        if self.present(number):
            self.have_entered(number, item, quantity, ago)

    def have_entered(self, number: int, item: str, quantity: int, ago: int) -> None:
        dimension, each = ITEMS[item]
        done_on = clock.today() - timedelta(days=ago)
        chosen = 5 + quantity if item == "returned" else None
        worth = (chosen or each) * quantity
        points = worth
        if item == "volunteer":
            points = min(worth, self.model.room(number, item, done_on, CAP))
        values = {"member": self.members[number], "done_on": done_on, "chosen_points": chosen}
        if not points:
            with pytest.raises(NothingEarned):
                self.world.enter(item, quantity, **values)
            return
        claim = self.world.enter(item, quantity, **values)
        assert (claim.points, claim.worth) == (points, worth)
        self.model.claims[claim.id] = [number, item, done_on, points, True]
        if claim.state == ClaimState.pending:
            self.waiting.append((claim, number, item, dimension))
        else:
            self.awarded(claim.id, number, item, dimension)

    def awarded(self, key: Any, number: int, item: str, dimension: str) -> None:
        points = self.model.claims[key][3]
        self.model.award(key, clock.today(), number, dimension, points, self.last_day(item))
        self.awards.append(db.session.get_one(Entry, key))

    @precondition(lambda self: self.waiting)
    @rule(number=st.integers(0, 99), yes=st.booleans())
    def decide(self, number: int, yes: bool) -> None:
        waiting = some(self.waiting, number)
        self.waiting.remove(waiting)
        claim, *rest = waiting
        if yes:
            self.world.approve(claim)
            self.awarded(claim.id, *rest)
        else:
            self.world.refuse(claim)
            self.model.claims[claim.id][4] = False

    @precondition(lambda self: self.awards)
    @rule(number=st.integers(0, 99))
    def reverse(self, number: int) -> None:
        award = some(self.awards, number)
        owner, _, _, points, counts = self.model.claims[award.id]
        if not self.present(owner):
            return
        if not counts:
            with pytest.raises(AlreadyReversed):
                self.world.reverse(award)
            return
        undone = self.world.reverse(award)
        left = self.model.take_back(award.id)
        self.model.add(clock.today(), owner, award.dimension, -points, -left)
        self.model.claims[award.id][4] = False
        assert (undone.honour, undone.spendable) == (-points, -left)

    @rule(number=who, points=st.integers(1, 20))
    def redeem(self, number: int, points: int) -> None:
        if not self.present(number):
            return
        today, member = clock.today(), self.members[number]
        if self.model.can_spend(number, today) < points:
            with pytest.raises(NotEnoughPoints):
                self.world.spend(points, member)
            return
        entry = self.world.spend(points, member)
        self.spent.append((entry, number, self.model.spend(number, points, today)))

    @precondition(lambda self: self.spent)
    @rule(number=st.integers(0, 99))
    def refund(self, number: int) -> None:
        entry, owner, parts = some(self.spent, number)
        if not self.present(owner):
            return
        if ("back", entry.id) in self.model.claims:
            with pytest.raises(NotRefundable), transaction() as session:
                give_back(session, entry)
            return
        with transaction() as session:
            refunds = {back.origin_id: back for back in give_back(session, entry, days_min=30)}
        self.model.claims["back", entry.id] = [owner, "", YEAR, 0, False]
        assert set(refunds) == set(parts)
        today = clock.today()
        for origin, (points, latest) in parts.items():
            back = refunds[origin]
            stands = self.model.claims[origin][4]
            until = max(latest, today + timedelta(days=30)) if stands else None
            assert (back.spendable, back.expires_on) == (points * stands, until)
            self.model.give_back(owner, (origin, points * stands), today, back.id, until)
            Histories.withheld += not stands

    @precondition(lambda self: self.spent)
    @rule(number=st.integers(0, 99), which=st.integers(0, 9))
    def reverse_what_was_spent_and_refund(self, number: int, which: int) -> None:
        """The order of things by which points of a reversed award might come back."""
        *_, parts = some(self.spent, number)
        award = some([one for one in self.awards if one.id in parts], which)
        self.reverse(self.awards.index(award))
        self.refund(number)

    @rule(days=st.integers(1, 25))
    def time_passes(self, days: int) -> None:
        self.traveller.shift(timedelta(days=days))
        self.days.append(clock.today())

    @rule()
    def expire(self) -> None:
        today = clock.today()
        over = [key for key, lot in self.model.lots.items() if lot[1] < today and lot[2]]
        assert expire_due() == len(over)
        for key in over:
            owner = self.model.lots[key][0]
            self.model.add(today, owner, spendable=-self.model.empty(key))

    @precondition(lambda self: not self.left and len(self.model.lines) > 12)
    @rule(number=who)
    def leave(self, number: int) -> None:
        leave(self.members[number])
        self.left.add(number)
        for waiting in [one for one in self.waiting if one[1] == number]:
            self.waiting.remove(waiting)
            self.model.claims[waiting[0].id][4] = False
        self.traveller.shift(timedelta(days=2))
        self.days.append(clock.today())
        assert erase_due() == 1
        honour, spendable = self.model.sums(number, clock.today())
        self.model.add(clock.today(), number, "gone", -honour, -spendable)
        for lot in self.model.lots.values():
            lot[2] *= lot[0] != number

    @invariant()
    def every_sum_of_every_day_is_that_of_the_entries(self) -> None:
        db.session.rollback()
        for number, member in enumerate(self.members):
            assert self.world.sums(member) == self.model.sums(number, date.max)
            for day in self.days[-4:]:
                found = balance(member, day)
                assert (found.honour, found.spendable) == self.model.sums(number, day)

    @invariant()
    def what_is_left_of_every_lot_is_what_nobody_took(self) -> None:
        kept = {lot.entry_id: [lot.expires_on, lot.left] for lot in db.session.query(Lot)}
        assert kept == {key: lot[1:3] for key, lot in self.model.lots.items()}

    @invariant()
    def nothing_is_left_of_what_was_reversed(self) -> None:
        for origin in {lot[3] for lot in self.model.lots.values()}:
            if not self.model.claims[origin][4]:
                assert not self.model.take_back(origin)

    @invariant()
    def boards_of_every_day_are_made_of_awards_and_reversals(self) -> None:
        lines = [line for line in self.model.lines if line[2] not in ("", "gone")]
        for day in self.days[-4:]:
            ranges = [(YEAR, day), (day, day)]
            expected = [sum(line[3] for line in lines if first <= line[0] <= last)
                        for first, last in ranges]  # fmt: skip
            assert points_over(CODE, ranges) == expected
            people = read_people(
                "member", CODE, ranges, dimension=None, own=None, me=None, top=MEMBERS
            )
            sums = {
                member.id: sum(line[3] for line in lines if line[1] == n and line[0] <= day)
                for n, member in enumerate(self.members)
                if self.present(n)
            }
            assert {line.key: line.points for line in people.lines} == {
                key: points for key, points in sums.items() if points > 0
            }

    @invariant()
    def statements_go_from_one_sum_to_the_other(self) -> None:
        number = len(self.model.lines) % MEMBERS
        first, last = self.days[-2:][0], self.days[-1]
        found = statement(self.members[number], first, last)
        assert (found.before.honour, found.before.spendable) == self.model.sums(
            number, first - timedelta(days=1)
        )
        assert (found.after.honour, found.after.spendable) == self.model.sums(number, last)

    def teardown(self) -> None:
        if not hasattr(self, "model"):
            return
        try:
            assert verify().wrong == 0
            self.traveller.shift(timedelta(days=400))  # in the end everything is over
            self.days.append(clock.today())
            self.expire()
            self.every_sum_of_every_day_is_that_of_the_entries()
            for entry in db.session.query(Entry.kind):
                Histories.counts[entry.kind] = Histories.counts.get(entry.kind, 0) + 1
        finally:
            self.clock.stop()
            db.session.remove()
            empty_tables()


def test_every_history_adds_up(app):
    Histories.counts.clear()
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            derandomize=HISTORIES <= 10,
            suppress_health_check=list(HealthCheck),
        ),
    )
    wanted = {Kind.award, Kind.redemption, Kind.reversal, Kind.expiry, Kind.refund}
    assert set(Histories.counts) >= wanted
    assert Histories.withheld
