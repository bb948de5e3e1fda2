"""Doing things in the demonstration's past: days of one year, each one transaction, resumable."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import text

from service import clock
from service.database import db, transaction
from service.demo import progress

OPENS, OPEN_MINUTES = time(9), 450
"""The window's hours, 9:00 to 16:30 at the office."""


def moment(day: date, rng: Random) -> datetime:
    """Some moment of a day within the window's hours."""
    begins = datetime.combine(day, OPENS, clock.OFFICE_ZONE)
    return begins + timedelta(seconds=rng.randrange(OPEN_MINUTES * 60))


def moments(day: date, count: int, rng: Random) -> list[datetime]:
    """So many moments of a day, in order."""
    return sorted(moment(day, rng) for _ in range(count))


def live_through(
    label: str,
    wanted: Mapping[date, int],
    done: Mapping[date, int],
    do: Callable[[date, int], object],
    *,
    day_by_day: bool = True,
) -> None:
    """Do on each day what is not done yet, with a progress bar.

    `do` is given the day and how many are left; a run that was broken off goes on where it was.
    All of a day is one transaction, unless `day_by_day` is false: then `do` has its own.
    """
    left = {day: count - done.get(day, 0) for day, count in wanted.items()}
    with progress(label, sum(wanted.values())) as more:
        more(sum(wanted.values()) - sum(left.values()))
        for day, count in left.items():
            if count > 0:
                with _quick() if day_by_day else nullcontext():
                    do(day, count)
                more(count)


@contextmanager
def _quick() -> Iterator[None]:
    """One transaction that does not wait for the disk: what is invented can be loaded again."""
    with transaction() as session:
        session.execute(text("SET LOCAL synchronous_commit = off"))
        yield
    db.session.expunge_all()
