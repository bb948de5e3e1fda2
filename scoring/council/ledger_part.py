"""The part of a pack that is made of the ledger: sums, items, reversals, claims that wait."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from scoring.catalogue.table import CatalogueTable
from scoring.catalogue.wording import name_of, unit_name
from scoring.council.limits import REVERSALS_MAX
from scoring.council.pack import ItemLine, ReversalLine, WaitingLine
from scoring.ledger.lines import Movement
from scoring.ledger.models import Claim, ClaimState, Entry, Kind
from scoring.ledger.versions import tables
from service import clock
from service.messages import Message, named

BY_ITEM = text("""
SELECT coalesce(entry.catalogue_id, undone.catalogue_id) AS catalogue_id,
       coalesce(entry.item_code, undone.item_code) AS item_code, entry.dimension,
       count(*) FILTER (WHERE entry.kind = 'award') AS count,
       coalesce(sum(entry.quantity) FILTER (WHERE entry.kind = 'award'), 0) AS quantity,
       coalesce(sum(entry.honour) FILTER (WHERE entry.kind = 'award'), 0)::bigint AS points,
       count(*) FILTER (WHERE entry.kind = 'reversal') AS reversed_count,
       coalesce(sum(entry.honour) FILTER (WHERE entry.kind = 'reversal'), 0)::bigint AS taken
FROM points_entry AS entry
LEFT JOIN points_entry AS undone ON undone.id = entry.of_entry_id
WHERE entry.community_code = :community AND entry.posted_on BETWEEN :first AND :last
  AND entry.kind IN ('award', 'reversal')
GROUP BY 1, 2, 3
""")


def sums_before(session: Session, community_code: str, first: date) -> tuple[int, int]:
    """Honour and spendable of the community at the end of the day before."""
    row = session.execute(
        select(
            func.coalesce(func.sum(Entry.honour), 0), func.coalesce(func.sum(Entry.spendable), 0)
        ).where(Entry.community_code == community_code, Entry.posted_on < first)
    ).one()
    return int(row[0]), int(row[1])


def movements(session: Session, community_code: str, first: date, last: date) -> list[Movement]:
    """All entries of some days by kind, in the order of kinds."""
    rows = session.execute(
        select(Entry.kind, func.count(), func.sum(Entry.honour), func.sum(Entry.spendable))
        .where(Entry.community_code == community_code, Entry.posted_on.between(first, last))
        .group_by(Entry.kind)
    )
    found = {
        kind: Movement(Kind(kind), count, int(honour), int(spendable))
        for kind, count, honour, spendable in rows
    }
    return [found[kind] for kind in Kind if kind in found]


def items(
    session: Session,
    community_code: str,
    first: date,
    last: date,
    dimensions: Mapping[str, Message],
) -> list[ItemLine]:
    """What every item earned, by dimension as the catalogue orders them.

    The same item of two versions of a catalogue is two lines where its name changed.
    """
    asked = {"community": community_code, "first": first, "last": last}
    rows = session.execute(BY_ITEM, asked).all()
    known = tables(session, {row.catalogue_id for row in rows if row.catalogue_id})
    order = list(dimensions)
    lines: dict[tuple[int, str, str], ItemLine] = {}
    for row in rows:
        name, unit = _item(known, row.catalogue_id, row.item_code)
        turn = order.index(row.dimension) if row.dimension in order else len(order)
        key = (turn, row.item_code or "", str(name))
        line = _line(row, dimensions.get(row.dimension) or named(row.dimension, ""), name, unit)
        lines[key] = _together(lines[key], line) if key in lines else line
    return [lines[key] for key in sorted(lines)]


def reversals(session: Session, community_code: str, first: date, last: date) -> list[ReversalLine]:
    """Awards taken back, the first first; at most `REVERSALS_MAX`."""
    rows = session.execute(
        select(Entry.posted_on, Entry.done_on, Entry.catalogue_id, Entry.item_code, Entry.honour,
               Entry.reason)
        .where(
            Entry.community_code == community_code,
            Entry.posted_on.between(first, last),
            Entry.kind == Kind.reversal,
        )
        .order_by(Entry.posted_at, Entry.id)
        .limit(REVERSALS_MAX)
    ).all()  # fmt: skip
    known = tables(session, {row.catalogue_id for row in rows if row.catalogue_id})
    return [
        ReversalLine(
            row.posted_on,
            row.done_on,
            _item(known, row.catalogue_id, row.item_code)[0],
            row.honour,
            row.reason or "",
        )
        for row in rows
    ]


def waiting(session: Session, community_code: str) -> list[WaitingLine]:
    """Claims that wait now, by item, the oldest first."""
    rows = session.execute(
        select(
            Claim.catalogue_id,
            Claim.item_code,
            func.count().label("count"),
            func.sum(Claim.points).label("points"),
            func.min(Claim.entered_at).label("oldest"),
        )
        .where(Claim.community_code == community_code, Claim.state == ClaimState.pending)
        .group_by(Claim.catalogue_id, Claim.item_code)
        .order_by(func.min(Claim.entered_at))
    ).all()
    known = tables(session, {row.catalogue_id for row in rows})
    return [
        WaitingLine(
            _item(known, row.catalogue_id, row.item_code)[0],
            row[2],
            int(row.points),
            clock.at_office(row.oldest).date(),
        )
        for row in rows
    ]


def _item(
    known: Mapping[int, CatalogueTable], catalogue_id: int | None, code: str | None
) -> tuple[Message, Message]:
    """An item and its unit by name; the code where no catalogue knows it."""
    item = known[catalogue_id].item(code or "") if catalogue_id in known else None  # type: ignore[index]
    if item is None:
        return named(code or "", ""), named("", "")
    return name_of(item), unit_name(item.unit)


def _line(row: Any, dimension: Message, name: Message, unit: Message) -> ItemLine:
    return ItemLine(
        dimension,
        name,
        unit,
        row[3],
        row.quantity,
        row.points,
        row.reversed_count,
        row.taken,
    )


def _together(one: ItemLine, other: ItemLine) -> ItemLine:
    return ItemLine(
        one.dimension,
        one.item,
        one.unit,
        one.count + other.count,
        one.quantity + other.quantity,
        one.points + other.points,
        one.reversed_count + other.reversed_count,
        one.reversed_points + other.reversed_points,
    )
