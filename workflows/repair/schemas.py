"""What the addresses of cases take."""

from marshmallow import Schema, fields, validate

from credit.records.problems import ID_MAX
from service.api.paging import PageArguments
from workflows.engine.limits import BULK_CASES_MAX, REASON_CHARS_MAX, RECORDS_PER_CASE_MAX
from workflows.repair.limits import CONCERN_CHARS_MAX, REFERENCE_CHARS_MAX

CASE_TYPES = ("penalty", "serious_list", "abnormal_list", "bankruptcy")
NUMBER_CHARS_MAX = 40
CODE_CHARS_MAX = 64


class AuthorisationSchema(Schema):
    """At the window: on whose authority a clerk files."""

    reference = fields.String(
        required=True,
        validate=validate.Length(min=1, max=REFERENCE_CHARS_MAX),
        metadata={"description": "授权委托书编号，或“法定代表人本人”"},
    )
    by_agent = fields.Boolean(
        load_default=True, metadata={"description": "来人不是法定代表人，须另附授权委托书"}
    )


class RepairRequest(Schema):
    """A repair that is asked for."""

    records = fields.List(
        fields.Integer(validate=validate.Range(min=1, max=ID_MAX)),
        required=True,
        validate=validate.Length(min=1, max=RECORDS_PER_CASE_MAX),
        metadata={"description": "记录编号；除破产重整外每件一条"},
    )
    case_type = fields.String(
        load_default=None,
        validate=validate.OneOf(CASE_TYPES),
        metadata={"description": "办件类型，不填时按记录确定"},
    )
    authorisation = fields.Nested(
        AuthorisationSchema, load_default=None, metadata={"description": "窗口代为提出时必填"}
    )
    by_administrator = fields.Boolean(
        load_default=False, metadata={"description": "由破产管理人代为申请"}
    )
    performed_on = fields.Date(
        load_default=None, metadata={"description": "全部义务履行完毕的日期"}
    )


class RevocationRequest(Schema):
    """Why a repair is taken up again."""

    concern = fields.String(
        required=True,
        validate=validate.Length(min=1, max=CONCERN_CHARS_MAX),
        metadata={"description": "立案核查的缘由；不要填写个人信息"},
    )


class _Wish(Schema):
    """What an action asks for."""

    reason = fields.String(load_default="", validate=validate.Length(max=REASON_CHARS_MAX))
    fields_ = fields.Dict(
        keys=fields.String(),
        load_default=dict,
        data_key="fields",
        metadata={"description": "该操作要求填写的项目，见办件的 actions"},
    )


class ActionRequest(_Wish):
    """One action on one case."""

    version = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=1, max=ID_MAX),
        metadata={"description": "您所看到的办件版本；其后又有变化的不予办理"},
    )


class BulkRequest(_Wish):
    """The same action on many cases."""

    numbers = fields.List(
        fields.String(validate=validate.Length(min=1, max=NUMBER_CHARS_MAX)),
        required=True,
        validate=validate.Length(min=1, max=BULK_CASES_MAX),
    )


class NoticeRequest(Schema):
    """When the notice of how to repair was served."""

    served_on = fields.Date(required=True)


class ViewArguments(PageArguments):
    """Which of the cases the caller may see are listed, and in what order."""

    view = fields.String(
        load_default="all",
        validate=validate.OneOf(["all", "mine"]),
        metadata={"description": "mine 指轮到您办理的，先到期的在前；all 按新旧排列"},
    )


class CaseArguments(ViewArguments):
    """What a list of cases is narrowed to."""

    case_type = fields.String(
        load_default=None, validate=validate.OneOf([*CASE_TYPES, "revocation"])
    )
    state = fields.String(load_default=None, validate=validate.Length(max=CODE_CHARS_MAX))
    open = fields.Boolean(load_default=None)
    overdue = fields.Boolean(load_default=False)
    code = fields.String(
        load_default=None,
        validate=validate.Length(max=CODE_CHARS_MAX),
        metadata={"description": "统一社会信用代码"},
    )
    record = fields.Integer(load_default=None, validate=validate.Range(min=1, max=ID_MAX))
