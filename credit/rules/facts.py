"""What the evaluator sees of one record: no name, no identity number, nothing that moves."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Self

from credit.rules.vocabulary import FactKind, Tier

_NOTHING: Mapping[str, bool | int | str] = MappingProxyType({})
_DATES = (
    "decided_on",
    "final_on",
    "sentence_end_on",
    "removed_on",
    "publicity_until",
    "repairable_from",
    "retain_until",
)


DECIDED_BY = "decided_by"
"""Attribute of a fact without a day: the ISO date on which it was decided already."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One legally determined fact about the subject of a check."""

    record_id: int
    kind: FactKind
    decided_on: date
    """Day of the determining document; for a list, the day of entry; `date.min`: unknown."""
    tier: Tier | None = None
    penalty_kinds: frozenset[str] = frozenset()
    """Values of `PenaltyKind`; empty when the record does not say."""
    amount: Decimal | None = None
    """Money the decision takes, yuan."""
    final_on: date | None = None
    """Day from which neither review nor suit can change the decision; None: nobody has told.

    Where it is known not to be final, and no day is in sight, the attribute `final` is false.
    """
    sentence_end_on: date | None = None
    """Last day of the sentence; None: still running, or there is none."""
    removed_on: date | None = None
    """Day of removal from a list, on which it is no longer listed."""
    publicity_until: date | None = None
    """Last day of publicity, for an undated fact at the latest; None: not published."""
    repairable_from: date | None = None
    """First day on which repair may be applied for; None: not repairable."""
    retain_until: date | None = None
    """Last day of retention (Zhejiang Public Credit Information Regulation Art. 16)."""
    decision_number: str = ""
    authority: str = ""
    attributes: Mapping[str, bool | int | str] = field(default_factory=lambda: _NOTHING)
    """Further findings of the decision a table may ask for, e.g. `wilful`."""
    act_id: str | None = None
    """Same for all records that punish one act; None: an act of its own."""
    repaired: bool = False
    shielded: bool = False
    """Kept from view for the time of a bankruptcy reorganisation."""
    revoked: bool = False
    disputed: bool = False
    simple_procedure: bool = False
    juvenile: bool = False
    identity_unmatched: bool = False

    @property
    def undated(self) -> bool:
        """True when nobody knows from when the fact counts."""
        return self.decided_on == date.min

    @property
    def decided_by(self) -> date | None:
        """The latest day on which it can have been decided; None: nobody knows."""
        if not self.undated:
            return self.decided_on
        told = self.attributes.get(DECIDED_BY)
        return date.fromisoformat(told) if isinstance(told, str) else None

    @property
    def known_not_final(self) -> bool:
        """True when review or suit is open and no end is in sight."""
        return self.attributes.get("final") is False

    def to_json(self) -> dict[str, Any]:
        """JSON object with every field, keys sorted, so that equal facts give equal bytes."""
        raw: dict[str, Any] = {item.name: getattr(self, item.name) for item in fields(self)}
        for name in _DATES:
            raw[name] = raw[name].isoformat() if raw[name] else None
        raw["kind"] = str(self.kind)
        raw["tier"] = str(self.tier) if self.tier else None
        raw["amount"] = None if self.amount is None else plain_decimal(self.amount)
        raw["penalty_kinds"] = sorted(str(kind) for kind in self.penalty_kinds)
        raw["attributes"] = {key: self.attributes[key] for key in sorted(self.attributes)}
        return dict(sorted(raw.items()))

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """The fact that `to_json` wrote. Raises KeyError, TypeError or ValueError otherwise."""
        values = dict(raw)
        for name in _DATES:
            values[name] = date.fromisoformat(values[name]) if values.get(name) else None
        values["kind"] = FactKind(values["kind"])
        values["tier"] = Tier(values["tier"]) if values.get("tier") else None
        amount = values.get("amount")
        values["amount"] = None if amount is None else Decimal(amount)
        values["penalty_kinds"] = frozenset(values.get("penalty_kinds", ()))
        values["attributes"] = MappingProxyType(dict(values.get("attributes", {})))
        return cls(**values)


def plain_decimal(number: Decimal) -> str:
    """`number` without exponent and trailing zeros, so that equal numbers read the same."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def facts_to_json(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """The facts in one order, whatever order they came in."""
    return [fact.to_json() for fact in sorted(facts, key=lambda fact: fact.record_id)]


def facts_from_json(raw: Iterable[Mapping[str, Any]]) -> list[Fact]:
    """The facts that `facts_to_json` wrote."""
    return [Fact.from_json(item) for item in raw]


def canonical_json(value: object) -> str:
    """The one spelling of a JSON value: sorted keys, no spaces, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
