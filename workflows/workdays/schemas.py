"""What the calendar's addresses take and give."""

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate

from workflows.workdays.calendar import DayKind
from workflows.workdays.limits import COUNT_DAYS_MAX, SOURCE_CHARS_MAX
from workflows.workdays.statutory import years_in_reach

_REACH = years_in_reach()


class YearArguments(Schema):
    """Which year; this one by default."""

    year = fields.Integer(
        load_default=None,
        validate=validate.Range(min=_REACH[0], max=_REACH[-1]),
        metadata={"description": "年份 / year", "example": 2026},
    )


class DayAnswer(Schema):
    """One day."""

    day = fields.Date(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([str(one) for one in DayKind]))
    kind_name = fields.String(required=True)
    is_work = fields.Boolean(required=True)
    name = fields.String(required=True, metadata={"description": "节日名称，没有时为空"})
    provisional = fields.Boolean(required=True)


class CountedDayAnswer(DayAnswer):
    """One day of a working."""

    number = fields.Integer(
        required=True, allow_none=True, metadata={"description": "第几个工作日；不计入时为空"}
    )
    paused = fields.Boolean(required=True)


class YearAnswer(Schema):
    """A year of the calendar."""

    year = fields.Integer(required=True)
    version = fields.Integer(required=True, metadata={"description": "日历的版本，每次导入加大"})
    edition = fields.Integer(required=True, allow_none=True)
    provisional = fields.Boolean(
        required=True, metadata={"description": "通知未公布，按法定节假日推算"}
    )
    source = fields.String(required=True)
    evidence = fields.String(required=True)
    working_days = fields.Integer(required=True)
    days = fields.List(fields.Nested(DayAnswer), required=True)


class CountArguments(Schema):
    """A term to be counted."""

    received_on = fields.Date(required=True, metadata={"description": "收到之日，不计入"})
    days = fields.Integer(required=True, validate=validate.Range(min=1, max=COUNT_DAYS_MAX))


class WorkingAnswer(Schema):
    """A term with its working."""

    due_on = fields.Date(required=True)
    provisional = fields.Boolean(required=True)
    days = fields.List(fields.Nested(CountedDayAnswer), required=True)


class CalendarForm(Schema):
    """What goes with a calendar file."""

    source = fields.String(
        load_default="",
        validate=validate.Length(max=SOURCE_CHARS_MAX),
        metadata={"description": "通知的名称和文号，文件里没写时填写"},
    )


class CalendarFile(Schema):
    """The file itself."""

    file = Upload(required=True, metadata={"description": "YAML、CSV 或 holiday-cn 的 JSON"})


class CalendarPageForm(CalendarForm):
    """The form of the page."""

    file = fields.Raw(required=True)


class ClockCounts(Schema):
    """recomputed = moved + confirmed + unchanged."""

    recomputed = fields.Integer(required=True)
    moved = fields.Integer(required=True)
    confirmed = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)


class AffectedAnswer(Schema):
    """A clock whose due day moved."""

    case = fields.String(required=True)
    clock = fields.String(required=True)
    due_before = fields.Date(required=True)
    due_on = fields.Date(required=True)
    provisional = fields.Boolean(required=True)


class CalendarImportAnswer(Schema):
    """What became of a file: days = off + work."""

    year = fields.Integer(required=True)
    source = fields.String(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["new", "changed", "unchanged"]))
    days = fields.Integer(required=True)
    off = fields.Integer(required=True)
    work = fields.Integer(required=True)
    clocks = fields.Nested(ClockCounts, required=True)
    affected = fields.List(fields.Nested(AffectedAnswer), required=True)
