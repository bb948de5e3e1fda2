"""What figures are asked by and how they are answered."""

from marshmallow import Schema, fields


class PeriodArguments(Schema):
    """The period; without days the last twelve months."""

    from_ = fields.Date(
        load_default=None,
        allow_none=True,
        data_key="from",
        metadata={"description": "起始日，含当日"},
    )
    to = fields.Date(load_default=None, allow_none=True, metadata={"description": "截止日，含当日"})


class ReportMonth(Schema):
    """One month beside the same of the year before."""

    month = fields.String(required=True)
    value = fields.Integer(required=True)
    last_year = fields.Integer(required=True)


class SliceAnswer(Schema):
    """One part of a figure."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    value = fields.Integer(required=True)
    last_year = fields.Integer(required=True)
    page = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "列出所计事项的页面"},
    )


class BreakdownAnswer(Schema):
    """A figure divided by one quality."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    slices = fields.List(fields.Nested(SliceAnswer), required=True)


class FigureAnswer(Schema):
    """How many of one thing."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    unit = fields.String(required=True)
    value = fields.Integer(required=True)
    last_year = fields.Integer(required=True)
    change_percent = fields.Decimal(required=True, allow_none=True, as_string=True)
    months = fields.List(fields.Nested(ReportMonth), required=True)
    breakdowns = fields.List(fields.Nested(BreakdownAnswer), required=True)
    page = fields.String(required=True, allow_none=True)


class RateAnswer(Schema):
    """How many of all met a rule."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    met = fields.Integer(required=True)
    of = fields.Integer(required=True)
    percent = fields.Decimal(required=True, allow_none=True, as_string=True)
    last_year_percent = fields.Decimal(required=True, allow_none=True, as_string=True)
    page = fields.String(required=True, allow_none=True)


class ChapterAnswer(Schema):
    """What one part counts."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    figures = fields.List(fields.Nested(FigureAnswer), required=True)
    rates = fields.List(fields.Nested(RateAnswer), required=True)
    text = fields.List(fields.String(), required=True)


class StatisticsAnswer(Schema):
    """The figures of the office's yearly report, for any period."""

    from_ = fields.Date(required=True, data_key="from")
    to = fields.Date(required=True)
    totals = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True,
        metadata={"description": "各项总数，按代码"},
    )  # fmt: skip
    chapters = fields.List(fields.Nested(ChapterAnswer), required=True)
