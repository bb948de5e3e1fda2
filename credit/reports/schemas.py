"""What the API and the form take and give about reports."""

from marshmallow import Schema, fields, validate

from credit.checks.limits import REFERENCE_CHARS_MAX
from credit.checks.schemas import Line
from credit.queries.models import Basis
from credit.queries.schemas import QueryBasis
from credit.reports.standing import Standing
from credit.subjects.identifiers import IdType

CODE_CHARS_MAX = 64
GROUNDS = ("own", "in_person", "authorisation", "sharing")
"""What the form takes as ground; `own` and `in_person` follow from who is there."""


class CreditReportRequest(Schema):
    """On which ground a report is asked for. An enterprise about itself gives none."""

    basis = fields.Nested(
        QueryBasis,
        load_default=None,
        metadata={"description": "部门必填；窗口为授权书或共享依据，法定代表人到场的不填"},
    )
    paper = fields.Enum(
        IdType,
        by_value=True,
        load_default=None,
        metadata={"description": "窗口：法定代表人出示的证件种类"},
    )
    id_shown = fields.Boolean(
        load_default=False, metadata={"description": "窗口：已核对证件原件与来人一致"}
    )


class CreditReportForm(Schema):
    """The form of the page."""

    code = fields.String(required=True, validate=validate.Length(min=1, max=CODE_CHARS_MAX))
    ground = fields.String(
        load_default="own",
        validate=validate.OneOf(GROUNDS),
    )
    reference = Line(load_default="", validate=validate.Length(max=REFERENCE_CHARS_MAX))
    paper = fields.Enum(IdType, by_value=True, load_default=None)
    id_shown = fields.Boolean(load_default=False)


class CreditReportPair(Schema):
    """A text in both languages; the Chinese binds."""

    zh = fields.String(required=True)
    en = fields.String(required=True)


class CreditReportLine(Schema):
    """One particular of an entry."""

    label = fields.Nested(CreditReportPair, required=True)
    value = fields.String(required=True)


class CreditReportEntry(Schema):
    """One record, honour, measure or piece of advice."""

    title = fields.String(required=True)
    lines = fields.List(fields.Nested(CreditReportLine), required=True)
    marks = fields.List(fields.String(), required=True)
    adverse = fields.Boolean(required=True)
    statement = fields.String(required=True, allow_none=True)
    reference = fields.String(required=True, metadata={"description": "记录编号，可据以提出异议"})


class CreditReportSection(Schema):
    """One heading with its entries."""

    code = fields.String(required=True)
    title = fields.Nested(CreditReportPair, required=True)
    entries = fields.List(fields.Nested(CreditReportEntry), required=True)
    statement = fields.String(
        required=True, allow_none=True, metadata={"description": "空的部分写“查询期内无相关信息”"}
    )


class CreditReportMeaning(Schema):
    """What a mark means."""

    mark = fields.String(required=True)
    text = fields.Nested(CreditReportPair, required=True)


class CreditReportSubject(Schema):
    """The organisation it is about."""

    name = fields.String(required=True)
    code = fields.String(required=True)
    kind = fields.String(required=True)


class CreditReportAnswer(Schema):
    """A report as it was issued."""

    number = fields.String(required=True)
    query = fields.String(required=True, metadata={"description": "查询编号"})
    issued_at = fields.String(required=True)
    as_of = fields.Date(required=True)
    subject = fields.Nested(CreditReportSubject, required=True)
    basis = fields.Nested(QueryBasis, required=True)
    adverse = fields.Integer(required=True)
    sections = fields.List(fields.Nested(CreditReportSection), required=True)
    legend = fields.List(fields.Nested(CreditReportMeaning), required=True)
    remedies = fields.List(fields.Nested(CreditReportPair), required=True)
    notes = fields.List(fields.Nested(CreditReportPair), required=True)
    standing = fields.Enum(
        Standing,
        by_value=True,
        required=True,
        metadata={"description": "current 与今天在册一致；grown 今天另有可告知的信息"},
    )
    pdf_url = fields.String(required=True)
    verify_url = fields.String(required=True)


class CreditReportRow(Schema):
    """A report in a list, without what it says."""

    number = fields.String(required=True)
    code = fields.String(required=True)
    issued_at = fields.AwareDateTime(required=True)
    as_of = fields.Date(required=True)
    operator = fields.String(required=True)
    unit = fields.String(required=True)
    basis_kind = fields.Enum(Basis, by_value=True, required=True)


class CreditReportsAnswer(Schema):
    """A page of reports, newest first."""

    items = fields.List(fields.Nested(CreditReportRow), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
