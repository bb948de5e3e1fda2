"""What the addresses of cases give."""

from marshmallow import Schema, fields

from credit.records.schemas import NeedSchema
from workflows.documents.schemas import DocumentAnswer
from workflows.effects.schemas import EffectSchema
from workflows.workdays.schemas import CountedDayAnswer


class CaseSubject(Schema):
    """Whom a case is about."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class CaseLinks(Schema):
    """Where to go on."""

    self = fields.String(required=True)
    page = fields.String(required=True)


class CaseSummary(Schema):
    """A case as a list shows it."""

    number = fields.String(required=True)
    case_type = fields.String(required=True)
    case_type_name = fields.String(required=True)
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    version = fields.Integer(required=True)
    open = fields.Boolean(required=True)
    owner = fields.String(required=True, metadata={"description": "轮到谁办理"})
    owner_name = fields.String(required=True)
    outcome = fields.String(required=True, allow_none=True)
    outcome_name = fields.String(required=True, allow_none=True)
    subject = fields.Nested(CaseSubject, required=True)
    authority = fields.String(required=True, metadata={"description": "认定单位"})
    channel = fields.String(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    alarm = fields.String(required=True, metadata={"description": "none、amber 或 red"})
    created_at = fields.AwareDateTime(required=True)
    submitted_at = fields.AwareDateTime(required=True, allow_none=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)
    links = fields.Nested(CaseLinks, required=True)


class FieldSchema(Schema):
    """Something an action asks for."""

    name = fields.String(required=True)
    label = fields.String(required=True)
    kind = fields.String(required=True)
    required = fields.Boolean(required=True)
    choices = fields.List(fields.String(), required=True)
    choice_names = fields.List(
        fields.String(), required=True, metadata={"description": "choices 的名称，次序相同"}
    )
    chars_max = fields.Integer(required=True)


class ActionSchema(Schema):
    """One thing the caller can do now."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    article = fields.String(required=True)
    reason = fields.String(required=True, metadata={"description": "none、optional 或 required"})
    prepared_reasons = fields.List(fields.String(), required=True)
    fields_ = fields.List(
        fields.Nested(FieldSchema), required=True, data_key="fields", attribute="fields"
    )
    confirm = fields.Boolean(required=True)


class CaseRecord(Schema):
    """A record a case is about, as it is on record now."""

    id = fields.Integer(required=True)
    kind = fields.String(required=True)
    status = fields.String(required=True)
    disputed = fields.Boolean(required=True, metadata={"description": "异议办理中"})
    decision_number = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    authority = fields.String(required=True)
    decided_on = fields.Date(required=True, allow_none=True)
    tier = fields.String(required=True, allow_none=True)
    published_until_max = fields.Date(required=True, allow_none=True)
    repairable_from = fields.Date(required=True, allow_none=True)


class ClockSchema(Schema):
    """A clock with its working, day by day."""

    kind = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True)
    days = fields.Integer(required=True, metadata={"description": "工作日，含延长"})
    received_on = fields.Date(required=True)
    due_on = fields.Date(
        required=True, metadata={"description": "暂停计时的，为申请人现在补齐时的到期日"}
    )
    amber_on = fields.Date(required=True)
    provisional = fields.Boolean(required=True)
    calendar_version = fields.Integer(required=True)
    article = fields.String(required=True)
    evidence = fields.String(required=True)
    started_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    working = fields.List(fields.Nested(CountedDayAnswer), required=True)


class LetterSchema(Schema):
    """A letter that was handed out."""

    number = fields.String(required=True)
    kind = fields.String(required=True)
    issued_by = fields.String(required=True)
    issued_at = fields.AwareDateTime(required=True)
    href = fields.String(required=True)
    verify = fields.String(required=True)


class EventSchema(Schema):
    """One thing that happened to a case."""

    version = fields.Integer(required=True)
    action = fields.String(required=True)
    name = fields.String(required=True)
    from_state = fields.String(required=True, allow_none=True)
    to_state = fields.String(required=True)
    party = fields.String(required=True)
    party_name = fields.String(required=True)
    actor = fields.String(required=True)
    unit = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    fields_ = fields.Dict(required=True, data_key="fields", attribute="fields")
    at = fields.AwareDateTime(required=True)


class CaseAnswer(CaseSummary):
    """A case in full."""

    hint = fields.String(required=True, metadata={"description": "接下来会发生什么"})
    definition_version = fields.Integer(required=True)
    fields_ = fields.Dict(required=True, data_key="fields", attribute="fields")
    relates_to = fields.String(required=True, allow_none=True)
    records = fields.List(fields.Nested(CaseRecord), required=True)
    actions = fields.List(fields.Nested(ActionSchema), required=True)
    clocks = fields.List(fields.Nested(ClockSchema), required=True)
    checklist = fields.List(fields.Nested(NeedSchema), required=True)
    documents = fields.List(fields.Nested(DocumentAnswer), required=True)
    effects = fields.List(fields.Nested(EffectSchema), required=True)
    letters = fields.List(fields.Nested(LetterSchema), required=True)
    events = fields.List(fields.Nested(EventSchema), required=True)


class CasesAnswer(Schema):
    """A page of cases."""

    items = fields.List(fields.Nested(CaseSummary), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class BulkItem(Schema):
    """What became of one case of many."""

    number = fields.String(required=True)
    done = fields.Boolean(required=True)
    state = fields.String(required=True, allow_none=True)
    problem = fields.Dict(required=True, allow_none=True)


class BulkAnswerSchema(Schema):
    """numbers = done + refused."""

    done = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    items = fields.List(fields.Nested(BulkItem), required=True)


class ServedNotice(Schema):
    """The record with its notice noted."""

    record = fields.Integer(required=True)
    served_on = fields.Date(required=True)
