"""What the API gives about measures."""

from marshmallow import Schema, fields


class MeasureBasisAnswer(Schema):
    """One legal basis."""

    level = fields.String(required=True)
    doc = fields.String(required=True)
    article = fields.String(required=True)


class MeasureAnswer(Schema):
    """One measure of the register."""

    number = fields.String(required=True)
    kind = fields.String(required=True)
    kind_name = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True, allow_none=True)
    content = fields.String(required=True)
    legal_basis = fields.List(fields.Nested(MeasureBasisAnswer), required=True)
    published_url = fields.String(required=True, allow_none=True)
    catalogue_item = fields.String(required=True, allow_none=True)
    catalogue_item_name = fields.String(required=True, allow_none=True)
    target = fields.Dict(keys=fields.String(), values=fields.List(fields.String()), required=True)
    department = fields.String(required=True)
    term_months = fields.Integer(required=True, allow_none=True)
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(required=True, allow_none=True)
    demonstration = fields.Boolean(required=True)
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    version = fields.Integer(required=True)
    activated_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)


class MeasureList(Schema):
    """A page of the register."""

    items = fields.List(fields.Nested(MeasureAnswer), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class MeasureShort(Schema):
    """The measure an application is of."""

    number = fields.String(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True, allow_none=True)
    department = fields.String(required=True)


class MeasureSubject(Schema):
    """Whom it is about."""

    name = fields.String(required=True)
    kind = fields.String(required=True)
    code = fields.String(required=True, allow_none=True)
    id_mask = fields.String(required=True, allow_none=True)


class MeasureRecord(Schema):
    """What it rests on."""

    id = fields.Integer(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True, allow_none=True)
    decision_number = fields.String(required=True, allow_none=True)
    authority = fields.String(required=True)
    decided_on = fields.Date(required=True, allow_none=True)
    tier = fields.String(required=True, allow_none=True)


class MeasureApplicationAnswer(Schema):
    """One proposal and what became of it."""

    id = fields.Integer(required=True)
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    measure = fields.Nested(MeasureShort, required=True)
    subject = fields.Nested(MeasureSubject, required=True, allow_none=True)
    record = fields.Nested(MeasureRecord, required=True, allow_none=True)
    proposed_at = fields.AwareDateTime(required=True)
    confirmed_by = fields.String(required=True, allow_none=True)
    confirmed_at = fields.AwareDateTime(required=True, allow_none=True)
    until = fields.Date(required=True, allow_none=True)
    declined_by = fields.String(required=True, allow_none=True)
    declined_at = fields.AwareDateTime(required=True, allow_none=True)
    decline_reason = fields.String(required=True, allow_none=True)
    lifted_at = fields.AwareDateTime(required=True, allow_none=True)
    lifted_why = fields.String(required=True, allow_none=True)
    lifted_because = fields.String(required=True, allow_none=True)
    lifted_note = fields.String(required=True, allow_none=True)
    feedback = fields.String(required=True, allow_none=True)
    feedback_by = fields.String(required=True, allow_none=True)
    feedback_at = fields.AwareDateTime(required=True, allow_none=True)


class MeasureApplicationList(Schema):
    """A page of proposals and applications."""

    items = fields.List(fields.Nested(MeasureApplicationAnswer), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class MeasureLiftedBy(Schema):
    """How many were lifted for one reason."""

    why = fields.String(required=True)
    name = fields.String(required=True)
    count = fields.Integer(required=True)


class MeasureFiguresAnswer(Schema):
    """The figures of one measure."""

    proposed = fields.Integer(required=True)
    confirmed = fields.Integer(required=True)
    declined = fields.Integer(required=True)
    lifted = fields.Integer(required=True)
    dropped = fields.Integer(
        required=True, metadata={"description": "部门尚未办理，所依据的记录已不成立的建议"}
    )
    feedback = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    applied = fields.Integer(required=True)
    days_to_confirm = fields.Decimal(
        required=True, allow_none=True, as_string=True,
        metadata={"description": "从建议到确认的日历天数，中位数"},
    )  # fmt: skip
    lifted_by = fields.List(fields.Nested(MeasureLiftedBy), required=True)


class ApplyingSchema(Schema):
    """One measure that applies to a subject today."""

    number = fields.String(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True, allow_none=True)
    content = fields.String(required=True)
    department = fields.String(required=True)
    legal_basis = fields.List(fields.Nested(MeasureBasisAnswer), required=True)
    published_url = fields.String(required=True, allow_none=True)
    record_id = fields.Integer(required=True)
    since = fields.Date(required=True)
    until = fields.Date(required=True, allow_none=True)
