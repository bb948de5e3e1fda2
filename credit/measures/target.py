"""Which records of whom a measure is for. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Protocol, Self


class OnFile(Protocol):
    """What a target looks at: the columns of a record that a decision rests on."""

    kind: Any
    tier: Any
    title: Any
    authority: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """All named parts must hold; an empty part is left open, but for `subject_kinds` and `kinds`.

    No score of any sort is among the parts: personal scores may carry no constraint
    (国办发〔2020〕49号).
    """

    subject_kinds: frozenset[str] = frozenset()
    """Values of `SubjectKind`."""
    kinds: frozenset[str] = frozenset()
    """Values of `FactKind`; `honour` for incentives."""
    tiers: frozenset[str] = frozenset()
    """Values of `Tier`; a record whose tier is open belongs to none."""
    titles: frozenset[str] = frozenset()
    """Names of honours or lists, compared without blanks."""
    authorities: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    """Kinds of standing records that exclude the subject, e.g. a serious list from an incentive."""

    @classmethod
    def from_json(cls, raw: Mapping[str, Iterable[str]]) -> Self:
        """The target that `to_json` wrote; unknown members are no concern of this version."""
        return cls(**{one.name: frozenset(raw.get(one.name, ())) for one in fields(cls)})

    def to_json(self) -> dict[str, list[str]]:
        """Its parts, sorted, without the open ones."""
        parts = {one.name: sorted(getattr(self, one.name)) for one in fields(self)}
        return {name: values for name, values in parts.items() if values}

    def speaks_of(self, record: OnFile, subject_kind: str) -> bool:
        """Whether the measure is for such a record of such a subject."""
        return (
            subject_kind in self.subject_kinds
            and record.kind in self.kinds
            and (not self.tiers or record.tier in self.tiers)
            and (not self.authorities or record.authority in self.authorities)
            and (not self.titles or _plain(record.title) in {_plain(one) for one in self.titles})
        )


def _plain(title: str | None) -> str:
    return "".join((title or "").split())
