"""What changes from one catalogue to the next, for residents to read. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from scoring.catalogue.table import CatalogueTable, Item
from scoring.catalogue.wording import description_of, facts_of, name_of
from service.messages import Message, msg

NOTHING = msg("（无）")


class Turn(StrEnum):
    """What happens to an item."""

    added = "added"
    ended = "ended"
    altered = "altered"


@dataclass(frozen=True)
class Alteration:
    """One thing an item says otherwise than before."""

    label: Message
    before: Message
    after: Message


@dataclass(frozen=True)
class Change:
    """One item that comes, goes or is altered."""

    turn: Turn
    item: Item
    """As it will be; as it was, when it ends."""
    dimension: Message
    alterations: tuple[Alteration, ...] = ()


def changes_between(before: CatalogueTable, after: CatalogueTable) -> tuple[Change, ...]:
    """All items that differ: new ones, altered ones, then those that end."""
    return (
        *_kept(before, after, Turn.added),
        *_kept(before, after, Turn.altered),
        *(
            Change(Turn.ended, item, _dimension(before, item))
            for item in before.items
            if after.item(item.code) is None
        ),
    )


def _kept(before: CatalogueTable, after: CatalogueTable, turn: Turn) -> Iterator[Change]:
    for item in after.items:
        was = before.item(item.code)
        if was is None and turn is Turn.added:
            yield Change(turn, item, _dimension(after, item))
        if was is not None and turn is Turn.altered:
            found = tuple(_alterations(before, was, after, item))
            if found:
                yield Change(turn, item, _dimension(after, item), found)


def _alterations(
    before: CatalogueTable, was: Item, after: CatalogueTable, now: Item
) -> Iterator[Alteration]:
    pairs = [
        (msg("名称"), name_of(was), name_of(now)),
        (msg("维度"), _dimension(before, was), _dimension(after, now)),
        (msg("说明"), description_of(was), description_of(now)),
    ]
    old, new = dict(_by_label(was)), dict(_by_label(now))
    for label in old | new:
        said = [old.get(label, (None, NOTHING)), new.get(label, (None, NOTHING))]
        heading = said[0][0] or said[1][0]
        assert heading is not None, "a label comes from one of the two"
        pairs.append((heading, said[0][1], said[1][1]))
    for heading, old_text, new_text in pairs:
        if old_text != new_text:
            yield Alteration(heading, _told(old_text), _told(new_text))


def _by_label(item: Item) -> Iterator[tuple[str, tuple[Message | None, Message]]]:
    return ((label.template, (label, value)) for label, value in facts_of(item))


def _told(text: Message) -> Message:
    return text if text.template else NOTHING


def _dimension(table: CatalogueTable, item: Item) -> Message:
    return next(name_of(one) for one in table.dimensions if one.code == item.dimension)
