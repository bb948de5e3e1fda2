"""What stands against an objection to an entry. Pure: all reasons at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scoring.ledger.models import Entry, Kind
from scoring.objections.models import Objection, ObjectionState
from scoring.objections.period import last_day
from service.messages import msg
from service.problems import FieldError

FIELD = "entry"
APPEAL = msg("不同意答复的，可以请社区居民委员会或居民议事会复议。")


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry with what happened to it."""

    entry: Entry
    reversed: bool
    earlier: Sequence[Objection]
    """Objections to it, in any order."""


def hindrances(seen: Seen, today: date) -> Iterator[FieldError]:
    """Every reason why the entry cannot be objected to today."""
    if seen.entry.kind == Kind.departure:
        yield FieldError(FIELD, "departure", msg("退出后积分已清零，不再受理异议。"))
    if seen.reversed:
        yield FieldError(
            FIELD,
            "reversed",
            msg("这笔积分已经撤销。"),
            msg("对撤销有异议的，请对撤销的那笔记录提出。"),
        )
    last = last_day(seen.entry.posted_on)
    if today > last:
        yield FieldError(
            FIELD,
            "too-late",
            msg("提出异议的期限已过，最后一天是{day}。", day=last),
            msg("仍认为有误的，可以直接向社区反映，由社区核实后更正。"),
        )
    for objection in seen.earlier:
        yield from _earlier(objection)


def _earlier(objection: Objection) -> Iterator[FieldError]:
    if objection.state == ObjectionState.open:
        yield FieldError(
            FIELD,
            "open",
            msg("您已对这笔记录提出异议，编号{number}。", number=objection.case_number),
            msg("请在该件中查看进展。"),
        )
    elif objection.state == ObjectionState.rejected:
        yield FieldError(
            FIELD,
            "answered",
            msg("对这笔记录的异议已经答复，编号{number}。", number=objection.case_number),
            APPEAL,
        )
    elif objection.state == ObjectionState.upheld:
        yield FieldError(
            FIELD,
            "upheld",
            msg("对这笔记录的异议已经成立，编号{number}。", number=objection.case_number),
            msg("社区会重新登记；没有登记的，请与社区联系。"),
        )
