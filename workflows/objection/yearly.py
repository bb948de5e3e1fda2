"""Objections of a period for the year in figures: to what, with which end, and in time or not."""

from collections.abc import Iterable, Iterator
from typing import Any

from service.messages import Message, msg
from service.statistics.beside import Beside
from service.statistics.counting import tally
from service.statistics.figures import Breakdown, Chapter, Figure, Provider, Rate, Slice
from service.statistics.period import Period
from service.statistics.telling import compared, divided
from workflows.engine.happened import SUBMITTED
from workflows.engine.naming import name_of
from workflows.engine.registry import definition
from workflows.figures.chapters import cases_listed, handed_in, terms_kept
from workflows.objection.service import CASE_TYPES
from workflows.repair.wording import OUTCOMES

CODE, RECEIVED, ON_TIME = "objections", "objections_received", "objections_on_time"
OPEN = "open"
CASES = msg("件")
_TYPES = tuple(CASE_TYPES.values())
_ENDS = ("upheld", "rejected", "not_accepted", "withdrawn")
_TERMS = ("acceptance", "handling", "review", "sync")
"""The office's and the authorities' own terms; those of the objector are left out."""


def read(asked: Beside) -> tuple[Chapter, Chapter]:
    """Objections received, by type and by what came of them, and how many terms were kept."""
    return asked.each(_chapter, handed_in(asked, _TYPES), terms_kept(asked, _TYPES, _TERMS))


def _chapter(asked: Period, received: Iterable[Any], kept: tuple[int, int]) -> Chapter:
    on_time = Rate(ON_TIME, msg("异议各时限按时率"), *kept)
    return Chapter(CODE, msg("异议"), (_received(asked, received),), (on_time,))


def _received(asked: Period, rows: Iterable[Any]) -> Figure:
    months, kinds, ends = tally(rows, 2)
    ends[OPEN] = ends.pop(None, 0)
    by_type = tuple(
        Slice(code, name_of(definition(code)), kinds[code], cases_listed(asked, SUBMITTED, code))
        for code in _TYPES
    )
    names = {code: OUTCOMES[code] for code in _ENDS} | {OPEN: msg("尚未答复")}
    by_end = tuple(Slice(code, name, ends[code]) for code, name in names.items())
    parts = (
        Breakdown("case_type", msg("类型"), by_type),
        Breakdown("outcome", msg("结果"), by_end),
    )
    return Figure(RECEIVED, msg("收到异议"), CASES, months, parts)


def tell(now: Chapter, before: Chapter) -> Iterator[Message]:
    """Objections in words."""
    received = now.figure(RECEIVED)
    if not received.value:
        yield msg("本期没有收到异议")
        return
    yield msg(
        "受理异议 {count} 件{compared}，其中成立 {upheld} 件",
        count=f"{received.value:,}",
        compared=compared(received.value, before.figure(RECEIVED).value),
        upheld=f"{received.part('outcome', 'upheld'):,}",
    )
    kinds = divided(received.breakdowns[0], CASES)
    if kinds:
        yield msg("按类型为{kinds}", kinds=kinds)
    percent = now.rate(ON_TIME).percent
    if percent is not None:
        yield msg("异议各时限按时办理率 {percent}%", percent=percent)


PROVIDER = Provider(CODE, 35, read, tell)
