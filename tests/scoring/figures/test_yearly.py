"""Participation counts entries, members and exchanges; a name is never part of it."""

import pytest

from scoring.figures.yearly import read, tell
from service import clock
from service.statistics.beside import Beside
from service.statistics.period import Period
from tests.factories.points import a_member
from tests.scoring.council.conftest import Month


@pytest.fixture
def month(app) -> Month:
    return Month()


def test_who_was_only_invited_joined_nothing(month):
    today = clock.today()
    asked = Beside(Period(today.replace(day=1), today))

    def counted() -> tuple[int, int]:
        found, _ = read(asked)
        return found.figure("members_joined").value, found.rate("took_part").of

    joined, members = counted()
    a_member(month.community, state="invited", joined_on=today)
    gone = a_member(month.community, state="erased", joined_on=today)
    assert gone.left_on is None, "nobody answered"
    assert counted() == (joined, members)
    a_member(month.community, joined_on=today)
    assert counted() == (joined + 1, members + 1)


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
