from datetime import timedelta

import pytest

from service.durations import duration


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (-3, "0 秒"),
        (0.4, "0 秒"),
        (59.7, "59 秒"),
        (60, "1 分钟"),
        (3599, "59 分钟"),
        (3600, "1 小时 0 分钟"),
        (86399, "23 小时 59 分钟"),
        (86400, "1 天 0 小时"),
        (91630607, "1,060 天 12 小时"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(seconds: float, told: str):
    assert str(duration(timedelta(seconds=seconds))) == told
