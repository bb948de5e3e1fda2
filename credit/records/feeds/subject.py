"""Whom a row speaks of: its kind and number, checked, or the reason why not."""

from dataclasses import replace
from datetime import date

from credit.records.feeds.description import Missing, SubjectRules
from credit.records.feeds.drafts import SubjectDraft
from credit.records.feeds.party_names import looks_like_a_person, names_several
from credit.records.feeds.row import Row
from credit.subjects.identifiers import (
    Identifier,
    IdType,
    InvalidIdentifier,
    SubjectKind,
    parse,
    recognise,
)
from credit.subjects.identifiers.names import FLAG_NAMES
from service.ages import is_adult
from service.messages import msg

_CONFIRM = msg("请与营业执照核对后人工确认；个别真实代码确实不符")
_SEVERAL = msg("名称中似有多个当事人，按一个主体登记")
_ONE_ROW_EACH = msg("请核对；确有多个当事人的，请每个当事人一行")
_NO_NUMBER = msg("没有身份号码，只能按名称识别")
_FILL_NUMBER = msg("请补充统一社会信用代码或证件号码")


def read_subject(row: Row, rules: SubjectRules) -> SubjectDraft | None:
    """The subject of a row; None when it has been refused."""
    name = row.values.get("subject_name")
    if not isinstance(name, str):
        return None
    if not any(character.isalnum() for character in name):
        row.refuse(
            "subject_name", "name-unreadable", msg("名称中没有文字"), msg("请填写完整的名称")
        )
        return None
    kind = _kind(row, rules, name)
    identifier = _identifier(row, kind)
    if row.errors:
        return None
    if identifier is None:
        return _by_name(row, rules, name, kind)
    if identifier.needs_confirmation:
        for found in identifier.flags:
            if found in FLAG_NAMES:
                row.flag("subject_uscc", found.value, FLAG_NAMES[found], _CONFIRM)
    return SubjectDraft(
        name, _agreed_kind(row, kind, identifier), identifier.id_type, identifier.number
    )


def _kind(row: Row, rules: SubjectRules, name: str) -> SubjectKind:
    stated = row.values.get("subject_category")
    if isinstance(stated, str):
        return SubjectKind(stated)
    if "subject_uscc" in row.values:
        return rules.default_kind
    if "person_id_number" in row.values or looks_like_a_person(name):
        return SubjectKind.NATURAL_PERSON
    return rules.default_kind


def _identifier(row: Row, kind: SubjectKind) -> Identifier | None:
    """The number of a subject, or None when the row has none (or a wrong one: then refused)."""
    person = kind is SubjectKind.NATURAL_PERSON
    field = "person_id_number" if person else "subject_uscc"
    text = row.values.get(field)
    if not isinstance(text, str):
        return None
    stated = row.values.get("person_id_type")
    try:
        if not person:
            found = parse(IdType.USCC, text, today=row.today)
        elif isinstance(stated, str):
            found = parse(IdType(stated), text, today=row.today)
        else:
            found = recognise(text, today=row.today)
    except InvalidIdentifier as refusal:
        label = row.label(field)
        row.errors.extend(replace(error, field=label, row=row.number) for error in refusal.errors)
        return None
    if person:
        _refuse_juvenile(row, found.birth_date)
    return found


def _agreed_kind(row: Row, kind: SubjectKind, identifier: Identifier) -> SubjectKind:
    """What the number says goes before what the row says: 92… is an individual business."""
    if identifier.id_type is not IdType.USCC or identifier.subject_kind is kind:
        return kind
    if "subject_category" in row.values:
        row.flag(
            "subject_category",
            "category-disagrees",
            msg("主体类别与统一社会信用代码的类别不一致"),
            msg("请核对主体类别"),
        )
    return identifier.subject_kind


def _by_name(row: Row, rules: SubjectRules, name: str, kind: SubjectKind) -> SubjectDraft | None:
    person = kind is SubjectKind.NATURAL_PERSON
    field = "person_id_number" if person else "subject_uscc"
    if field not in row.labels:  # a feed without numbers can only point at the name
        field = "subject_name"
    # A name alone never tells two people apart.
    default = Missing.REFUSE if person else Missing.FLAG
    what = rules.without_number.get(kind, default)
    if what is Missing.REFUSE:
        row.refuse(field, "number-missing", _NO_NUMBER, _FILL_NUMBER)
        return None
    if what is Missing.FLAG:
        row.flag(field, "name-only", _NO_NUMBER, _FILL_NUMBER)
    if names_several(name):
        row.flag("subject_name", "several-parties", _SEVERAL, _ONE_ROW_EACH)
    return SubjectDraft(name, kind)


def _refuse_juvenile(row: Row, born: date | None) -> None:
    decided = row.values.get("decided_on")
    if born is None or not isinstance(decided, date):
        return
    if not is_adult(born, decided):
        row.refuse(
            "person_id_number",
            "juvenile",
            msg("认定时未满18周岁，不得归集"),
            msg("请从文件中删除该行（《浙江省公共信用信息管理条例》第二条）"),
        )
