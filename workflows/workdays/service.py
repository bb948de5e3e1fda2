"""The calendar in force, built once for each version."""

from workflows.workdays import editions
from workflows.workdays.calendar import Calendar, YearPlan
from workflows.workdays.editions import Stamp
from workflows.workdays.statutory import computed_year

CALENDARS_CACHED_MAX = 16
"""Most calendars a process keeps ready: the one in force and those of ended clocks looked at."""

_READY: dict[tuple[int, Stamp | None], Calendar] = {}


def current_calendar() -> Calendar:
    """The calendar in force: the latest edition of each year, other years computed.

    Its version is that of the latest import, 0 before the first one.
    """
    stamp = editions.latest_stamp()
    return _calendar(stamp[0] if stamp else 0, stamp)


def calendar_at(version: int) -> Calendar:
    """The calendar as it was at an earlier version, to show what was counted then."""
    stamp = editions.latest_stamp()
    return _calendar(min(version, stamp[0] if stamp else 0), stamp)


def official_years(calendar: Calendar) -> list[int]:
    """The years with a notice, imported or shipped."""
    known = {*editions.shipped(), *editions.imported_years()}
    return sorted(year for year in known if not calendar.plan(year).provisional)


def _calendar(version: int, stamp: Stamp | None) -> Calendar:
    """`stamp` is part of the key so that another database never gets this one's calendar."""
    ready = _READY.get((version, stamp))
    if ready is None:
        ready = Calendar(version, _plans(version), computed_year)
        if len(_READY) >= CALENDARS_CACHED_MAX:
            _READY.clear()
        _READY[(version, stamp)] = ready
    return ready


def _plans(version: int) -> dict[int, YearPlan]:
    """What was known at a version; a notice of a later release is not among it.

    Until the first import brings them into the database, shipped notices stand in.
    """
    if version:
        return editions.imported_plans(version)
    return {year: notice.plan() for year, notice in editions.shipped().items()}
