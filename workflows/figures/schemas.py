"""What figures are asked by and how they are answered."""

from marshmallow import Schema, fields


class MonthAnswer(Schema):
    """One month."""

    month = fields.String()
    received = fields.Integer()
    granted = fields.Integer()
    refused = fields.Integer()
    withdrawn = fields.Integer()


class LoadAnswer(Schema):
    """Open cases of one type in one state."""

    case_type = fields.String()
    state = fields.String()
    open = fields.Integer()
    overdue = fields.Integer()


class StepAnswer(Schema):
    """One kind of clock."""

    case_type = fields.String()
    clock = fields.String()
    met = fields.Integer()
    missed = fields.Integer()
    on_time = fields.Float(metadata={"description": "按时的比例，0 到 1"})
    median_days = fields.Float(metadata={"description": "办理所用工作日的中位数"})
    days_given = fields.Integer()


class ReasonAnswer(Schema):
    """One reason for refusal."""

    reason = fields.String()
    count = fields.Integer()


class CaseFiguresAnswer(Schema):
    """How the work on cases went."""

    from_ = fields.Date(data_key="from")
    to = fields.Date()
    received = fields.Integer()
    granted = fields.Integer()
    on_time = fields.Float(allow_none=True)
    months = fields.List(fields.Nested(MonthAnswer))
    open_now = fields.List(fields.Nested(LoadAnswer), data_key="load")
    steps = fields.List(fields.Nested(StepAnswer))
    reasons = fields.List(fields.Nested(ReasonAnswer))
