"""What counts of some drafts, as sums that can be moved by the difference of a change.

The same as the lines of `tally` come to: an item takes or gives what its facts do together, up to
its cap, whichever of them has the last of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from credit.rules.drafts import Draft
from credit.rules.table import ZERO, RuleTable
from credit.rules.tally import Result, highest_only, result


@dataclass(frozen=True)
class Sums:
    """Points by the place of the item in the table, before its cap; vetoes and freezes counted."""

    points: Mapping[int, Decimal] = field(default_factory=dict)
    vetoes: int = 0
    freezes: int = 0

    def swapped(self, swaps: Iterable[tuple["Sums", "Sums"]]) -> "Sums":
        """These sums, in which each second one takes the place of the first, a part of them."""
        points, vetoes, freezes = dict(self.points), self.vetoes, self.freezes
        for old, new in swaps:
            for place, part in old.points.items():
                points[place] -= part
            for place, part in new.points.items():
                points[place] = points.get(place, ZERO) + part
            vetoes += new.vetoes - old.vetoes
            freezes += new.freezes - old.freezes
        return Sums(points, vetoes, freezes)


NOTHING = Sums()


def added_up(parts: Iterable[Sums]) -> Sums:
    """All parts together."""
    return NOTHING.swapped((NOTHING, part) for part in parts)


def sums_of(table: RuleTable, drafts: Sequence[Draft]) -> Sums:
    """The sums of the drafts that count."""
    points: dict[int, Decimal] = {}
    vetoes = freezes = 0
    for draft in highest_only(table, drafts):
        if draft.reason is None:
            points[draft.place] = points.get(draft.place, ZERO) + draft.effect.points
            vetoes += draft.effect.veto
            freezes += draft.effect.freeze
    return Sums(points, vetoes, freezes)


def come_to(table: RuleTable, sums: Sums) -> Result:
    """What all the sums there are come to."""
    taken = given = ZERO
    for place, points in sums.points.items():
        cap = table.items[place].cap
        size = abs(points) if cap is None else min(abs(points), cap)
        if points < 0:
            taken += size
        else:
            given += size
    return result(table, taken=taken, given=given, veto=sums.vetoes > 0, freeze=sums.freezes > 0)
