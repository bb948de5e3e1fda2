"""Units, amounts, caps and tiers are read out of the words beside the points."""

import pytest

from scoring.catalogue.from_csv.remarks import Rate, read_remarks


@pytest.mark.parametrize(
    ("text", "caps"),
    [
        ("捐款每年最多加40分", {"year": 40}),
        ("年度内累计不超过 30 分", {"year": 30}),
        ("每月上限40分", {"month": 40}),
        ("每个月最高加10分，每年最多加60分", {"month": 10, "year": 60}),
        ("每日封顶5分", {"day": 5}),
        ("每季度最多10分", {"quarter": 10}),
        ("最多20分/年", {"year": 20}),
        ("上限20分每月", {"month": 20}),
        ("每月为一周期", {}),
        ("", {}),
    ],
)
def test_caps_are_read_where_their_period_is_named(text, caps):
    assert read_remarks("评价标准", text).caps == caps


def test_a_cap_of_no_period_is_not_guessed():
    assert read_remarks("最多加20分").loose_cap
    assert not read_remarks("每年最多加20分").loose_cap


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("每 1000 元加 1 分", Rate("yuan", 1000, 1)),
        ("捐款10001—50000元的， 每4000元加1分", Rate("yuan", 4000, 1)),
        ("每小时加5分", Rate("hours", 1, 5)),
        ("每满4个小时计1分", Rate("hours", 4, 1)),
        ("每0元加1分", None),
        ("每次加1分", None),
    ],
)
def test_rates_are_read(text, rate):
    assert read_remarks(text).rate == rate


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("志愿服务时间累计达到10小时的", 10),
        ("志愿服务满 100 个小时", 100),
        ("每小时加5分，累计满10小时", None),
        ("志愿服务10次", None),
    ],
)
def test_tiers_are_read(text, at):
    assert read_remarks(text).tier == at
