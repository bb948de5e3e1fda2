"""A year's reviews of the demonstration, made by the use cases of the counter, each on its day."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import func, select

from credit.checks import service as checks
from credit.checks.listing import FIRST, made_between
from credit.checks.models import BasisKind, Check
from credit.checks.numbers import PREFIX
from credit.checks.service import NewCheck
from credit.demo.district import District, Party
from credit.demo.past import live_through, moments
from credit.demo.seasons import ADMISSION, REGISTRATION, spread, weekdays
from credit.demo.volume import Volume
from credit.rules.vocabulary import Outcome, Purpose
from credit.subjects.identifiers import IdType
from service import clock
from service.audit import Actor, acting_as
from service.database import db

SEED = 6578
SCHOOL_SHARE = 0.68
"""How many of the reviews are for school admission; the others for residence registration."""
UNDECIDED_DAYS = 5
"""Negative results of the last days still wait for a reviewer."""
DECIDED_AFTER = timedelta(hours=3)
_DAY = len(PREFIX) + 1


def review_year(asked: Volume, district: District, clerk: Actor, reviewer: Actor) -> None:
    """Make what is missing of the year's reviews. Everybody is reviewed once for a purpose."""
    made_by_hand = _count(made_between(asked.last + timedelta(days=1), clock.today()))
    total = asked.reviews - made_by_hand
    days, rng = weekdays(asked.first, asked.last), Random(SEED)  # noqa: S311 - invents, guards nothing
    school = spread(round(total * SCHOOL_SHARE), days, ADMISSION, rng)
    settling = spread(total - sum(school.values()), days, REGISTRATION, rng)
    wanted = {day: school[day] + settling[day] for day in days}
    turns = _Turns(district.people, school, settling)
    waits_from = days[-UNDECIDED_DAYS]

    def do(day: date, count: int) -> None:
        at = moments(day, wanted[day], Random(day.toordinal()))[-count:]  # noqa: S311
        with acting_as(clerk):
            made = [
                _check(turns.of(day, n), when) for n, when in enumerate(at, wanted[day] - count)
            ]
        if day < waits_from:
            with acting_as(reviewer):
                for check, when in zip(made, at, strict=True):
                    _decide(check, when + DECIDED_AFTER)

    live_through("reviews 信用核查", wanted, done_by_day(), do)


class _Turns:
    """Whose turn it is on each day, and what for: the same people in the same order every time."""

    def __init__(
        self, people: list[Party], school: Mapping[date, int], settling: Mapping[date, int]
    ) -> None:
        self._people, self._school = people, school
        self._before = dict(_running(school, settling))

    def of(self, day: date, n: int) -> tuple[Party, Purpose]:
        """The n-th of a day, from 0; those for school come first."""
        place = self._before[day] + n
        purpose = (
            Purpose.SCHOOL_ADMISSION if n < self._school[day] else Purpose.RESIDENCE_REGISTRATION
        )
        return self._people[place % len(self._people)], purpose


def _running(*counts: Mapping[date, int]) -> Iterator[tuple[date, int]]:
    before = 0
    for day in counts[0]:
        yield day, before
        before += sum(one[day] for one in counts)


def _check(turn: tuple[Party, Purpose], at: datetime) -> Check:
    party, purpose = turn
    with clock.standing_at(at):
        return checks.create_check(
            NewCheck(
                purpose=purpose,
                name=party.name,
                id_type=IdType(party.id_type),
                id_number=party.number,
                basis_kind=BasisKind.authorisation,
                basis_reference=f"SQ-{at:%Y%m%d}-{at:%H%M%S}",
            ),
            channel="page",
        )


def _decide(check: Check, at: datetime) -> None:
    if check.outcome == Outcome.NEGATIVE:
        with clock.standing_at(at):
            checks.confirm(check.number, "已与认定文书核对。")


def done_by_day() -> dict[date, int]:
    """How many reviews each day has."""
    day = func.to_date(func.substr(Check.number, _DAY, 8), "YYYYMMDD")
    rows = db.session.execute(select(day, func.count()).where(FIRST).group_by(day))
    return dict(rows.all())


def _count(condition: object) -> int:
    return db.session.scalar(select(func.count()).where(condition, FIRST)) or 0  # type: ignore[arg-type]
