"""The story of the week: good news about places, corrections told, nobody shamed."""

from dataclasses import replace
from datetime import date

from scoring.boards.period import PeriodKind, period_of
from scoring.boards.story import Change, Changes, Topic, tell
from service.messages import named

WEEK = Changes(
    week=period_of(PeriodKind.week, date(2026, 11, 27)),
    households=Change(12, 9),
    points=Change(80, 95),
    dimensions=[(named("善", "Goodness"), Change(40, 50)), (named("美", "Beauty"), Change(40, 20))],
    places=[(named("3幢", ""), Change(30, 10)), (named("5幢", ""), Change(0, 40))],
    first_times=2,
    corrections=1,
)


def test_every_difference_is_a_sentence():
    assert [str(one.text) for one in tell(WEEK)] == [
        "12 户家庭参与，比上周同期多 3 户。",
        "一共得到 80 分，上周同期 95 分。",
        "“美”增长最多，比上周同期多 20 分。",
        "3幢进步最大：从 10 分到 30 分。",
        "2 户家庭今年第一次参与，欢迎！",
        "更正了 1 笔记录：当天起扣回，以往的榜单不变，缘由见本人的积分明细。",
    ]


def test_a_place_that_fell_back_is_never_named():
    told = " ".join(str(one.text) for one in tell(WEEK))
    assert "5幢" not in told


def test_a_quiet_week_says_so():
    nothing = Change(0, 0)
    quiet = replace(
        WEEK,
        households=nothing,
        points=nothing,
        dimensions=[],
        places=[],
        first_times=None,
        corrections=0,
    )
    assert [one.topic for one in tell(quiet)] == [Topic.people]
    assert "还没有新的积分" in str(tell(quiet)[0].text)


def test_as_many_as_last_week_is_told_as_that():
    same = replace(WEEK, households=Change(9, 9), points=Change(80, 80))
    assert "一样多" in str(tell(same)[0].text)
    assert "一样多" in str(tell(same)[1].text)
