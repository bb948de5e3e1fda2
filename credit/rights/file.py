"""The subject's own entry on file, the measures that apply to it, and reports that were drawn."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from credit.measures.applying import Applying, applying_to
from credit.reports.models import CreditReport
from credit.rights.records import own_subjects
from credit.subjects.identifiers import TYPE_NAMES, IdType
from credit.subjects.models import Subject
from service import clock
from service.audit.naming import term
from service.database import db
from service.messages import Message, msg, named
from service.rights.held import Item, Line, Section, Value, Way
from service.rights.me import Me

FILE_WHY = msg("用来认出您（本单位），使记录归到正确的主体名下。")
FILE_BASIS = msg("《浙江省公共信用信息管理条例》第二条、第九条：建立信用档案")
MEASURES_WHY = msg("部门依法对您（本单位）采取的激励或约束措施。")
MEASURES_BASIS = msg("《浙江省公共信用信息管理条例》第二十三条至第二十八条；每项措施列明依据")
REPORTS_WHY = msg("以前出具过的信用报告，保存备查，可以按编号核验。")
REPORTS_BASIS = msg("《浙江省公共信用信息管理条例》第十九条、第二十条")
PROFILE = {
    "organisation_type": msg("类型"),
    "registered_capital": msg("注册资金"),
    "province": msg("所在省份"),
    "city": msg("地区"),
    "former_names": msg("曾用名"),
    "other_names": msg("其他名称"),
}
"""What a register says besides, by key."""


def file_held(me: Me, most: int) -> Section | None:
    """The entry on file, and names that were matched to it."""
    if me.identity is None:
        return None
    ids = own_subjects(db.session(), me.identity.subject_index)
    rows = db.session.scalars(
        select(Subject).where(Subject.id.in_(ids)).order_by(Subject.id).limit(most)
    )
    return Section(FILE_WHY, FILE_BASIS, [_subject(row) for row in rows], len(ids))


def _subject(row: Subject) -> Item:
    profile = [
        Line(key, label, _told(row.profile[key]))
        for key, label in PROFILE.items()
        if row.profile.get(key)
    ]
    lines: list[Line] = [Line("name", msg("姓名（名称）"), row.name)]
    if row.id_type is not None:
        lines.append(Line("id_type", msg("证件类型"), TYPE_NAMES[IdType(row.id_type)]))
        lines.append(Line("id_number", msg("证件号码"), row.code or row.id_mask))
    if row.registered_on is not None:
        lines.append(Line("registered_on", msg("注册日期"), row.registered_on))
    return Item(
        reference=str(row.id),
        title=row.name,
        lines=[*lines, *profile],
        since=row.created_at,
        kept_until=msg("名下没有记录、也没有核查需要保存为止"),
    )


def _told(value: Any) -> Value:
    """A text, or several names in one line."""
    if not isinstance(value, list):
        return str(value)
    return "、".join(one["name"] if isinstance(one, dict) else str(one) for one in value)


def measures_held(me: Me, most: int) -> Section | None:
    """The measures that stand today."""
    if me.identity is None:
        return None
    ids = own_subjects(db.session(), me.identity.subject_index)
    standing = applying_to(db.session(), ids, clock.today())
    found = [one for subject_id in ids for one in standing.get(subject_id, ())]
    items = [_measure(one) for one in found[:most]]
    return Section(MEASURES_WHY, MEASURES_BASIS, items, len(found))


def _measure(one: Applying) -> Item:
    basis = "；".join(f"{row.get('doc', '')}{row.get('article', '')}" for row in one.legal_basis)
    return Item(
        reference=str(one.application_id),
        title=msg(
            "{kind}：{name}",
            kind=msg("激励") if one.kind == "incentive" else msg("约束"),
            name=named(one.name, one.name_en or ""),
        ),
        lines=[
            Line("content", msg("内容"), one.content),
            Line("department", msg("实施单位"), one.department),
            Line("legal_basis", msg("依据"), basis or None),
            Line("until", msg("至"), one.until),
        ],
        since=one.since,
        explanation=[_ends(one)],
        ways=[Way(msg("查看这项措施"), "measures.show", {"number": one.number})],
    )


def _ends(one: Applying) -> Message:
    if one.kind == "incentive":
        return msg("因守信信息而享受；守信信息失效时随之结束，不作其他评价。")
    return msg("因一条失信记录而采取；记录修复、期满、被撤销或在异议处理中的，随即解除。")


def reports_held(me: Me, most: int) -> Section | None:
    """Reports about the organisation; none is drawn about a natural person."""
    if me.identity is None or me.identity.is_person:
        return None
    mine = CreditReport.code == me.identity.id_mask
    total = db.session.scalar(select(func.count()).select_from(CreditReport).where(mine)) or 0
    rows: Sequence[CreditReport] = db.session.scalars(
        select(CreditReport).where(mine).order_by(CreditReport.id.desc()).limit(most)
    ).all()
    return Section(REPORTS_WHY, REPORTS_BASIS, [_report(row) for row in rows], total)


def _report(row: CreditReport) -> Item:
    return Item(
        reference=row.number,
        title=msg("信用报告 {number}", number=row.number),
        lines=[
            Line("as_of", msg("截至"), row.as_of),
            Line("unit", msg("由谁出具"), row.unit or row.operator_name),
            Line("basis", msg("查询依据"), term(row.basis_kind)),
            Line("basis_reference", msg("依据编号"), row.basis_reference),
        ],
        since=row.issued_at,
        ways=[Way(msg("核验"), "verify.show", {"number": row.number})],
    )
