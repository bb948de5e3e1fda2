"""What the API and the forms take and give about records and imports."""

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate

from credit.measures.answer_schemas import ApplyingSchema
from credit.records.importing.limits import REASON_CHARS_MAX
from credit.records.models import ImportState
from credit.rules.vocabulary import Tier

FEED_CHARS_MAX = 64
_REASON = validate.Length(min=1, max=REASON_CHARS_MAX)


class ImportForm(Schema):
    """Which feed a file belongs to."""

    feed = fields.String(
        required=True, validate=validate.Length(min=1, max=FEED_CHARS_MAX),
        metadata={"description": "数据源，例如 shuanggongshi-penalty"},
    )  # fmt: skip
    dry_run = fields.Boolean(load_default=False, metadata={"description": "试导入：只核对，不写入"})


class ImportFile(Schema):
    """The file itself."""

    file = Upload(required=True, metadata={"description": "CSV 或 XLSX"})


class ImportPageForm(ImportForm):
    """The form of the page."""

    file = fields.Raw(required=True)


class NoteSchema(Schema):
    """A remark on a file as a whole."""

    code = fields.String(required=True)
    message = fields.String(required=True)


class ImportFailureSchema(Schema):
    """Why an import ended as failed."""

    code = fields.String(required=True)
    detail = fields.String(required=True)
    remedy = fields.String(allow_none=True)


class CountsSchema(Schema):
    """rows = accepted + updated + unchanged + flagged + refused, at any moment."""

    rows = fields.Integer(required=True)
    accepted = fields.Integer(required=True)
    updated = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    flagged = fields.Integer(required=True)
    refused = fields.Integer(required=True)


class LinksSchema(Schema):
    """Where to go on."""

    self = fields.String(required=True)
    refused = fields.String(required=True)


class ImportAnswer(Schema):
    """One import and how far it has come."""

    id = fields.String(required=True)
    feed = fields.String(required=True)
    filename = fields.String(required=True)
    dry_run = fields.Boolean(required=True)
    state = fields.Enum(ImportState, by_value=True, required=True)
    counts = fields.Nested(CountsSchema, required=True)
    done = fields.Integer(required=True)
    total = fields.Integer(required=True, allow_none=True)
    seconds_left = fields.Float(required=True, allow_none=True)
    notes = fields.List(fields.Nested(NoteSchema), required=True)
    failure = fields.Nested(ImportFailureSchema, required=True, allow_none=True)
    created_by = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    started_at = fields.AwareDateTime(required=True, allow_none=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)
    links = fields.Nested(LinksSchema, required=True)


class ImportsAnswer(Schema):
    """A page of imports, newest first."""

    items = fields.List(fields.Nested(ImportAnswer), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class HindranceSchema(Schema):
    """A reason why a record cannot be repaired now, and what to do about it."""

    code = fields.String(required=True)
    message = fields.String(required=True)
    remedy = fields.String(required=True, allow_none=True)


class NeedSchema(Schema):
    """One document a repair of the record needs, with the rule that asks for it."""

    key = fields.String(
        required=True, metadata={"description": "材料种类，每条记录一份的附记录编号"}
    )
    kind = fields.String(required=True)
    record_id = fields.Integer(required=True, allow_none=True)
    title = fields.String(required=True)
    hint = fields.String(required=True)
    article = fields.String(required=True)
    evidence = fields.String(required=True)
    state = fields.String(
        required=True,
        metadata={"description": "there 已交；missing 待交；in_house 本窗口自行调取，无须提交"},
    )


class SupplementSchema(Schema):
    """What an objection added to a record."""

    case = fields.String(required=True)
    on = fields.Date(required=True)
    text = fields.String(required=True)


class RecordAnswer(Schema):
    """One record of an organisation."""

    id = fields.Integer(required=True)
    kind = fields.String(required=True)
    status = fields.String(required=True)
    status_statement = fields.String(required=True, allow_none=True)
    authority = fields.String(required=True)
    decision_number = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    violation = fields.String(required=True, allow_none=True)
    content = fields.String(required=True, allow_none=True)
    penalty_kinds = fields.List(fields.String(), required=True)
    fine = fields.Decimal(required=True, allow_none=True, as_string=True)
    confiscated = fields.Decimal(required=True, allow_none=True, as_string=True)
    decided_on = fields.Date(required=True, allow_none=True)
    published_on = fields.Date(required=True, allow_none=True)
    final_on = fields.Date(required=True, allow_none=True)
    removed_on = fields.Date(required=True, allow_none=True)
    simple_procedure = fields.Boolean(required=True)
    disputed = fields.Boolean(required=True, metadata={"description": "异议办理中"})
    supplements = fields.List(fields.Nested(SupplementSchema), required=True)
    tier = fields.String(required=True, allow_none=True)
    tier_rule = fields.String(required=True, allow_none=True)
    tier_reason = fields.String(required=True)
    tier_manual = fields.Boolean(required=True)
    tier_may_differ = fields.Boolean(
        required=True, metadata={"description": "认定单位公布的分档标准可能改变档次"}
    )
    published_until_min = fields.Date(required=True, allow_none=True)
    published_until_max = fields.Date(required=True, allow_none=True)
    repairable_from = fields.Date(required=True, allow_none=True)
    not_repairable_because = fields.String(required=True, allow_none=True)
    retain_until = fields.Date(required=True, allow_none=True)
    version = fields.Integer(required=True)
    case_type = fields.String(
        allow_none=True, metadata={"description": "修复该记录的办件类型；没有时不能修复"}
    )
    can_be_repaired = fields.Boolean(metadata={"description": "今天是否可以提出修复申请"})
    hindrances = fields.List(fields.Nested(HindranceSchema))
    checklist = fields.List(fields.Nested(NeedSchema))
    open_case = fields.String(allow_none=True, metadata={"description": "正在办理的修复办件编号"})


class HonourAnswer(Schema):
    """A finding of good faith; no check counts it."""

    id = fields.Integer(required=True)
    name = fields.String(required=True, allow_none=True)
    authority = fields.String(required=True)
    decision_number = fields.String(required=True, allow_none=True)
    awarded_on = fields.Date(required=True, allow_none=True)
    valid_until = fields.Date(required=True, allow_none=True)


class EnterpriseAnswer(Schema):
    """What is on record about an organisation."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    code_doubts = fields.List(fields.String(), required=True)
    records = fields.List(
        fields.Nested(RecordAnswer), required=True, metadata={"description": "不良信息，分页"}
    )
    honours = fields.List(
        fields.Nested(HonourAnswer), required=True, metadata={"description": "守信信息，不计入核查"}
    )
    measures = fields.List(
        fields.Nested(ApplyingSchema),
        required=True,
        metadata={"description": "今天适用的激励与约束措施"},
    )
    next_cursor = fields.String(required=True, allow_none=True)


class TierRequest(Schema):
    """A tier set by hand."""

    tier = fields.Enum(Tier, by_value=True, required=True)
    reason = fields.String(required=True, validate=_REASON)


class SubjectAnswer(Schema):
    """A subject whose code was confirmed."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    code = fields.String(required=True, allow_none=True)
    flags = fields.List(fields.String(), required=True)
    flags_confirmed_by = fields.String(required=True)
    flags_confirmed_at = fields.AwareDateTime(required=True)


class MatchRequest(Schema):
    """A verdict on a subject known by name alone."""

    named_subject_id = fields.Integer(required=True, validate=validate.Range(min=1, max=2**63 - 1))
    subject_id = fields.Integer(required=True, validate=validate.Range(min=1, max=2**63 - 1))
    same = fields.Boolean(required=True)
    reason = fields.String(required=True, validate=_REASON)


class MatchAnswer(MatchRequest):
    """The verdict as it stands."""

    id = fields.Integer(required=True)
    decided_by = fields.String(required=True)
    decided_at = fields.AwareDateTime(required=True)
