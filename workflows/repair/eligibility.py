"""Whether a record can be repaired on a day, by which case type, and if not, why not. Pure.

Every reason comes with what to do about it; where time alone is in the way, with the exact
first day. The days themselves were settled when the record came in (`credit.records.dates`):
they are the ones every page shows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from credit.records.dates import Undefined
from credit.records.models import RecordStatus
from credit.records.penalty_kinds import kind_labels
from credit.records.tier_tables import Regime, TierTable, table_in_force
from credit.records.wording import TIERS
from credit.rules.vocabulary import Tier
from service.messages import Message, msg
from workflows.engine.refusals import Refusal
from workflows.repair.dated_tables import Scope, TypeRule
from workflows.repair.facts import RecordFacts

BANKRUPTCY = "bankruptcy"
_SETTLED = {
    RecordStatus.repaired: (
        "already-repaired",
        msg("该记录已完成信用修复。"),
        msg("无须再次申请；其他网站仍在公示的，可凭决定书要求其更新。"),
    ),
    RecordStatus.revoked: (
        "decision-revoked",
        msg("该决定已被认定单位撤销，不再公示。"),
        msg("无须申请修复。"),
    ),
    RecordStatus.expired: (
        "past-retention",
        msg("该记录已超过保存期限，不再使用。"),
        msg("无须申请修复。"),
    ),
}


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The answer for one record."""

    record_id: int
    case_type: str | None
    """The ordinary case type of the record, or the one asked about; None when there is none."""
    refusals: tuple[Refusal, ...]
    possible_from: date | None
    """First day on which time is no longer in the way; None when no day is known."""

    @property
    def possible(self) -> bool:
        """True when a repair can be asked for now."""
        return not self.refusals


def judge(
    record: RecordFacts, scope: Scope, today: date, case_type: str | None = None
) -> Eligibility:
    """All reasons against a repair of the record on a day by this (or its ordinary) case type."""
    rule = scope.types.get(case_type) if case_type else scope.type_of(record.kind)
    refusals = [*_scope(record, scope, rule), *_status(record, rule)]
    if rule is not None and not refusals:
        refusals += _time(record, rule, today)
    first = _first_day(record, rule)
    return Eligibility(
        record.id,
        rule.code if rule and record.kind in rule.kinds else None,
        tuple(refusals),
        first,
    )


def _scope(record: RecordFacts, scope: Scope, rule: TypeRule | None) -> Iterator[Refusal]:
    if rule is not None and record.kind in rule.kinds:
        return
    elsewhere = next((one for kind, one in scope.elsewhere.items() if kind == record.kind), None)
    if elsewhere is not None:
        yield _refusal(record, "repaired-elsewhere", elsewhere.reason, elsewhere.remedy)
        return
    proper = scope.type_of(record.kind)
    if rule is None or proper is None:
        yield _refusal(record, "not-repairable", msg("这类记录不属于信用修复的范围。"), None)
        return
    yield _refusal(
        record,
        "wrong-case-type",
        msg("{record}不能按“{type}”办理。", record=record.name, type=rule.name),
        msg("请按“{type}”提出申请。", type=proper.name),
    )


def _status(record: RecordFacts, rule: TypeRule | None) -> Iterator[Refusal]:
    if record.status in _SETTLED:
        yield _refusal(record, *_SETTLED[record.status])
    elif record.removed_on is not None:
        yield _refusal(
            record,
            "already-removed",
            msg("已于 {day} 移出名单。", day=record.removed_on),
            msg("无须申请修复。"),
        )
    elif record.status == RecordStatus.shielded and rule is not None and rule.code == BANKRUPTCY:
        yield _refusal(
            record,
            "already-shielded",
            msg("该记录已因破产重整或和解暂时屏蔽。"),
            msg("计划执行完毕后，请在原办件中申请正式修复。"),
        )


def _time(record: RecordFacts, rule: TypeRule, today: date) -> Iterator[Refusal]:
    if not rule.minimum or record.tier is Tier.MINOR:
        return  # 轻微: as soon as every duty is performed
    if Undefined.NO_EARLY_STOP in record.undefined:
        yield _never_early(record, today)
    elif record.repairable_from is None:
        yield _no_day(record)
    elif today < record.repairable_from:
        yield _too_early(record, record.repairable_from, today)


def _first_day(record: RecordFacts, rule: TypeRule | None) -> date | None:
    if rule is None or record.kind not in rule.kinds or record.status in _SETTLED:
        return None
    if not rule.minimum or record.tier is Tier.MINOR:
        return record.decided_on
    return record.repairable_from


def _never_early(record: RecordFacts, today: date) -> Refusal:
    table = _table(record, today)
    kinds = record.penalty_kinds & table.never_early
    return _refusal(
        record,
        "no-early-stop",
        msg(
            "处罚种类“{kinds}”依规定不得提前停止公示。",
            kinds=kind_labels(kinds or record.penalty_kinds),
        ),
        msg("公示期满后自动停止公示，无须申请。依据：{source}", source=table.source),
    )


def _no_day(record: RecordFacts) -> Refusal:
    if record.tier is None:
        message = msg("该记录的失信程度（轻微、一般、严重）尚未确定。")
    elif Undefined.PUBLICATION_DATE_UNKNOWN in record.undefined:
        message = msg("不知道该记录的公示日期，无法计算最短公示期。")
    else:
        message = msg("不知道该记录的决定日期，无法计算最短公示期。")
    remedy = msg("请持决定书到窗口补充登记，或由{authority}补充。", authority=record.authority)
    return _refusal(record, "dates-unknown", message, remedy)


def _too_early(record: RecordFacts, first: date, today: date) -> Refusal:
    assert record.tier is not None
    months = _table(record, today).periods[record.tier].min_months
    return _refusal(
        record,
        "too-early",
        msg(
            "该记录属{tier}失信信息，最短公示期 {months} 个月，"
            "至 {last} 届满，自 {first} 起可以申请。",
            tier=TIERS[record.tier],
            months=months,
            last=record.last_minimum_day or "—",
            first=first,
        ),
        msg("请先履行全部义务、备齐材料，{first} 起再申请；届时系统会提醒您。", first=first),
    )


def _table(record: RecordFacts, today: date) -> TierTable:
    return table_in_force(Regime(record.regime or Regime.NDRC36), today)


def _refusal(record: RecordFacts, code: str, message: Message, remedy: Message | None) -> Refusal:
    return Refusal(code, message, remedy, field=str(record.id))
