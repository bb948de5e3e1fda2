"""Participation counts entries, members and exchanges; a name is never part of it."""

import pytest

from scoring.figures.yearly import read, tell
from service import clock
from service.statistics.beside import Beside
from service.statistics.period import Period
from tests.scoring.council.conftest import Month


@pytest.fixture
def month(app) -> Month:
    return Month()


def test_a_busy_month_in_figures(month, api):
    today = clock.today()
    asked = Period(today.replace(day=1), today)
    found, before = read(Beside(asked))
    entries = found.figure("points_entries")
    assert entries.value == sum(one.value for one in entries.breakdowns[0].slices) > 0
    assert found.figure("redemptions").value == 1
    rate = found.rate("took_part")
    assert 0 < rate.met <= rate.of
    words = "。".join(str(one) for one in tell(found, before))
    assert f"登记积分 {entries.value} 笔" in words
    answer = api("auditor").get(f"/statistics?from={asked.first}&to={asked.last}").json
    assert answer["totals"]["points_entries"] == entries.value
    assert month.neighbours[0].public_name not in str(answer)
