"""What changed this week, in sentences made from differences. Pure.

Only good news about places: who fell back is told to nobody. Corrections are told, because a
ledger that never corrects itself is not believed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scoring.boards.period import Period
from service.messages import Message, msg


class Topic(StrEnum):
    """What a sentence is about."""

    people = "people"
    points = "points"
    dimension = "dimension"
    place = "place"
    first = "first"
    correction = "correction"


@dataclass(frozen=True, slots=True)
class Change:
    """A number this week, and last week at the same point."""

    now: int
    before: int

    @property
    def more(self) -> int:
        """By how much it grew."""
        return self.now - self.before


@dataclass(frozen=True)
class Changes:
    """What is different this week."""

    week: Period
    households: Change
    points: Change
    dimensions: Sequence[tuple[Message, Change]]
    places: Sequence[tuple[Message, Change]]
    first_times: int | None
    """Households that take part for the first time this year; None in its first days."""
    corrections: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the story."""

    topic: Topic
    text: Message


def tell(changes: Changes) -> list[Sentence]:
    """The story of the week, the widest news first."""
    return list(_sentences(changes))


def _sentences(changes: Changes) -> Iterator[Sentence]:
    if changes.households.now > 0:
        yield Sentence(Topic.people, _people(changes.households))
        yield Sentence(Topic.points, _points(changes.points))
    else:
        yield Sentence(Topic.people, msg("这一周还没有新的积分，期待您的第一步。"))
    if best := _grown_most(changes.dimensions):
        name, change = best
        text = msg("“{name}”增长最多，比上周同期多 {more} 分。", name=name, more=change.more)
        yield Sentence(Topic.dimension, text)
    if best := _grown_most(changes.places):
        name, change = best
        yield Sentence(
            Topic.place,
            msg(
                "{name}进步最大：从 {before} 分到 {now} 分。",
                name=name,
                before=change.before,
                now=change.now,
            ),
        )
    if changes.first_times:
        text = msg("{count} 户家庭今年第一次参与，欢迎！", count=changes.first_times)
        yield Sentence(Topic.first, text)
    if changes.corrections:
        yield Sentence(
            Topic.correction,
            msg(
                "更正了 {count} 笔记录：当天起扣回，以往的榜单不变，缘由见本人的积分明细。",
                count=changes.corrections,
            ),
        )


def _people(change: Change) -> Message:
    if change.more > 0:
        return msg("{now} 户家庭参与，比上周同期多 {more} 户。", now=change.now, more=change.more)
    if change.more == 0:
        return msg("{now} 户家庭参与，与上周同期一样多。", now=change.now)
    return msg("{now} 户家庭参与，上周同期 {before} 户。", now=change.now, before=change.before)


def _points(change: Change) -> Message:
    if change.more > 0:
        return msg("一共得到 {now} 分，比上周同期多 {more} 分。", now=change.now, more=change.more)
    if change.more == 0:
        return msg("一共得到 {now} 分，与上周同期一样多。", now=change.now)
    return msg("一共得到 {now} 分，上周同期 {before} 分。", now=change.now, before=change.before)


def _grown_most(
    found: Sequence[tuple[Message, Change]],
) -> tuple[Message, Change] | None:
    """The first of those that grew most; None where nothing grew."""
    grown = [one for one in found if one[1].more > 0]
    return max(grown, key=lambda one: one[1].more, default=None)
