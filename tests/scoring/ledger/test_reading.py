"""A statement adds up, and says of every entry why it is what it is."""

from datetime import date, timedelta

import pytest

from scoring.ledger import marks, reading
from scoring.ledger.expiry import expire_due
from scoring.ledger.explain import sentences
from scoring.ledger.limits import STATEMENT_DAYS_MAX
from scoring.ledger.lines import Sums
from scoring.ledger.models import Kind
from scoring.ledger.present import present_line
from scoring.ledger.problems import TooLong
from scoring.ledger.spending import give_back
from service.database import transaction
from service.messages import msg
from tests.scoring.ledger.conftest import TODAY, World

pytestmark = pytest.mark.usefixtures("november")
FIRST_DAY = date(2026, 1, 1)


def told(world: World, first: date = FIRST_DAY, last: date = date(2026, 12, 31)) -> list[str]:
    """All sentences of a statement, line by line."""
    found = reading.statement(world.member, first, last)
    return [" ".join(str(one) for one in sentences(line)) for line in found.lines]


def test_everything_is_explained(world, november):
    award = world.enter("volunteer", 10)
    world.approve(world.enter("returned", 1, chosen_points=15))
    spent = world.spend(30)
    with transaction() as session:
        give_back(session, spent)
    world.reverse(award, "时长登记有误")
    november.move_to(date(2027, 2, 1))
    expire_due()
    told_now = told(world, last=date(2026, 12, 31)) + told(world, TODAY, date(2027, 2, 1))[5:]
    assert told_now == [
        (
            "2026-11-27“志愿服务”10小时，记40分。 应得50分，因每月最多40分，实得40分。"
            " manager-first登记，该项目无须第二人审核。 已于2026-11-27撤销，理由：时长登记有误"
        ),
        "2026-11-27“拾金不昧”1次，记15分。 manager-first登记，manager-second审核。",
        "兑换用去30分，先用最早到期的；荣誉分不变。",
        (
            "2026-11-27的兑换已取消，退回30分，可用到2026-12-31。"
            " 这些积分是2026-11-27得到的，已于2026-11-27撤销，未用的一并扣回。"
        ),
        "撤销2026-11-27登记的“志愿服务”，理由：时长登记有误",
        "2026-11-27得到的积分于2026-12-31到期，未用的15分清零；荣誉分不变。",
    ]


def test_points_that_do_not_come_back_are_explained_with_the_reversal(world):
    award = world.enter("volunteer", 2)
    spent = world.spend(8)
    undone = world.reverse(award, "时长登记有误")
    with transaction() as session:
        give_back(session, spent)
    assert told(world)[2:] == [
        (
            "撤销2026-11-27登记的“志愿服务”，理由：时长登记有误"
            " 其中8分已经兑换或到期，不再追回；取消兑换时也不退回。"
        ),
        ("2026-11-27的兑换已取消；其中8分是2026-11-27得到的，已于2026-11-27撤销，不退回。"),
    ]
    line = reading.statement(world.member, TODAY, TODAY).lines[-1]
    assert (line.entry.spendable, line.withheld, line.reversal.id) == (0, 8, undone.id)
    shown = present_line(line, str)
    assert (shown["of_award"], shown["reversed_by"]) == (award.id, undone.id)


def test_a_statement_goes_from_one_sum_to_the_other(world, november):
    world.enter("volunteer", 2)
    november.shift(timedelta(days=1))
    world.enter("cleaning", 1)
    world.spend(4)
    november.shift(timedelta(days=1))
    world.enter("cleaning", 2)
    middle = TODAY + timedelta(days=1)
    found = reading.statement(world.member, middle, middle)
    assert (found.before, found.after) == (Sums(10, 10), Sums(13, 9))
    assert [line.entry.kind for line in found.lines] == [Kind.award, Kind.redemption]
    assert reading.balance(world.member) == Sums(19, 15)
    assert reading.balance(world.member, middle) == found.after
    assert reading.balance(world.member, FIRST_DAY) == Sums(0, 0)
    assert sum(lot.left for lot in reading.lots(world.member)) == 15


def test_what_waits_and_what_was_refused_is_told_too(world):
    world.enter("returned", 1, chosen_points=5)
    world.refuse(world.enter("returned", 1, chosen_points=6), "查无此事")
    found = reading.statement(world.member, TODAY, TODAY)
    assert [(claim.state, claim.reason) for claim in found.claims] == [
        ("pending", None),
        ("refused", "查无此事"),
    ]
    assert found.lines == []


def test_others_put_marks_on_entries(world, monkeypatch):
    award = world.enter("volunteer", 2)
    marker = lambda session, ids: {ids[0]: msg("有异议，正在处理")}  # noqa: E731
    monkeypatch.setattr(marks, "markers", [marker])
    (line,) = reading.statement(world.member, TODAY, TODAY).lines
    assert line.entry.id == award.id
    assert str(sentences(line)[-1]) == "有异议，正在处理"


def test_the_words_of_the_catalogue_of_then_are_used(world):
    assert world.enter("volunteer", 2).points == 10
    (line,) = reading.statement(world.member, TODAY, TODAY).lines
    assert (line.item.name, line.left) == ("志愿服务", 10)
    assert "还可兑换10分，2026-12-31到期。" in told(world)[0]


def test_too_long_a_time_or_too_many_entries_are_refused(world, monkeypatch):
    last = FIRST_DAY + timedelta(days=STATEMENT_DAYS_MAX - 1)
    assert reading.statement(world.member, FIRST_DAY, last).lines == []
    for first, end in ((FIRST_DAY, last + timedelta(days=1)), (last, FIRST_DAY)):
        with pytest.raises(TooLong):
            reading.statement(world.member, first, end)
    monkeypatch.setattr("scoring.ledger.reading.STATEMENT_ENTRIES_MAX", 1)
    world.enter("cleaning", 1)
    assert len(reading.statement(world.member, TODAY, TODAY).lines) == 1
    world.enter("cleaning", 1)
    with pytest.raises(TooLong, match="分段"):
        reading.statement(world.member, TODAY, TODAY)


def test_a_reason_is_told_as_it_was_written(world):
    world.reverse(world.enter("cleaning", 1), "{登错} 100%")
    assert all(one.endswith("理由：{登错} 100%") for one in told(world))


def test_the_first_days_there_are_can_be_asked_for(world):
    found = reading.statement(world.member, date.min, date.min)
    assert (found.before, found.after) == (Sums(0, 0), Sums(0, 0))


def test_a_statement_takes_as_many_queries_for_many_entries_as_for_one(world, counted):
    world.enter("volunteer", 1)
    with counted() as one:
        reading.statement(world.member, TODAY, TODAY)
    for _ in range(5):
        world.reverse(world.enter("cleaning", 1))
    with counted() as many:
        reading.statement(world.member, TODAY, TODAY)
    assert len(many) <= len(one) + 1
