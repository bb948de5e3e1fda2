"""Repairs of a period for the year in figures: records by tier and case type, and punctuality."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from sqlalchemy import ARRAY, Text, any_, bindparam, func, select

from credit.records.models import Record
from credit.records.wording import TIERS
from credit.rules.vocabulary import Tier
from service.messages import Message, msg
from service.statistics.beside import Beside
from service.statistics.counting import listing, tally
from service.statistics.figures import Breakdown, Chapter, Figure, Provider, Rate, Slice
from service.statistics.one_pass import Spans, Statement, in_one_pass
from service.statistics.period import Period
from service.statistics.telling import compared, divided
from workflows.engine.definition import Definition
from workflows.engine.happened import SUBMITTED
from workflows.engine.models import CaseEvent, CaseFile, CaseItem
from workflows.engine.naming import name_of
from workflows.engine.registry import actions_to, all_definitions
from workflows.figures.chapters import cases_listed, handed_in, terms_kept

CODE, APPLIED, REPAIRED, ON_TIME = "repairs", "repair_applications", "repaired_records", "on_time"
REPAIR = "repair"
"""The purpose of the case types that are repairs."""
CASES, RECORDS = msg("件"), msg("条")
NO_TIER = "none"


def read(asked: Beside) -> tuple[Chapter, Chapter]:
    """Applications received, records repaired, and how many terms were kept."""
    # Of several versions of a type the newest names it.
    types = list({one.code: one for one in all_definitions() if one.purpose == REPAIR}.values())
    codes = [one.code for one in types]
    return asked.each(
        partial(_chapter, types),
        handed_in(asked, codes),
        _decisions(asked, actions=list(actions_to(["granted"])), types=codes),
        terms_kept(asked, codes),
    )


def _chapter(
    types: Sequence[Definition],
    asked: Period,
    applied: Iterable[Any],
    repaired: Iterable[Any],
    kept: tuple[int, int],
) -> Chapter:
    source = listing("/cases/figures", "cases.figures", asked)
    return Chapter(
        CODE,
        msg("信用修复"),
        (_applied(asked, types, applied), _repaired(asked, types, repaired)),
        (Rate(ON_TIME, msg("修复各时限按时率"), *kept, source),),
    )


@in_one_pass
def _decisions(spans: Spans) -> Statement:
    """Records by the day of the decision; a repair revoked later was granted all the same."""
    span = spans.moments(CaseEvent.at)
    return (
        select(span.stretch, CaseFile.case_type, Record.tier, func.count())
        .select_from(CaseEvent)
        .join(CaseFile, CaseFile.id == CaseEvent.case_id)
        .join(CaseItem, CaseItem.case_id == CaseFile.id)
        .outerjoin(Record, Record.id == CaseItem.record_id)  # it may have left after its time
        .where(
            span.within,
            CaseEvent.action == any_(bindparam("actions", type_=ARRAY(Text))),
            CaseFile.case_type == any_(bindparam("types", type_=ARRAY(Text))),
        )
        .group_by(span.stretch, CaseFile.case_type, Record.tier)
    )


def _applied(asked: Period, types: Sequence[Definition], rows: Iterable[Any]) -> Figure:
    months, kinds, _ = tally(rows, 2)
    slices = tuple(
        Slice(one.code, name_of(one), kinds[one.code], cases_listed(asked, SUBMITTED, one.code))
        for one in types
    )
    source = cases_listed(asked, SUBMITTED)
    parts = (Breakdown("case_type", msg("类型"), slices),)
    return Figure(APPLIED, msg("修复申请"), CASES, months, parts, source)


def _repaired(asked: Period, types: Sequence[Definition], rows: Iterable[Any]) -> Figure:
    months, kinds, tiers = tally(rows, 2)
    by_type = tuple(
        Slice(one.code, name_of(one), kinds[one.code], cases_listed(asked, "granted", one.code))
        for one in types
    )
    by_tier = tuple(Slice(one, TIERS[one], tiers[one]) for one in Tier)
    if tiers[None]:
        by_tier += (Slice(NO_TIER, msg("不分档"), tiers[None]),)
    parts = (Breakdown("case_type", msg("类型"), by_type), Breakdown("tier", msg("档次"), by_tier))
    return Figure(
        REPAIRED, msg("修复失信记录"), RECORDS, months, parts, cases_listed(asked, "granted")
    )


def tell(now: Chapter, before: Chapter) -> Iterator[Message]:
    """Repairs in words."""
    applied, repaired = now.figure(APPLIED), now.figure(REPAIRED)
    if not applied.value and not repaired.value:
        yield msg("本期没有信用修复申请")
        return
    yield msg(
        "受理信用修复申请 {applied} 件，指导修复失信记录 {count} 条{compared}",
        applied=f"{applied.value:,}",
        count=f"{repaired.value:,}",
        compared=compared(repaired.value, before.figure(REPAIRED).value),
    )
    by_type, by_tier = repaired.breakdowns
    kinds = divided(by_type, RECORDS)
    tiers = divided(by_tier, RECORDS)
    if kinds and tiers:
        yield msg("按类型为{kinds}；按档次为{tiers}", kinds=kinds, tiers=tiers)
    percent = now.rate(ON_TIME).percent
    if percent is not None:
        yield msg("各时限按时办理率 {percent}%", percent=percent)


PROVIDER = Provider(CODE, 30, read, tell)
