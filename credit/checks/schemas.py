"""What the API and the forms take and give about checks."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from credit.checks.limits import (
    NAME_CHARS_MAX,
    NOTE_CHARS_MAX,
    NUMBER_CHARS_MAX,
    RECORDS_PER_ANSWER_MAX,
    REFERENCE_CHARS_MAX,
)
from credit.checks.models import BasisKind
from credit.rules.vocabulary import Outcome, Purpose
from credit.subjects.identifiers import IdType
from credit.subjects.names import as_shown, is_writable, name_key
from service.papers.verdict import Answer, Standing


class Line(fields.String):
    """One line of text that goes on paper, kept as people see it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = as_shown(super()._deserialize(value, attr, data, **kwargs) or "")
        if not is_writable(text):
            raise ValidationError("Unreadable characters.")
        return text


def not_blank(text: str) -> None:
    """A name or a ground made of blanks and dots alone is none."""
    if not name_key(text):
        raise ValidationError("Missing data for required field.")


class SubjectSchema(Schema):
    """Whom a check is about: a parent or an enterprise, never a child."""

    name = Line(
        required=True, validate=[validate.Length(min=1, max=NAME_CHARS_MAX), not_blank],
        metadata={"description": "姓名或名称"},
    )  # fmt: skip
    id_type = fields.Enum(IdType, by_value=True, required=True)
    id_number = fields.String(
        required=True, validate=validate.Length(min=1, max=NUMBER_CHARS_MAX),
        metadata={"description": "证件号码，全角、小写、空格均可"},
    )  # fmt: skip


class BasisSchema(Schema):
    """On which ground the data may be looked at (Zhejiang Regulation Art. 18, 19)."""

    kind = fields.Enum(BasisKind, by_value=True, required=True)
    reference = Line(
        required=True, validate=[validate.Length(min=1, max=REFERENCE_CHARS_MAX), not_blank],
        metadata={"description": "授权书编号或共享依据文号"},
    )  # fmt: skip


class CheckRequest(Schema):
    """One check."""

    purpose = fields.Enum(Purpose, by_value=True, required=True)
    subject = fields.Nested(SubjectSchema, required=True)
    basis = fields.Nested(BasisSchema, required=True)
    as_of = fields.Date(load_default=None, metadata={"description": "核查基准日，默认当天"})


class FactSchema(Schema):
    """One record that was looked at, and what the rule did with it."""

    record_id = fields.Integer(required=True)
    kind = fields.String(required=True)
    decision_number = fields.String()
    authority = fields.String()
    decided_on = fields.String(allow_none=True)
    rule = fields.String()
    rule_name = fields.String()
    article = fields.String()
    counted = fields.Boolean(required=True)
    points = fields.Float(required=True)
    reason = fields.String(allow_none=True)
    explanation = fields.String(allow_none=True)
    counts_until = fields.String(allow_none=True)


class RuleSetSchema(Schema):
    """The rule table applied, by code and version."""

    id = fields.Integer(required=True)
    code = fields.String(required=True)
    version = fields.Integer(required=True)
    name = fields.String(required=True)
    demonstration = fields.Boolean(required=True)
    source = fields.String(required=True)


class MaskedSubjectSchema(Schema):
    """Whom the check is about, masked."""

    name = fields.String(required=True)
    id_type = fields.String(required=True)
    id_number = fields.String(required=True)
    kind = fields.String(required=True)


class CheckAnswer(Schema):
    """A check as it was frozen, and where its review stands."""

    number = fields.String(required=True)
    purpose = fields.String(required=True)
    subject = fields.Nested(MaskedSubjectSchema, required=True)
    basis = fields.Nested(BasisSchema, required=True)
    as_of = fields.Date(required=True)
    outcome = fields.Enum(Outcome, by_value=True, required=True)
    on_file = fields.Boolean(required=True)
    points = fields.Float(required=True)
    total = fields.Float(required=True)
    final = fields.Boolean(required=True)
    """True once the result may leave the office."""
    under_objection = fields.Boolean(
        required=True, metadata={"description": "结果或者所计入的记录正在异议办理中"}
    )
    hold_reasons = fields.List(fields.String(), required=True)
    facts = fields.List(fields.Nested(FactSchema), required=True)
    counterfactuals = fields.List(fields.String(), required=True)
    explanation = fields.List(fields.String(), required=True)
    rule_set = fields.Nested(RuleSetSchema, required=True)
    created_at = fields.AwareDateTime(required=True)
    created_by = fields.String(required=True)
    reviewed_by = fields.String(allow_none=True)
    reviewed_at = fields.AwareDateTime(allow_none=True)
    supersedes = fields.String(allow_none=True)
    superseded_by = fields.String(allow_none=True)
    certificate_url = fields.String(allow_none=True)
    verify_url = fields.String(required=True)


class ConfirmRequest(Schema):
    """A reviewer's word on a negative result, or the answers to what held a check."""

    note = fields.String(load_default="", validate=validate.Length(max=NOTE_CHARS_MAX))
    identity_confirmed = fields.Boolean(load_default=False)
    own_records = fields.List(
        fields.Integer(), load_default=list, validate=validate.Length(max=RECORDS_PER_ANSWER_MAX),
        metadata={"description": "待定结果：确认属于本主体的记录编号，其余同名记录不属于"},
    )  # fmt: skip


class VerifyAnswer(Schema):
    """Three separate answers about a certificate or a letter, with nothing personal but a mask."""

    document = fields.String(
        required=True,
        metadata={"description": "certificate 核查证明；letter 办件文书；credit_report 信用报告"},
    )
    number = fields.String(required=True)
    intact = fields.Enum(
        Answer, by_value=True, required=True,
        metadata={"description": "内容是否完整、未被改动；unknown 表示签发者未知，无法判断"},
    )  # fmt: skip
    issuer_known = fields.Enum(Answer, by_value=True, required=True)
    issuer = fields.String(required=True)
    issuer_key_id = fields.String(required=True)
    status = fields.Enum(
        Standing, by_value=True, required=True,
        metadata={"description": "valid 现行有效；superseded 已被新的取代；revoked 已撤销"},
    )  # fmt: skip
    superseded_by = fields.String(allow_none=True)
    checked_at = fields.AwareDateTime(required=True)
    subject = fields.String(required=True, metadata={"description": "姓名（名称）；自然人已遮盖"})
    issued_at = fields.AwareDateTime(required=True)
    purpose = fields.Enum(Purpose, by_value=True, metadata={"description": "证明才有"})
    outcome = fields.Enum(Outcome, by_value=True, metadata={"description": "证明才有"})
    as_of = fields.Date(metadata={"description": "证明和报告才有：核查基准日，数据截至"})
    changed = fields.Boolean(
        metadata={"description": "报告才有：签发后在册信息有变化，请以新出具的为准"}
    )
    under_objection = fields.Boolean(
        metadata={"description": "证明才有：结果或者所计入的记录正在异议办理中"}
    )
    kind = fields.String(metadata={"description": "文书才有：文种，如 grant"})
    title = fields.String(metadata={"description": "文书才有：标题"})
    case = fields.String(metadata={"description": "文书才有：办件编号"})
