"""An entry in a few words without personal data, as the desk and lists name it. Pure."""

from datetime import date

from scoring.catalogue.wording import name_of, signed
from scoring.ledger.explain import KIND_NAMES
from scoring.ledger.lines import Line
from scoring.ledger.models import Entry, Kind
from service.messages import Message, msg


def title_of(line: Line) -> Message:
    """What an entry is: its item, the day it was posted, and its points."""
    entry = line.entry
    kind, day = KIND_NAMES[Kind(entry.kind)], _day(entry.posted_on)
    if line.item is None:
        return msg("{kind}，{day}，{points}分", kind=kind, day=day, points=_points(entry))
    return msg(
        "{kind}“{item}”，{day}，{points}分",
        kind=kind,
        item=name_of(line.item),
        day=day,
        points=_points(entry),
    )


def _points(entry: Entry) -> str:
    """What a redemption or an expiry takes is spendable alone."""
    points = entry.honour or entry.spendable
    return signed(points) if points else "0"


def _day(day: date) -> str:
    return day.isoformat()
