"""One year's notice as read from a file, and whether it can be true. Pure."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from service.messages import Message, msg
from service.problems import FieldError
from workflows.workdays.calendar import SATURDAY, OddDay, YearPlan
from workflows.workdays.limits import DAYS_MAX, NAME_CHARS_MAX, SOURCE_CHARS_MAX
from workflows.workdays.statutory import statutory_days, years_in_reach

DECEMBER = 12


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """A day a notice names."""

    day: date
    is_work: bool
    name: str
    place: str = ""
    """Where it stands in the file, for a fault to point at."""
    row: int | None = None
    """Its row in a table, where the file is one."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The days off and the swapped weekends of one year, and the paper that sets them."""

    year: int
    source: str
    evidence: str
    days: tuple[NoticeDay, ...]

    @property
    def digest(self) -> bytes:
        """SHA-256 of year and days: the same notice in another form has the same digest."""
        lines = sorted(f"{one.day}\t{int(one.is_work)}\t{one.name}" for one in self.days)
        return hashlib.sha256("\n".join([str(self.year), *lines]).encode()).digest()

    def plan(self, version: int | None = None) -> YearPlan:
        """The year as a calendar takes it."""
        odd = {one.day: OddDay(one.is_work, one.name) for one in self.days}
        return YearPlan(
            self.year, MappingProxyType(odd), self.source, self.evidence, version=version
        )


def faults_of(notice: Notice) -> Iterator[FieldError]:
    """Everything that shows that a file is not the notice of its year."""
    if notice.year not in years_in_reach():
        reach = years_in_reach()
        yield FieldError(
            "year",
            "year-out-of-reach",
            msg(
                "年份{year}不在{first}至{last}之间。",
                year=notice.year,
                first=reach[0],
                last=reach[-1],
            ),
        )
        return
    yield from _faults_of_source(notice)
    if not notice.days:
        yield FieldError(
            "days",
            "no-days",
            msg("文件里没有{year}年的任何放假或调休日。", year=notice.year),
            msg("通知公布之前请不要导入；届时重新下载。"),
        )
        return
    if len(notice.days) > DAYS_MAX:
        yield FieldError("days", "too-many-days", msg("一年最多{n}个特殊日期。", n=DAYS_MAX))
        return
    for one in notice.days:
        yield from _faults_of_day(notice.year, one)
    yield from _contradictions(notice)
    yield from _missing(notice)


def _faults_of_source(notice: Notice) -> Iterator[FieldError]:
    if not notice.source:
        yield FieldError(
            "source",
            "no-source",
            msg("没有写明依据的通知。"),
            msg("请注明通知的名称和文号，例如：国办发明电〔2025〕7号。"),
        )
    elif len(notice.source) > SOURCE_CHARS_MAX:
        yield FieldError("source", "too-long", msg("依据最多{n}字。", n=SOURCE_CHARS_MAX))


def _faults_of_day(year: int, one: NoticeDay) -> Iterator[FieldError]:
    # A notice may swap the last days of the year before (so it did for 2019 and 2012).
    if one.day.year != year and (one.day.year, one.day.month) != (year - 1, DECEMBER):
        yield _fault(
            one,
            "wrong-year",
            msg("{day}不属于{year}年的安排。", day=one.day, year=year),
            msg("请核对年份；一个文件只写一年。"),
        )
    if not one.name or len(one.name) > NAME_CHARS_MAX:
        yield _fault(one, "bad-name", msg("请写节日名称，最多{n}字。", n=NAME_CHARS_MAX))
    if one.is_work and one.day.weekday() < SATURDAY:
        yield _fault(
            one,
            "not-a-weekend",
            msg("{day}本来就是工作日，不会是调休上班。", day=one.day),
            msg("请对照通知核对日期。"),
        )


def _contradictions(notice: Notice) -> Iterator[FieldError]:
    seen: dict[date, NoticeDay] = {}
    for one in notice.days:
        other = seen.setdefault(one.day, one)
        if other is one:
            continue
        if other.is_work != one.is_work:
            message = msg("{day}既写了放假，又写了上班。", day=one.day)
        else:
            message = msg("{day}写了两次。", day=one.day)
        yield _fault(one, "contradiction", message, msg("请只保留与通知一致的一处。"))


def _missing(notice: Notice) -> Iterator[FieldError]:
    """A day off by law that the file does not give shows that it is another year's or a part."""
    off = {one.day for one in notice.days if not one.is_work}
    for day, name in statutory_days(notice.year).items():
        if day not in off:
            yield FieldError(
                "days",
                "statutory-day-missing",
                msg("{day}（{name}）是法定放假日，文件里没有。", day=day, name=name),
                msg("请确认文件完整、年份无误。"),
            )


def _fault(
    one: NoticeDay, code: str, message: Message, remedy: Message | None = None
) -> FieldError:
    return FieldError(one.place or "days", code, message, remedy, row=one.row)
