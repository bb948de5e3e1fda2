"""Repairs of a period for the year in figures: records by tier and case type, and punctuality."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from credit.checks.wording import TIERS
from credit.records.models import Record
from credit.rules.vocabulary import Tier
from service.clock import OFFICE_ZONE
from service.database import db
from service.messages import Message, msg
from service.statistics.figures import Breakdown, Chapter, Figure, Provider, Rate, Slice, Source
from service.statistics.period import Period
from service.statistics.telling import compared, counted
from workflows.engine.definition import Definition
from workflows.engine.models import CaseClock, CaseEvent, CaseFile, CaseItem, ClockState
from workflows.engine.naming import name_of
from workflows.engine.registry import actions_to, all_definitions

CODE, APPLIED, REPAIRED, ON_TIME = "repairs", "repair_applications", "repaired_records", "on_time"
REPAIR = "repair"
"""The purpose of the case types that are repairs."""
CASES, RECORDS = msg("件"), msg("条")
NO_TIER = "none"
_ZONE = str(OFFICE_ZONE)


def read(asked: Period) -> Chapter:
    """Applications received, records repaired, and how many terms were kept."""
    types = [one for one in all_definitions() if one.purpose == REPAIR]
    return Chapter(
        CODE,
        msg("信用修复"),
        (_applied(asked, types), _repaired(asked, types)),
        (_kept(asked, types),),
    )


def _applied(asked: Period, types: Sequence[Definition]) -> Figure:
    month = _month(CaseFile.submitted_at)
    counted_by = (
        select(month, CaseFile.case_type, func.count())
        .where(
            CaseFile.submitted_at >= asked.begins,
            CaseFile.submitted_at < asked.ends,
            CaseFile.case_type.in_([one.code for one in types]),
        )
        .group_by(month, CaseFile.case_type)
    )
    months, kinds = _sums(counted_by)
    slices = tuple(
        Slice(one.code, name_of(one), kinds[one.code], _cases(asked, "submitted", one.code))
        for one in types
    )
    source = _cases(asked, "submitted")
    parts = (Breakdown("case_type", msg("类型"), slices),)
    return Figure(APPLIED, msg("修复申请"), CASES, months, parts, source)


def _repaired(asked: Period, types: Sequence[Definition]) -> Figure:
    """Records by the day of the decision; a repair revoked later was granted all the same."""
    month = _month(CaseEvent.at)
    rows = (
        select(month, CaseFile.case_type, Record.tier, func.count())
        .select_from(CaseEvent)
        .join(CaseFile, CaseFile.id == CaseEvent.case_id)
        .join(CaseItem, CaseItem.case_id == CaseFile.id)
        .outerjoin(Record, Record.id == CaseItem.record_id)  # it may have left after its time
        .where(
            CaseEvent.at >= asked.begins,
            CaseEvent.at < asked.ends,
            CaseEvent.action.in_(actions_to(["granted"])),
            CaseFile.case_type.in_([one.code for one in types]),
        )
        .group_by(month, CaseFile.case_type, Record.tier)
    )
    months, kinds, tiers = Counter[str](), Counter[str](), Counter[str]()
    for when, case_type, tier, count in db.session.execute(rows):
        months[when] += count
        kinds[case_type] += count
        tiers[tier or NO_TIER] += count
    by_type = tuple(
        Slice(one.code, name_of(one), kinds[one.code], _cases(asked, "granted", one.code))
        for one in types
    )
    by_tier = tuple(Slice(one, TIERS[one], tiers[one]) for one in Tier)
    if tiers[NO_TIER]:
        by_tier += (Slice(NO_TIER, msg("不分档"), tiers[NO_TIER]),)
    parts = (Breakdown("case_type", msg("类型"), by_type), Breakdown("tier", msg("档次"), by_tier))
    return Figure(REPAIRED, msg("修复失信记录"), RECORDS, months, parts, _cases(asked, "granted"))


def _kept(asked: Period, types: Sequence[Definition]) -> Rate:
    rows = db.session.execute(
        select(CaseClock.state, func.count())
        .join(CaseFile, CaseFile.id == CaseClock.case_id)
        .where(
            CaseClock.state.in_((ClockState.met, ClockState.missed)),
            CaseClock.ended_at >= asked.begins,
            CaseClock.ended_at < asked.ends,
            CaseFile.case_type.in_([one.code for one in types]),
        )
        .group_by(CaseClock.state)
    )
    counts = Counter(dict(rows.all()))
    met = counts[ClockState.met]
    address = f"/cases/figures?{urlencode(_days(asked))}"
    source = Source(address, "cases.figures")
    return Rate(ON_TIME, msg("修复各时限按时率"), met, met + counts[ClockState.missed], source)


def _month(
    moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
) -> ColumnElement[str]:
    return func.to_char(func.timezone(_ZONE, moment), "YYYY-MM")


def _sums(rows: Select[str, str, int]) -> tuple[Counter[str], Counter[str]]:
    months, kinds = Counter[str](), Counter[str]()
    for when, kind, count in db.session.execute(rows):
        months[when] += count
        kinds[kind] += count
    return months, kinds


def _days(asked: Period) -> dict[str, str]:
    return {"from": asked.first.isoformat(), "to": asked.last.isoformat()}


def _cases(asked: Period, happened: str, case_type: str = "") -> Source:
    asked_by = {"view": "all", "happened": happened, "case_type": case_type, **_days(asked)}
    given = {name: value for name, value in asked_by.items() if value}
    return Source(f"/cases?{urlencode(given)}", "cases.read")


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
    kinds = counted(((one.name, one.value) for one in by_type.slices), RECORDS)
    tiers = counted(((one.name, one.value) for one in by_tier.slices), RECORDS)
    if kinds and tiers:
        yield msg("按类型为{kinds}；按档次为{tiers}", kinds=kinds, tiers=tiers)
    percent = now.rate(ON_TIME).percent
    if percent is not None:
        yield msg("各时限按时办理率 {percent}%", percent=percent)


PROVIDER = Provider(CODE, 30, read, tell)
