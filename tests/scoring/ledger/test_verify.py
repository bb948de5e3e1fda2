"""`scoring verify` finds whatever no longer follows from the entries, and names the row."""

import json

import pytest
from sqlalchemy import text

from scoring.ledger.limits import WRONG_SHOWN_MAX
from scoring.ledger.spending import give_back
from scoring.ledger.verify import verify
from service.database import db, transaction
from tests.scoring.ledger.conftest import World


@pytest.fixture
def busy(world: World) -> World:
    """A ledger with every kind of entry that a member can have."""
    world.reverse(world.enter("cleaning", 1))
    world.approve(world.enter("returned", 1, chosen_points=10))
    world.enter("volunteer", 1)
    world.spend(4)
    return world


def behind_the_back(sql: str, **values: object) -> None:
    """What somebody does who may switch triggers off."""
    with db.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(sql), values)


def wrong() -> dict[str, int]:
    return {one.kind: one.wrong for one in verify().compared if one.wrong}


def test_a_ledger_left_alone_is_right(busy):
    found = verify()
    assert (found.entries, found.wrong) == (5, 0)
    assert {one.kind: one.rows for one in found.compared} == {
        "balance": 1,
        "lot": 3,
        "total": 8,
        "use": 2,
        "undoing": 5,
        "refund": 3,
        "claim": 3,
    }


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("UPDATE points_balance SET spendable = spendable + 1", {"balance": 1}),
        ("DELETE FROM points_balance", {"balance": 1}),
        ('UPDATE points_lot SET "left" = 0 WHERE "left" = 5', {"lot": 1}),
        ("UPDATE points_lot SET expires_on = expires_on + 1", {"lot": 3}),
        (
            "UPDATE points_total SET honour[3] = 9 WHERE grain = 'year' AND dimension = 'zhen'",
            {"total": 1},
        ),
        ("UPDATE points_total SET awards[31] = 9 WHERE dimension = ''", {"total": 2}),
        ("DELETE FROM points_total WHERE grain = 'month'", {"total": 4}),
        ("DELETE FROM points_lot_use", {"lot": 2, "use": 2}),
        (
            "DELETE FROM points_entry WHERE kind = 'reversal'",
            {"balance": 1, "total": 4},
        ),
        (
            "UPDATE points_entry SET honour = -9 WHERE kind = 'reversal'",
            {"balance": 1, "total": 4, "undoing": 1},
        ),
        ("UPDATE points_claim SET points = 99 WHERE item_code = 'volunteer'", {"claim": 1}),
        ("DELETE FROM points_claim", {"claim": 3}),
    ],
)
def test_what_was_changed_behind_the_back_is_found(busy, sql, expected):
    behind_the_back(sql)
    assert wrong() == expected


def test_what_came_back_of_a_reversed_award_is_found(world):
    award = world.enter("volunteer", 1)
    with transaction() as session:
        give_back(session, world.spend(4))
    behind_the_back("UPDATE points_entry SET spendable = 3 WHERE kind = 'refund'")
    assert wrong() == {"balance": 1, "lot": 1, "refund": 1}
    behind_the_back("UPDATE points_entry SET spendable = 4 WHERE kind = 'refund'")
    assert wrong() == {}
    world.reverse(award)
    behind_the_back("DELETE FROM points_lot_use WHERE lot_id <> :award", award=award.id)
    behind_the_back('UPDATE points_lot SET "left" = 4 WHERE entry_id <> :award', award=award.id)
    assert wrong() == {"use": 1, "refund": 1}


def test_the_row_is_named_with_what_stands_there_and_what_should(busy):
    behind_the_back("UPDATE points_balance SET spendable = 99")
    (balance,) = [one for one in verify().compared if one.kind == "balance"]
    assert balance.first_wrong == [
        {"member_id": busy.member.id, "found": "15/99", "expected": "15/11"}
    ]


def test_many_wrong_rows_are_counted_and_the_first_named(world):
    for _ in range(WRONG_SHOWN_MAX + 1):
        world.enter("cleaning", 1, member=world.another())
    behind_the_back("UPDATE points_balance SET honour = honour + 1")
    (balance,) = [one for one in verify().compared if one.kind == "balance"]
    assert (balance.wrong, len(balance.first_wrong)) == (WRONG_SHOWN_MAX + 2, WRONG_SHOWN_MAX)


def test_the_command_says_so_and_fails_when_something_is_wrong(app, busy):
    runner = app.test_cli_runner()
    right = runner.invoke(args=["scoring", "verify"])
    assert (right.exit_code, "余额 1 全部相符" in right.output) == (0, True)
    behind_the_back("UPDATE points_balance SET spendable = 99")
    told = runner.invoke(args=["scoring", "verify"])
    assert told.exit_code == 1
    assert f"member_id={busy.member.id} found=15/99 expected=15/11" in told.output
    assert "核对未通过：1 处" in told.output
    report = runner.invoke(args=["scoring", "verify", "--json"])
    assert report.exit_code == 1
    assert json.loads(report.stdout)["wrong"] == 1
