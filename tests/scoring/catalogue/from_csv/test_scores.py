"""Points as people write them are read; what is not clear is never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.catalogue.from_csv.scores import Score, Unreadable, read_score, takes_away
from scoring.catalogue.table import Points


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("+5", Points(5, 5)),
        ("5", Points(5, 5)),
        ("-20", Points(-20, -20)),
        ("－20", Points(-20, -20)),
        ("—20", Points(-20, -20)),
        ("\u221220", Points(-20, -20)),
        ("＋１０分", Points(10, 10)),
        (" + 5 ", Points(5, 5)),
        ("加2分", Points(2, 2)),
        ("减10分", Points(-10, -10)),
        ("扣 10 分", Points(-10, -10)),
        ("奖励20分", Points(20, 20)),
        ("-10至-50", Points(-50, -10)),
        ("-10到-50", Points(-50, -10)),
        ("-10~-50", Points(-50, -10)),
        ("-10—-50", Points(-50, -10)),
        ("减10至减50", Points(-50, -10)),
        ("+10至+100", Points(10, 100)),
        ("+10至100分", Points(10, 100)),
        ("1-20", Points(1, 20)),
        ("+1—20", Points(1, 20)),
        ("5至5", Points(5, 5)),
        ("+1/+3/+5", Points(1, 5, (1, 3, 5))),
        ("+5/10", Points(5, 10, (5, 10))),
        ("-5/-10", Points(-10, -5, (-10, -5))),
        ("1、3、5", Points(1, 5, (1, 3, 5))),
        ("+5或+10", Points(5, 10, (5, 10))),
        ("+5/+5", Points(5, 5)),
    ],
)
def test_points_as_people_write_them(text, points):
    assert read_score(text) == Score(points)


@pytest.mark.parametrize(
    ("text", "points", "unit"),
    [
        ("+10/次", Points(10, 10), "times"),
        ("5分/小时", Points(5, 5), "hours"),
        ("每小时5分", Points(5, 5), "hours"),
        ("每次加2分", Points(2, 2), "times"),
        ("+1/+3/次", Points(1, 3, (1, 3)), "times"),
        ("+1/棵", Points(1, 1), "trees"),
    ],
)
def test_a_cell_may_name_the_unit(text, points, unit):
    assert read_score(text) == Score(points, unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "视情节",
        "直接降为D级",
        "+0",
        "0至5",
        "+0.5",
        "-10至50",
        "-10-50",
        "-10至+50",
        "10至-50",
        "+5/-5",
        "-5/10",
        "1/2/x",
        "100001",
        "5 5",
        "+1 3 5",
        "=A1",
        "#N/A",
        "/".join(["1"] * 21),
    ],
)
def test_what_is_not_clear_is_never_guessed(text):
    found = read_score(text)
    assert isinstance(found, Unreadable)
    assert found.message
    assert found.remedy


def test_minus_is_seen_even_where_it_cannot_be_read():
    assert takes_away("-10至50")
    assert takes_away("扣分")
    assert not takes_away("视情节")


@given(st.integers(1, 999), st.integers(1, 999), st.sampled_from("至到~"))
def test_ranges_are_read_whichever_end_comes_first(one, other, between):
    low, high = sorted((one, other))
    assert read_score(f"+{one}{between}+{other}") == Score(Points(low, high))
    assert read_score(f"-{one}{between}-{other}") == Score(Points(-high, -low))


@given(st.text(max_size=12))
def test_whatever_a_cell_holds_is_read_or_refused(text):
    found = read_score(text)
    if isinstance(found, Score):
        assert found.points.low * found.points.high > 0
        assert found.points.low <= found.points.high
