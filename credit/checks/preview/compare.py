"""What differs between the frozen result of a check and the result under another table. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from credit.rules.assessment import Assessment, Line, number
from credit.rules.facts import Fact
from credit.rules.judge import judge
from credit.rules.reasons import Reason
from credit.rules.table import RuleTable
from credit.rules.vocabulary import Outcome

SCORE = "*"
"""The item named as cause where no line differs: base, pass line, caps, or what is negative."""
_RANK = {Outcome.NEGATIVE: 0, Outcome.HELD: 1, Outcome.PASSED: 2}


class Direction(StrEnum):
    """Which way a check would change."""

    WORSE = "worse"
    BETTER = "better"
    POINTS = "points"
    """The same outcome with other points."""


@dataclass(frozen=True)
class Result:
    """One result as far as it is compared."""

    outcome: Outcome
    points: Decimal
    """What the facts change the base by."""
    total: Decimal
    lines: tuple[Line, ...] = ()
    held_by: tuple[int, ...] = ()


@dataclass(frozen=True)
class Side:
    """What one item did on one side: nothing, where it counted no record and held none."""

    counted: int = 0
    """Records that count under it."""
    points: Decimal = Decimal(0)
    veto: bool = False
    freeze: bool = False
    held: bool = False
    """A record under it has an open question that holds the result."""

    def to_json(self) -> dict[str, Any]:
        """JSON object."""
        return {
            "counted": self.counted,
            "points": number(self.points),
            "veto": self.veto,
            "freeze": self.freeze,
            "held": self.held,
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """The side that `to_json` wrote."""
        return cls(**{**raw, "points": Decimal(str(raw["points"]))})


@dataclass(frozen=True)
class Cause:
    """One item of the tables that does otherwise than before."""

    item: str
    name: str
    before: Side
    after: Side
    reason: Reason | None = None
    """Why what counted before does not any more."""

    def to_json(self) -> dict[str, Any]:
        """JSON object, for the column."""
        return {
            "item": self.item,
            "name": self.name,
            "before": self.before.to_json(),
            "after": self.after.to_json(),
            "reason": str(self.reason) if self.reason else None,
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """The cause that `to_json` wrote."""
        return cls(
            raw["item"],
            raw["name"],
            Side.from_json(raw["before"]),
            Side.from_json(raw["after"]),
            Reason(raw["reason"]) if raw["reason"] else None,
        )


@dataclass(frozen=True)
class Change:
    """A check that would come out otherwise, and why."""

    direction: Direction
    causes: tuple[Cause, ...]


def frozen_result(assessment: Assessment, outcome: Outcome) -> Result:
    """What was answered. The outcome is the check's own, which a reviewer stands behind."""
    return Result(
        outcome, assessment.points, assessment.total, assessment.lines, assessment.held_by
    )


def result_under(table: RuleTable, facts: Sequence[Fact], as_of: date) -> Result:
    """What the table makes of the facts on that day, as if it were in force then."""
    found = judge(table, facts, as_of)
    tally = found.tally
    points = tally.total - table.score.base
    return Result(found.outcome, points, tally.total, tally.lines, found.held_by)


def compare(before: Result, after: Result) -> Change | None:
    """The change from one result to the other; None when nobody would notice one."""
    same_figures = (before.points, before.total) == (after.points, after.total)
    if before.outcome is after.outcome and same_figures:
        return None
    if before.outcome is after.outcome:
        direction = Direction.POINTS
    elif _RANK[after.outcome] < _RANK[before.outcome]:
        direction = Direction.WORSE
    else:
        direction = Direction.BETTER
    return Change(direction, _causes(before, after) or (Cause(SCORE, "", Side(), Side()),))


def _causes(before: Result, after: Result) -> tuple[Cause, ...]:
    was, now = _by_item(before), _by_item(after)
    names = {line.item: line.item_name for line in (*before.lines, *after.lines)}
    found = []
    for item in sorted(was.keys() | now.keys()):
        one, other = was.get(item, {}), now.get(item, {})
        if one != other:
            reason = _reason(after.lines, one.keys() - other.keys())
            found.append(Cause(item, names[item], _sum(one), _sum(other), reason))
    return tuple(found)


def _by_item(result: Result) -> dict[str, dict[int, Side]]:
    """What each record does under each item; records that do nothing are left out."""
    found: dict[str, dict[int, Side]] = {}
    for line in result.lines:
        held = line.record_id in result.held_by
        if not (line.counted or held):
            continue
        side = Side(held=held)
        if line.counted:
            side = replace(side, counted=1, points=line.points, veto=line.veto, freeze=line.freeze)
        found.setdefault(line.item, {})[line.record_id] = side
    return found


def _sum(sides: Mapping[int, Side]) -> Side:
    return Side(
        counted=sum(side.counted for side in sides.values()),
        points=sum((side.points for side in sides.values()), Decimal(0)),
        veto=any(side.veto for side in sides.values()),
        freeze=any(side.freeze for side in sides.values()),
        held=any(side.held for side in sides.values()),
    )


def _reason(lines: Iterable[Line], gone: Iterable[int]) -> Reason | None:
    """Why records that did something before do nothing now: the reason of the first of them."""
    gone = set(gone)
    return next(
        (line.reason for line in lines if line.record_id in gone and line.reason is not None), None
    )
