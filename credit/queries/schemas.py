"""What the API takes and gives about queries and authorisations."""

from typing import Any

from flask_smorest.fields import Upload
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from credit.checks.limits import NAME_CHARS_MAX, NUMBER_CHARS_MAX, REFERENCE_CHARS_MAX
from credit.checks.schemas import Line, not_blank
from credit.queries.limits import (
    CODE_CHARS_MAX,
    PURPOSES_MAX,
    REASON_CHARS_MAX,
    SUBJECTS_MAX,
)
from credit.queries.models import Basis, Channel
from credit.subjects.identifiers import IdType
from service.api.paging import PageArguments

_CODE = validate.Length(min=1, max=CODE_CHARS_MAX)


def says_something(reference: str) -> bool:
    """A ground of blanks and dots alone is none."""
    return any(map(str.isalnum, reference))


def names_a_ground(reference: str) -> None:
    """The same as a validator of a field."""
    if not says_something(reference):
        raise ValidationError("Missing data for required field.")


class SubjectRow(Schema):
    """One subject of a query."""

    name = Line(
        load_default=None, validate=validate.Length(max=NAME_CHARS_MAX), allow_none=True,
        metadata={"description": "姓名或名称；自然人必填，须与证件号码相符"},
    )  # fmt: skip
    id_type = fields.Enum(
        IdType, by_value=True, load_default=None, allow_none=True,
        metadata={"description": "证件类型，不填则自动识别"},
    )  # fmt: skip
    id_number = fields.String(
        required=True, validate=validate.Length(min=1, max=NUMBER_CHARS_MAX),
        metadata={
            "description": "证件号码或统一社会信用代码",
            "examples": ["91330106MA2CGCA56H"],
        },
    )  # fmt: skip
    authorisation = fields.String(
        load_default=None, validate=validate.Length(max=NUMBER_CHARS_MAX), allow_none=True,
        metadata={"description": "该主体的授权书编号；不填则用依据中的编号"},
    )  # fmt: skip


class Unread(fields.Nested):
    """A subject that is described here and read only when its turn comes."""

    def _deserialize(self, value: Any, *_args: Any, **_kwargs: Any) -> Any:
        return value


class QueryBasis(Schema):
    """On which ground the data may be looked at (Zhejiang Regulation Art. 15, 18, 19)."""

    kind = fields.Enum(
        Basis, by_value=True, required=True,
        metadata={"description": "authorisation 本人授权；sharing 部门共享；publicity 依法公示"},
    )  # fmt: skip
    reference = Line(
        load_default="", validate=validate.Length(max=REFERENCE_CHARS_MAX),
        metadata={
            "description": "授权书编号（SQ…）或共享所依据的职责文号；公示查询不填",
            "examples": ["杭西教〔2026〕3号"],
        },
    )  # fmt: skip


class QueryRequest(Schema):
    """A query about one subject or about a list."""

    purpose = fields.String(
        load_default="public_search", validate=_CODE,
        metadata={
            "description": "用途代码，见 GET /query-purposes；未登录只能查公示信息",
            "examples": ["administrative_licensing"],
        },
    )  # fmt: skip
    basis = fields.Nested(
        QueryBasis, load_default=None,
        metadata={"description": "查询依据；除公示查询外必填"},
    )  # fmt: skip
    subject = Unread(SubjectRow, metadata={"description": "查一个主体"})
    subjects = fields.List(
        fields.Raw(allow_none=True), validate=validate.Length(min=1, max=SUBJECTS_MAX),
        metadata={
            "description": "查一批主体，每个与 subject 相同；与 subject 二选一。"
            "无法识别的逐个说明，不影响其余"
        },
    )  # fmt: skip


class AboutSubject(Schema):
    """Whom an answer is about; persons are masked."""

    name = fields.String(required=True, metadata={"description": "名称；自然人的姓名遮盖"})
    kind = fields.String(
        required=True,
        metadata={
            "description": "organisation 法人及非法人组织；individual_business 个体工商户；"
            "natural_person 自然人"
        },
    )  # fmt: skip
    id_type = fields.String(required=True, metadata={"description": "证件类型"})
    id_number = fields.String(
        required=True, metadata={"description": "统一社会信用代码；自然人的证件号码遮盖"}
    )


class ToldRecord(Schema):
    """A record as it is told: the fields of the purpose, and the marks."""

    record_id = fields.Integer(required=True, metadata={"description": "记录编号，提出异议时用"})
    kind = fields.String(metadata={"description": "种类，例如 administrative_penalty 行政处罚"})
    authority = fields.String(metadata={"description": "认定单位"})
    decision_number = fields.String(allow_none=True, metadata={"description": "决定书文号"})
    title = fields.String(allow_none=True, metadata={"description": "名称"})
    violation = fields.String(allow_none=True, metadata={"description": "违法事实"})
    content = fields.String(allow_none=True, metadata={"description": "决定内容"})
    penalty_kinds = fields.List(fields.String(), metadata={"description": "处罚种类"})
    fine = fields.String(allow_none=True, metadata={"description": "元"})
    confiscated = fields.String(allow_none=True, metadata={"description": "元"})
    decided_on = fields.Date(allow_none=True, metadata={"description": "决定日期"})
    tier = fields.String(
        allow_none=True, metadata={"description": "档次：minor 轻微；general 一般；serious 严重"}
    )
    published_until = fields.Date(allow_none=True, metadata={"description": "最长公示期届满日"})
    repairable_from = fields.Date(
        allow_none=True, metadata={"description": "自这一天起可以申请信用修复"}
    )
    marks = fields.List(
        fields.String(), required=True, metadata={"description": "标记，含义见外层的 marks"}
    )
    adverse = fields.Boolean(
        required=True, metadata={"description": "是否为不利信息；异议办理中等情形不是"}
    )
    statement = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "须一并说明的内容，例如重整期间法院的裁定"},
    )


class LegalBasis(Schema):
    """A document and its article."""

    class Meta:
        """The register may say more."""

        unknown = EXCLUDE

    level = fields.String()
    doc = fields.String()
    article = fields.String(allow_none=True)


class ToldMeasure(Schema):
    """A measure that applies to the subject."""

    number = fields.String(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    content = fields.String(required=True)
    department = fields.String(required=True)
    legal_basis = fields.List(fields.Nested(LegalBasis), required=True)
    published_url = fields.String(required=True, allow_none=True)
    record_id = fields.Integer(required=True)
    since = fields.Date(required=True)
    until = fields.Date(required=True, allow_none=True)


class RowProblem(Schema):
    """Why one subject was not answered about."""

    code = fields.String(required=True, metadata={"description": "固定的代码，供程序判断"})
    message = fields.String(required=True, metadata={"description": "哪里有问题"})
    remedy = fields.String(allow_none=True, metadata={"description": "怎样改正"})
    field = fields.String(metadata={"description": "有问题的字段"})


class AnswerAboutOne(Schema):
    """What is told about one subject, or why nothing is."""

    index = fields.Integer(required=True, metadata={"description": "在名单中的位置，从 0 起"})
    number = fields.String(required=True, metadata={"description": "查询编号，以 CX 开头"})
    on_file = fields.Boolean(metadata={"description": "是否在册；公示查询不答此项"})
    subject = fields.Nested(AboutSubject, metadata={"description": "查的是谁"})
    records = fields.List(
        fields.Nested(ToldRecord), metadata={"description": "按用途应告知的信用记录"}
    )
    adverse = fields.Integer(metadata={"description": "不利信息的条数"})
    honours = fields.List(
        fields.Nested(ToldRecord), metadata={"description": "守信荣誉，不是不利信息"}
    )
    measures = fields.List(
        fields.Nested(ToldMeasure), metadata={"description": "正在适用的激励和约束措施"}
    )
    statement = fields.String(allow_none=True, metadata={"description": "没有应告知的信息时的说明"})
    problem = fields.Nested(
        RowProblem, metadata={"description": "这一个查不了的原因；有它就没有其余各项"}
    )


class MarkMeaning(Schema):
    """A mark and what it means."""

    mark = fields.String(required=True, metadata={"description": "标记的代码"})
    meaning = fields.String(required=True, metadata={"description": "标记的含义"})


class QueryCounts(Schema):
    """asked = answered + denied + faulty once the call has ended."""

    asked = fields.Integer(required=True, metadata={"description": "共查多少个"})
    answered = fields.Integer(required=True, metadata={"description": "已答复"})
    nothing_found = fields.Integer(
        required=True, metadata={"description": "已答复的中，没有应告知的信息的"}
    )
    denied = fields.Integer(required=True, metadata={"description": "依据不成立，没有提供"})
    faulty = fields.Integer(required=True, metadata={"description": "无法识别"})


class QueryAnswer(AnswerAboutOne):
    """The answer about one subject; for a list the answers and their counts."""

    index = fields.Integer()
    purpose = fields.String(required=True)
    basis = fields.Nested(QueryBasis, required=True)
    asked_at = fields.AwareDateTime(required=True)
    marks = fields.List(fields.Nested(MarkMeaning), required=True)
    answers = fields.List(fields.Nested(AnswerAboutOne), metadata={"description": "批量查询才有"})
    counts = fields.Nested(QueryCounts, metadata={"description": "批量查询才有"})


class QueryFilter(PageArguments):
    """The filters of the list of calls; every one is a closed list or a date."""

    purpose = fields.String(load_default=None, validate=_CODE)
    channel = fields.Enum(Channel, by_value=True, load_default=None)
    basis = fields.Enum(Basis, by_value=True, load_default=None)
    since = fields.Date(load_default=None, data_key="from")
    until = fields.Date(load_default=None, data_key="to", metadata={"description": "含当天"})
    denied = fields.Boolean(load_default=False, metadata={"description": "只列有未获准的"})


class QueryRow(Schema):
    """A past call, without whom it was about."""

    number = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    operator = fields.String(required=True)
    unit = fields.String(required=True)
    channel = fields.Enum(Channel, by_value=True, required=True)
    basis = fields.Nested(QueryBasis, required=True)
    purpose = fields.String(required=True)
    counts = fields.Nested(QueryCounts, required=True)
    reason_denied = fields.String(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)


class QueriesAnswer(Schema):
    """A page of calls, newest first."""

    items = fields.List(fields.Nested(QueryRow), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class PurposeRow(Schema):
    """What may be asked, by whom, on which ground, and what is told."""

    code = fields.String(required=True, metadata={"description": "用途代码，查询时填在 purpose"})
    name = fields.String(required=True, metadata={"description": "用途名称"})
    who = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "谁可以用：department 部门；clerk 窗口；public 公众；self 本人"},
    )
    basis = fields.List(
        fields.String(), required=True, metadata={"description": "接受的依据，常用的在前"}
    )
    subjects = fields.List(
        fields.String(), required=True, metadata={"description": "可查的主体种类"}
    )
    fields_ = fields.List(fields.String(), required=True, data_key="fields", attribute="fields")
    article = fields.String(required=True, metadata={"description": "依据的条款"})
    source = fields.String(required=True, metadata={"description": "依据的文件"})
    evidence = fields.String(required=True)
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(required=True, allow_none=True)


class PurposesAnswer(Schema):
    """The table of purposes in force today."""

    items = fields.List(fields.Nested(PurposeRow), required=True)


class AuthorisationForm(Schema):
    """What a signed authorisation says."""

    name = Line(required=True, validate=[validate.Length(min=1, max=NAME_CHARS_MAX), not_blank])
    id_type = fields.Enum(IdType, by_value=True, load_default=None)
    id_number = fields.String(required=True, validate=validate.Length(min=1, max=NUMBER_CHARS_MAX))
    granted_to_unit = Line(
        load_default=None, validate=validate.Length(max=NAME_CHARS_MAX),
        metadata={"description": "被授权的单位；部门登记的，就是本单位"},
    )  # fmt: skip
    purposes = fields.List(
        fields.String(validate=_CODE), required=True,
        validate=validate.Length(min=1, max=PURPOSES_MAX),
    )  # fmt: skip
    categories = fields.List(
        fields.String(validate=_CODE), load_default=lambda: ["records", "honours", "measures"],
        validate=validate.Length(min=1, max=PURPOSES_MAX),
        metadata={"description": "records 信用记录；honours 守信荣誉；measures 措施"},
    )  # fmt: skip
    valid_from = fields.Date(required=True)
    valid_until = fields.Date(required=True, metadata={"description": "最后一天，含当天"})
    bearer = Line(
        load_default=None, validate=validate.Length(max=NAME_CHARS_MAX),
        metadata={"description": "代为办理的人"},
    )  # fmt: skip


class AuthorisationFile(Schema):
    """The scan; a department must send it, the window may keep the original instead."""

    file = Upload(load_default=None, metadata={"description": "PDF、JPG 或 PNG"})


class AuthorisationAnswer(Schema):
    """An authorisation, its subject masked."""

    number = fields.String(required=True)
    subject = fields.Nested(AboutSubject, required=True)
    granted_to_unit = fields.String(required=True)
    purposes = fields.List(fields.String(), required=True)
    categories = fields.List(fields.String(), required=True)
    valid_from = fields.Date(required=True)
    valid_until = fields.Date(required=True)
    scanned = fields.Boolean(
        required=True, metadata={"description": "登记时有扫描件；到保存期限清除后仍为 true"}
    )
    recorded_by = fields.String(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    withdrawn_at = fields.AwareDateTime(required=True, allow_none=True)
    erased_on = fields.Date(
        required=True,
        allow_none=True,
        metadata={"description": "扫描件和姓名按保存期限清除的日期；未清除为 null"},
    )


class AuthorisationsAnswer(Schema):
    """A page of authorisations, newest first."""

    items = fields.List(fields.Nested(AuthorisationAnswer), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class WithdrawRequest(Schema):
    """Why an authorisation is withdrawn."""

    reason = Line(required=True, validate=validate.Length(min=1, max=REASON_CHARS_MAX))
