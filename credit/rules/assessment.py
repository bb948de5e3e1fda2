"""The answer of the evaluator, complete enough to be explained without it, and its one JSON form.

Sentences are not part of the JSON: codes and figures are what a replay must reproduce
byte by byte, while wording may improve. `Line.why` and `Counterfactual.sentence` make
the sentences from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, Self

from credit.rules.facts import canonical_json
from credit.rules.limits import STEPS_TRIED_MAX
from credit.rules.reasons import SENTENCES, Reason
from credit.rules.vocabulary import Outcome
from service.messages import Message, listed, msg

ENGINE_VERSION = 1
"""Raised whenever the evaluator gives another answer to some input, never otherwise."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One fact under one item of the table, or under none (`item` empty)."""

    record_id: int
    decision_number: str
    kind: str
    item: str = ""
    item_name: str = ""
    article: str = ""
    counted: bool = False
    points: Decimal = Decimal(0)
    """What it changes the total by, after caps and doubling."""
    full_points: Decimal = Decimal(0)
    """The same before caps; also what it would be if it counted."""
    doubled: bool = False
    veto: bool = False
    freeze: bool = False
    reason: Reason | None = None
    """Why it does not count, or not in full."""
    heavier: str = ""
    """Code of the item under which the same act counts instead."""
    counts_from: date | None = None
    counts_until: date | None = None
    """Last day on which it can count; None: no end is known."""

    @property
    def why(self) -> Message | None:
        """The sentence for `reason`."""
        if self.reason is Reason.LOWER_THAN_OTHER:
            return msg("同一行为已按更重的{code}计算，本项不重复计算。", code=self.heavier)
        return SENTENCES[self.reason] if self.reason else None


class Way(StrEnum):
    """How another result would come about."""

    TIME = "time"
    STEPS = "steps"
    QUESTIONS_CLEARED = "questions_cleared"
    QUESTIONS_CONFIRMED = "questions_confirmed"


class StepKind(StrEnum):
    """What can be done about one record."""

    REPAIRED = "repaired"
    REMOVED = "removed"


@dataclass(frozen=True)
class Step:
    """One record repaired or taken off its list."""

    kind: StepKind
    record_id: int
    decision_number: str
    possible_from: date | None = None

    @property
    def sentence(self) -> Message:
        """The step in words."""
        if self.kind is StepKind.REMOVED:
            return msg("{number}移出名单", number=self.decision_number or self.record_id)
        if self.possible_from is not None:
            return msg(
                "{number}完成信用修复（{day}起可申请）",
                number=self.decision_number or self.record_id,
                day=self.possible_from.isoformat(),
            )
        return msg("{number}完成信用修复", number=self.decision_number or self.record_id)


@dataclass(frozen=True, kw_only=True)
class Counterfactual:
    """What the result would be under one change, found by the same evaluation."""

    way: Way
    outcome: Outcome
    total: Decimal
    on: date | None = None
    """For `TIME`: first day from which the result is and stays as said."""
    beyond_table: bool = False
    """True when that day lies after the table's last, so that later rules decide."""
    steps: tuple[Step, ...] = ()

    @property
    def sentence(self) -> Message:
        """The change and its result in words."""
        match self.way:
            case Way.TIME:
                day = self.on.isoformat() if self.on else ""
                if self.beyond_table:
                    return msg("若规则不变，{day}起可通过。", day=day)
                return msg("{day}起可通过。", day=day)
            case Way.STEPS:
                if len(self.steps) > STEPS_TRIED_MAX:
                    return msg(
                        "{count}条记录全部完成信用修复或者移出名单后可通过。", count=len(self.steps)
                    )
                return msg("{steps}后可通过。", steps=listed(step.sentence for step in self.steps))
            case Way.QUESTIONS_CLEARED:
                return msg("待核实的记录全部不成立时，总分为{total}。", total=number(self.total))
            case Way.QUESTIONS_CONFIRMED:  # pragma: no branch - there is no other way
                return msg("待核实的记录全部成立时，总分为{total}。", total=number(self.total))


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """The result for one subject under one table on one day."""

    engine: int
    table: str
    digest: str
    purpose: str
    district: str
    as_of: date
    outcome: Outcome
    base: Decimal
    pass_line: Decimal | None
    added: Decimal
    """Sum of the points given, after caps; never negative."""
    deducted: Decimal
    """Sum of the points taken, after caps; never negative."""
    total: Decimal
    veto: bool
    freeze: bool
    frozen_until: date | None
    """Last day of the freeze; None: until removal, or not frozen."""
    demonstration: bool
    provisional: bool
    held_by: tuple[int, ...] = ()
    """Records whose open question would change the result."""
    lines: tuple[Line, ...] = ()
    counterfactuals: tuple[Counterfactual, ...] = ()

    @property
    def points(self) -> Decimal:
        """What the facts change the base by."""
        return self.total - self.base

    def to_json(self) -> dict[str, Any]:
        """JSON object; `canonical_json` of it is the same bytes for the same input, for ever."""
        raw = _fields(self)
        raw["points"] = number(self.points)
        return raw

    @cached_property
    def canonical(self) -> str:
        """`to_json` as the one text that is stored, signed and compared in a replay."""
        return canonical_json(self.to_json())

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """The assessment that `to_json` wrote, for showing a frozen result again."""
        values = {key: value for key, value in raw.items() if key != "points"}
        values["as_of"] = date.fromisoformat(raw["as_of"])
        values["outcome"] = Outcome(raw["outcome"])
        values["frozen_until"] = _day(raw["frozen_until"])
        for key in ("base", "added", "deducted", "total"):
            values[key] = Decimal(str(raw[key]))
        line = raw["pass_line"]
        values["pass_line"] = None if line is None else Decimal(str(line))
        values["held_by"] = tuple(raw["held_by"])
        values["lines"] = tuple(_line(one) for one in raw["lines"])
        values["counterfactuals"] = tuple(_counterfactual(one) for one in raw["counterfactuals"])
        return cls(**values)


def number(points: Decimal) -> int | float:
    """Points as a JSON number; two decimals survive a float unharmed."""
    return int(points) if points == int(points) else float(points)


def _fields(thing: Any) -> dict[str, Any]:
    return {one.name: _plain(getattr(thing, one.name)) for one in fields(thing)}


def _plain(value: object) -> object:
    if value is None or type(value) in {str, bool, int}:
        return value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return _fields(value)
    return str(value) if isinstance(value, StrEnum) else value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _line(raw: Mapping[str, Any]) -> Line:
    values = dict(raw)
    for key in ("points", "full_points"):
        values[key] = Decimal(str(raw[key]))
    for key in ("counts_from", "counts_until"):
        values[key] = _day(raw[key])
    values["reason"] = Reason(raw["reason"]) if raw["reason"] else None
    return Line(**values)


def _counterfactual(raw: Mapping[str, Any]) -> Counterfactual:
    values = dict(raw)
    values["way"] = Way(raw["way"])
    values["outcome"] = Outcome(raw["outcome"])
    values["total"] = Decimal(str(raw["total"]))
    values["on"] = _day(raw["on"])
    values["steps"] = tuple(
        Step(
            StepKind(one["kind"]),
            one["record_id"],
            one["decision_number"],
            _day(one["possible_from"]),
        )
        for one in raw["steps"]
    )
    return Counterfactual(**values)
