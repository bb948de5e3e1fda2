"""Points are spent first expiring first, given back once, and expire when their time is over."""

from datetime import date, timedelta

import pytest

from scoring.ledger.expiry import expire_due
from scoring.ledger.explain import sentences
from scoring.ledger.jobs import expire
from scoring.ledger.limits import REFUND_DAYS_MIN, SPEND_POINTS_MAX
from scoring.ledger.models import Entry, Kind, LotUse
from scoring.ledger.problems import MemberAway, NotEnoughPoints, NotRefundable
from scoring.ledger.reading import lines_of
from scoring.ledger.spending import give_back
from scoring.ledger.verify import verify
from service.database import db, transaction
from tests.factories.points import SMALL_CATALOGUE, CatalogueRow
from tests.scoring.ledger.conftest import CODE, TODAY, World

pytestmark = pytest.mark.usefixtures("november")
YEAR_END = date(2026, 12, 31)


@pytest.fixture
def months(world: World) -> None:
    """Cleaning gives points for one month, from today's version on."""
    items = [
        one | ({"expires": {"months": 1}} if one["code"] == "cleaning" else {})
        for one in SMALL_CATALOGUE["items"]
    ]
    CatalogueRow(
        community_code=CODE,
        version=2,
        valid_from=TODAY,
        content=SMALL_CATALOGUE | {"items": items, "valid_from": TODAY.isoformat()},
        digest=b"months",
    )
    db.session.commit()


def refunded(entry: Entry, days_min: int = 0) -> list[Entry]:
    with transaction() as session:
        return give_back(session, entry, days_min=days_min)


def uses(entry: Entry) -> list[int]:
    found = db.session.query(LotUse).filter_by(entry_id=entry.id)
    return sorted(use.points for use in found)


def test_what_expires_first_is_spent_first(world, months):
    world.enter("volunteer", 2)
    world.enter("cleaning", 1)
    spent = world.spend(5)
    assert (spent.kind, spent.honour, spent.spendable) == (Kind.redemption, 0, -5)
    assert uses(spent) == [2, 3]
    assert world.lots() == [(date(2026, 12, 27), 0), (YEAR_END, 8)]
    assert world.sums() == (13, 8)


def test_no_more_is_spent_than_there_is(world):
    world.enter("volunteer", 2)
    with pytest.raises(NotEnoughPoints, match="可用积分 10 分，不足 11 分") as refused:
        world.spend(11)
    assert refused.value.extra == {"available": 10, "asked": 11}
    assert world.sums() == (10, 10)
    world.spend(10)
    with pytest.raises(NotEnoughPoints):
        world.spend(1)


@pytest.mark.parametrize("points", [0, -1, SPEND_POINTS_MAX + 1])
def test_nonsense_is_not_spent(world, points):
    with pytest.raises(ValueError, match="cannot be spent at once"):
        world.spend(points)


def test_the_most_at_once_is_a_matter_of_what_there_is(world):
    with pytest.raises(NotEnoughPoints):
        world.spend(SPEND_POINTS_MAX)


def test_who_has_left_spends_nothing(world):
    world.enter("volunteer", 2)
    world.member.state = "left"
    db.session.commit()
    with pytest.raises(MemberAway):
        world.spend(1)


def test_what_is_over_cannot_be_spent_even_before_the_job_ran(world, november):
    world.enter("volunteer", 2)
    november.move_to(YEAR_END)
    assert world.spend(1).spendable == -1
    november.move_to(YEAR_END + timedelta(days=1))
    with pytest.raises(NotEnoughPoints):
        world.spend(1)
    assert world.sums() == (10, 9)


def test_points_come_back_once_for_as_long_as_they_would_have_lasted(world, november):
    world.enter("volunteer", 2)
    spent = world.spend(7)
    (back,) = refunded(spent)
    assert (back.kind, back.honour, back.spendable) == (Kind.refund, 0, 7)
    assert (back.of_entry_id, back.expires_on) == (spent.id, YEAR_END)
    assert world.sums() == (10, 10)
    with pytest.raises(NotRefundable):
        refunded(spent)
    given_up, taken_off = world.spend(4), world.spend(6)
    november.move_to(YEAR_END)
    assert [back.expires_on for back in refunded(given_up)] == [YEAR_END]
    (lasting,) = refunded(taken_off, REFUND_DAYS_MIN)
    assert lasting.expires_on == YEAR_END + timedelta(days=REFUND_DAYS_MIN)


def test_what_ended_while_it_was_ordered_comes_back_ended(world, november):
    world.enter("volunteer", 2)
    given_up, taken_off = world.spend(4), world.spend(6)
    november.move_to(YEAR_END + timedelta(days=1))
    (back,) = refunded(given_up)
    assert (back.spendable, back.expires_on) == (4, YEAR_END)
    (line,) = lines_of(db.session(), [back])
    assert [str(one) for one in sentences(line)] == [
        "2026-11-27的兑换已取消；其中4分已于2026-12-31到期，不能再用。"
    ]
    with pytest.raises(NotEnoughPoints):
        world.spend(1)
    assert expire_due() == 1
    (lasting,) = refunded(taken_off, REFUND_DAYS_MIN)
    assert lasting.expires_on == date(2027, 1, 1) + timedelta(days=REFUND_DAYS_MIN)
    assert expire_due() == 0
    assert world.sums() == (10, 6)
    assert verify().wrong == 0


def test_points_of_a_reversed_award_do_not_come_back_with_the_order(world):
    wrong, right = world.enter("volunteer", 2), world.enter("cleaning", 1)
    spent = world.spend(13)
    assert world.reverse(wrong).spendable == 0
    backs = {back.origin_id: back.spendable for back in refunded(spent)}
    assert backs == {wrong.id: 0, right.id: 3}
    assert world.sums() == (3, 3)
    assert verify().wrong == 0


def test_a_reversal_reaches_points_that_came_back_however_often(world):
    wrong = world.enter("volunteer", 2)
    for _ in range(2):
        refunded(world.spend(8))
    collected, open_order = world.spend(3), world.spend(4)
    assert world.reverse(wrong).spendable == -3
    assert [back.spendable for back in refunded(open_order)] == [0]
    assert world.sums() == (0, 0)
    assert collected.spendable == -3
    assert verify().wrong == 0


def test_only_redemptions_are_given_back(world):
    world.enter("volunteer", 2)
    with pytest.raises(NotRefundable):
        refunded(world.entries()[0])


def test_what_is_left_expires_once_and_honour_stays(world, november):
    award = world.enter("volunteer", 2)
    world.spend(4)
    assert expire_due() == 0
    november.move_to(YEAR_END + timedelta(days=1))
    world.enter("cleaning", 1)
    assert expire_due() == 1
    expire()
    last = world.entries()[-1]
    assert (last.kind, last.honour, last.spendable) == (Kind.expiry, 0, -6)
    assert (last.of_entry_id, last.posted_on) == (award.id, date(2027, 1, 1))
    assert world.sums() == (13, 3)
    assert world.lots() == [(YEAR_END, 0), (date(2027, 12, 31), 3)]


def test_many_lots_expire_in_blocks(world, november, monkeypatch):
    monkeypatch.setattr("scoring.ledger.expiry.EXPIRE_LOTS_MAX", 2)
    members = [world.another() for _ in range(3)]
    for member in members:
        for day in range(3):
            world.enter("cleaning", 1, member=member, done_on=TODAY - timedelta(days=day))
    assert expire_due(date(2027, 1, 1)) == 9
    assert [world.sums(member) for member in members] == [(9, 0)] * 3


def test_a_reversed_lot_has_nothing_left_to_expire(world, november):
    award = world.enter("volunteer", 2)
    november.move_to(date(2027, 1, 2))
    undone = world.reverse(award)
    assert undone.spendable == -10
    assert expire_due() == 0
    assert world.sums() == (0, 0)
