"""Pieces of sentences that every chapter of a yearly report needs. Pure."""

from collections.abc import Iterable

from service.messages import Message, listed, msg
from service.statistics.figures import Breakdown, change


def compared(now: int, before: int) -> Message:
    """How a number stands to the year before, as the end of a sentence."""
    by = change(now, before)
    if by is None:
        return msg("（上年同期没有可比数据）")
    if by == 0:
        return msg("，与上年同期持平")
    if by > 0:
        return msg("，同比增长 {percent}%", percent=by)
    return msg("，同比下降 {percent}%", percent=-by)


def divided(breakdown: Breakdown, unit: Message) -> Message | None:
    """The parts of a number, those that are not nothing: “甲 3 件、乙 2 件”."""
    return counted(((one.name, one.value) for one in breakdown.slices), unit)


def counted(parts: Iterable[tuple[Message, int]], unit: Message) -> Message | None:
    """The same of any parts."""
    some = [
        msg("{name} {count} {unit}", name=name, count=f"{count:,}", unit=unit)
        for name, count in parts
        if count
    ]
    return listed(some) if some else None
