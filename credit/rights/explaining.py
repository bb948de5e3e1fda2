"""Why a record stands against somebody, until when, and what clears it, in plain words. Pure."""

from collections.abc import Iterator
from datetime import date

from credit.page_words import tier_law
from credit.records.models import Record, RecordStatus
from credit.records.wording import published_note, tier_explanation, why_not_repairable
from credit.rules.vocabulary import FactKind
from service.messages import Message, msg

NOT_COUNTED = {
    RecordStatus.repaired: msg("已经修复：不再公示、不再共享，也不计入任何核查。"),
    RecordStatus.shielded: msg("法院裁定重整或和解期间暂时屏蔽：不作为对您不利的依据。"),
    RecordStatus.revoked: msg("认定单位已经撤销或改变原决定：不计入任何核查。"),
    RecordStatus.expired: msg("已经停止披露：不再提供，也不计入任何核查。"),
}
OBJECT = msg("认为内容有误的，可以提出异议；异议办理期间只作标注，不对您扣分。")


def explain_record(
    record: Record, today: date, *, is_person: bool, under_repair: str | None
) -> list[Message]:
    """Sentences about one record as it stands today."""
    return [
        *_counts(record, today, is_person=is_person),
        *_clears(record, today, is_person=is_person, under_repair=under_repair),
        OBJECT,
    ]


def _counts(record: Record, today: date, *, is_person: bool) -> Iterator[Message]:
    never = _never_counts(record)
    if never is not None:
        yield never
        return
    if record.disputed:
        yield msg("正在异议处理中：已作标注，办结之前不扣分。")
    else:
        yield msg("{authority}依法作出的决定已经生效，目前有效。", authority=record.authority)
    yield from _published(record, today, is_person=is_person)
    if record.tier is not None:
        rule = record.tier_reason
        why = rule if record.tier_set_by or not rule else tier_law(rule)
        yield tier_explanation(record.tier, why, record.tier_set_by, record.penalty_kinds)


def _never_counts(record: Record) -> Message | None:
    if record.kind == FactKind.HONOUR:
        return msg("这是守信信息：只用于激励，从不扣分，也不加分。")
    if record.status != RecordStatus.active:
        return NOT_COUNTED[RecordStatus(record.status)]
    if record.juvenile:
        return msg("涉及未成年时期：不提供给任何人，也不计入任何核查。")
    if record.simple_procedure:
        return msg("按简易程序作出的处罚不属于不良信息，不计入任何核查。")
    return None


def _published(record: Record, today: date, *, is_person: bool) -> Iterator[Message]:
    if is_person:
        yield msg("自然人的信息只用于依法共享和经您授权的查询，不向社会公开。")
        return
    note, until = published_note(record.attributes), record.published_until_max
    if note is not None:
        yield note
    elif until is not None and until >= today:
        yield msg("公示到{day}为止，到期自动停止公示。", day=until.isoformat())
    elif until is not None:
        yield msg("已于{day}停止公示。", day=until.isoformat())


def _clears(
    record: Record, today: date, *, is_person: bool, under_repair: str | None
) -> Iterator[Message]:
    if record.kind == FactKind.HONOUR or record.status != RecordStatus.active:
        return
    if under_repair is not None:
        yield msg("正在办理信用修复（{number}），修复后即不再计入。", number=under_repair)
    elif (why_not := why_not_repairable(record.attributes)) is not None:
        yield msg("现在不能申请信用修复：{why}。", why=why_not)
    elif record.repairable_from is not None and record.repairable_from > today:
        yield msg(
            "履行完义务后，{day}起可以申请信用修复；修复免费，修复后即不再计入。",
            day=record.repairable_from.isoformat(),
        )
    elif record.repairable_from is not None and is_person:
        yield msg(
            "履行完义务的，现在就可以带身份证件到信用窗口申请信用修复；修复免费，修复后即不再计入。"
        )
    elif record.repairable_from is not None:
        yield msg("履行完义务的，现在就可以申请信用修复；修复免费，修复后即不再计入。")
    if record.retain_until is not None and record.retain_until < today:
        yield msg(
            "保存期限已于{day}届满，系统将删除；不再提供，也不计入任何核查。",
            day=record.retain_until.isoformat(),
        )
    elif record.retain_until is not None:
        yield msg("最迟保存到{day}，之后删除。", day=record.retain_until.isoformat())
    else:
        yield msg("保存期限须等认定单位补充日期，或移出名单后起算。")
