"""Which lots points are taken from: first expiring, first out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of one lot."""

    lot_id: UUID
    expires_on: date
    left: int


@dataclass(frozen=True, slots=True)
class Use:
    """Points taken from one lot."""

    lot_id: UUID
    points: int
    expires_on: date


def take(lots: Iterable[Left], points: int) -> list[Use]:
    """Take so many points, first from what expires first; of equal days by the lot's id.

    Takes less where there is less: the caller compares the sum.
    """
    uses, wanted = [], points
    for lot in sorted(lots, key=lambda one: (one.expires_on, one.lot_id)):
        if wanted <= 0:
            break
        taken = min(lot.left, wanted)
        uses.append(Use(lot.lot_id, taken, lot.expires_on))
        wanted -= taken
    return uses
