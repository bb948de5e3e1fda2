"""The database itself: what raw SQL may not do to the ledger and to what follows from it."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from scoring.ledger.models import Claim
from scoring.ledger.spending import give_back
from service.database import db, transaction
from tests.scoring.ledger.conftest import World

ENTRY = """
    INSERT INTO points_entry (id, community_code, member_id, household_id, kind, dimension,
        honour, spendable, expires_on, done_on, posted_on, posted_at, of_entry_id, event_id,
        source, entered_by_id, entered_by, approved_by_id)
    SELECT :id, community_code, id, household_id, :kind, :dimension, :honour, :spendable,
        CAST(:expires AS date), current_date, current_date, now(), CAST(:of AS uuid), :event,
        'page', 7, 'forger', CAST(:approved AS bigint)
    FROM member WHERE id = :member
"""
USE = "INSERT INTO points_lot_use VALUES (:entry, :lot, :points)"


def run(sql: str, **values: object) -> None:
    """One statement in a transaction of its own, by whoever gets at the database."""
    with db.engine.begin() as connection:
        connection.execute(text(sql), values)


def run_with_uses(taken: dict[str, object], uses: list[tuple[Claim, int]]) -> None:
    """An entry and what it says it took from lots, in one transaction."""
    with db.engine.begin() as connection:
        connection.execute(text(ENTRY), taken)
        for lot, points in uses:
            connection.execute(text(USE), {"entry": taken["id"], "lot": lot.id, "points": points})


def run_with_use(taken: dict[str, object], lot: Claim, points: int) -> None:
    """The same with one lot."""
    run_with_uses(taken, [(lot, points)])


def forged(world: World, **values: object) -> dict[str, object]:
    plain = {"id": uuid4(), "kind": "award", "dimension": "shan", "honour": 5, "spendable": 5,
             "expires": "2026-12-31", "of": None, "event": None, "approved": None,
             "member": world.member.id}  # fmt: skip
    return plain | values


@pytest.fixture
def award(world: World) -> Claim:
    """Ten points."""
    return world.enter("volunteer", 2)


def test_entries_and_uses_are_never_changed(world, award):
    world.spend(3)
    for table, column in (("points_entry", "honour"), ("points_lot_use", "points")):
        for sql in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}",
                    f"TRUNCATE {table} CASCADE"):  # fmt: skip
            with pytest.raises(DBAPIError, match="is append-only"):
                run(sql)
    assert world.sums() == (10, 7)


def test_what_follows_from_entries_is_not_forged(world, award):
    for table, forgery in (
        ("points_balance", "spendable = 99"),
        ("points_lot", '"left" = 99'),
        ("points_total", "honour[12] = 99"),
    ):
        for sql in (f"UPDATE {table} SET {forgery}", f"DELETE FROM {table}",
                    f"TRUNCATE {table}"):  # fmt: skip
            with pytest.raises(DBAPIError, match="follows from points_entry"):
                run(sql)
    assert world.sums() == (10, 10)


def test_nothing_is_added_beside_the_entries(world):
    for table, row in (
        ("points_balance", "id + 1, community_code, 50, 50"),
        ("points_lot", "gen_random_uuid(), id, DATE '2026-12-31', 9"),
        ("points_total", "community_code, 'year', now(), '', household_id, id, '{9}', '{1}'"),
    ):
        with pytest.raises(DBAPIError, match="follows from points_entry"):
            run(f"INSERT INTO {table} SELECT {row} FROM member")


def test_an_entry_by_raw_sql_still_adds_up(world):
    run(ENTRY, **forged(world))
    assert world.sums() == (5, 5)
    assert len(world.lots()) == 1


def test_what_can_be_spent_is_never_below_zero(world, award):
    taken = forged(world, kind="redemption", dimension="", honour=0, spendable=-11, expires=None)
    with pytest.raises(DBAPIError, match="ck_points_balance_never_negative"):
        run(ENTRY, **taken)


def test_a_lot_never_gives_more_than_it_has(world, award):
    more = world.enter("volunteer", 1)
    taken = forged(world, kind="redemption", dimension="", honour=0, spendable=-12, expires=None)
    with pytest.raises(DBAPIError, match="ck_points_lot_not_negative"):
        run_with_use(taken, award, 12)
    assert (more.points, world.sums()) == (5, (15, 15))


def test_points_are_not_taken_without_saying_from_which_lot(world, award):
    taken = forged(world, kind="redemption", dimension="", honour=0, spendable=-4, expires=None)
    with pytest.raises(DBAPIError, match="do not account for"):
        run(ENTRY, **taken)
    with pytest.raises(DBAPIError, match="takes 4 points that its lots"):
        run_with_use(taken, award, 3)
    assert world.sums() == (10, 10)


def test_nobody_spends_another_members_lot(world, award):
    other = world.another()
    world.enter("volunteer", 1, member=other)
    taken = forged(world, kind="redemption", dimension="", honour=0, spendable=-4, expires=None,
                   member=other.id)  # fmt: skip
    with pytest.raises(DBAPIError, match="no lot of its member"):
        run_with_use(taken, award, 4)


def test_lots_are_not_drained_beside_the_balance(world, award):
    with pytest.raises(DBAPIError, match=r"other than the -10 points"):
        run(USE, entry=award.id, lot=award.id, points=1)
    spent = world.spend(2)
    other = world.enter("volunteer", 1)
    with pytest.raises(DBAPIError, match="other than the 2 points"):
        run(USE, entry=spent.id, lot=other.id, points=1)


def test_nobody_approves_what_they_entered(world):
    with pytest.raises(DBAPIError, match="ck_points_entry_two"):
        run(ENTRY, **forged(world, approved=7))
    claim = world.enter("returned", 1, chosen_points=5)
    with pytest.raises(DBAPIError, match="ck_points_claim_two_persons"):
        run("UPDATE points_claim SET decided_by_id = entered_by_id WHERE id = :id", id=claim.id)


def test_the_same_event_counts_once_for_a_member(world):
    run(ENTRY, **forged(world, event="EV1"))
    run(ENTRY, **forged(world, event="EV2"))
    with pytest.raises(DBAPIError, match="uq_points_entry_event"):
        run(ENTRY, **forged(world, event="EV1"))


def test_kinds_do_what_they_say(world):
    for values in (
        {"kind": "award", "honour": 5, "spendable": 6},
        {"kind": "award", "honour": 5, "spendable": 0, "expires": None},
        {"kind": "expiry", "honour": -5, "spendable": -5, "expires": None},
        {"kind": "refund", "honour": 0},
        {"kind": "gift"},
        {"kind": "award", "expires": None},
    ):
        with pytest.raises(DBAPIError, match=r"ck_points_entry_(kind|lots_expire)"):
            run(ENTRY, **forged(world, **values))
    assert world.sums() == (0, 0)


def test_what_undoes_an_entry_matches_it(world, award):
    other = world.another()
    undoing = {"kind": "reversal", "spendable": 0, "expires": None, "of": award.id}
    for wrong in (
        {"honour": -9},
        {"honour": -10, "dimension": "mei"},
        {"honour": -10, "member": other.id},
        {"honour": -10, "of": uuid4()},
        {"kind": "expiry", "honour": 0, "spendable": -1},
        {"kind": "refund", "honour": 0, "spendable": 10, "expires": "2026-12-31"},
    ):
        with pytest.raises(DBAPIError, match="does not match entry"):
            run(ENTRY, **forged(world, **undoing | wrong))
    world.reverse(award)
    with pytest.raises(DBAPIError, match="uq_points_entry_undone"):
        run(ENTRY, **forged(world, **undoing | {"honour": -10}))


REFUND = """
    INSERT INTO points_entry (id, community_code, member_id, household_id, kind, dimension,
        honour, spendable, expires_on, done_on, posted_on, posted_at, of_entry_id, origin_id,
        source, entered_by_id, entered_by)
    SELECT gen_random_uuid(), community_code, member_id, household_id, 'refund', '', 0, :spendable,
        CASE WHEN :spendable > 0 THEN DATE '2026-12-31' END, current_date, current_date, now(), id,
        CAST(:origin AS uuid), 'service', 7, 'forger'
    FROM points_entry WHERE id = :of
"""


def test_an_order_is_given_back_to_the_point(world, award):
    other = world.enter("cleaning", 1)
    spent = world.spend(12)  # 10 and 2
    for origin, points in ((award.id, 9), (award.id, 11), (award.id, 0), (other.id, 3),
                           (spent.id, 12), (uuid4(), 10), (None, 12)):  # fmt: skip
        with pytest.raises(DBAPIError, match=r"does not match entry|ck_points_entry_kind"):
            run(REFUND, of=spent.id, origin=origin, spendable=points)
    with pytest.raises(DBAPIError, match="a part of entry"):
        run(REFUND, of=spent.id, origin=award.id, spendable=10)
    world.reverse(award)
    with pytest.raises(DBAPIError, match="does not match entry"):
        run(REFUND, of=spent.id, origin=award.id, spendable=10)
    assert world.sums() == (3, 1)
    with db.engine.begin() as connection:
        for origin, points in ((award.id, 0), (other.id, 2)):
            connection.execute(
                text(REFUND), {"of": spent.id, "origin": origin, "spendable": points}
            )
    assert world.sums() == (3, 3)
    with pytest.raises(DBAPIError, match="uq_points_entry_given_back"):
        run(REFUND, of=spent.id, origin=award.id, spendable=0)


def test_a_reversal_takes_what_is_left_of_its_award_and_nothing_else(world, award):
    other = world.enter("cleaning", 1)
    with transaction() as session:
        give_back(session, world.spend(4))
    undoing = {"kind": "reversal", "honour": -10, "of": award.id, "expires": None}
    for points, lots in ((0, []), (-6, [(award, 6)]), (-9, [(award, 6), (other, 3)])):
        taken = forged(world, spendable=points, **undoing)
        with pytest.raises(DBAPIError, match="takes other points than those left"):
            run_with_uses(taken, lots)
    assert world.reverse(award).spendable == -10
    assert world.sums() == (3, 3)
