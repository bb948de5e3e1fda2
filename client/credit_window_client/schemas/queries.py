"""信用查询 Queries.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal, NotRequired, TypedDict, final

from credit_window_client.schemas.enterprises import QueryBasis


@final
class QueryCounts(TypedDict):
    asked: int
    """共查多少个"""
    answered: int
    """已答复"""
    nothing_found: int
    """已答复的中，没有应告知的信息的"""
    denied: int
    """依据不成立，没有提供"""
    faulty: int
    """无法识别"""


@final
class QueryRow(TypedDict):
    number: str
    at: str
    operator: str
    unit: str
    channel: Literal["api", "page", "window", "public", "self"]
    basis: QueryBasis
    purpose: str
    counts: QueryCounts
    reason_denied: str | None
    ended_at: str | None


@final
class QueriesAnswer(TypedDict):
    items: list[QueryRow]
    next_cursor: str | None


@final
class SubjectRow(TypedDict):
    name: NotRequired[str | None]
    """姓名或名称；自然人必填，须与证件号码相符"""
    id_type: NotRequired[
        Literal[
            "uscc",
            "resident_id",
            "hmt_residence_permit",
            "foreign_permanent_residence",
            "hm_travel_permit",
            "tw_travel_permit",
            "passport",
        ]
        | None
    ]
    """证件类型，不填则自动识别"""
    id_number: str
    """证件号码或统一社会信用代码"""
    authorisation: NotRequired[str | None]
    """该主体的授权书编号；不填则用依据中的编号"""


@final
class AboutSubject(TypedDict):
    name: str
    """名称；自然人的姓名遮盖"""
    kind: str
    """organisation 法人及非法人组织；individual_business 个体工商户；natural_person 自然人"""
    id_type: str
    """证件类型"""
    id_number: str
    """统一社会信用代码；自然人的证件号码遮盖"""


@final
class ToldRecord(TypedDict):
    record_id: int
    """记录编号，提出异议时用"""
    kind: NotRequired[str]
    """种类，例如 administrative_penalty 行政处罚"""
    authority: NotRequired[str]
    """认定单位"""
    decision_number: NotRequired[str | None]
    """决定书文号"""
    title: NotRequired[str | None]
    """名称"""
    violation: NotRequired[str | None]
    """违法事实"""
    content: NotRequired[str | None]
    """决定内容"""
    penalty_kinds: NotRequired[list[str]]
    """处罚种类"""
    fine: NotRequired[str | None]
    """元"""
    confiscated: NotRequired[str | None]
    """元"""
    decided_on: NotRequired[str | None]
    """决定日期"""
    tier: NotRequired[str | None]
    """档次：minor 轻微；general 一般；serious 严重"""
    published_until: NotRequired[str | None]
    """最长公示期届满日"""
    repairable_from: NotRequired[str | None]
    """自这一天起可以申请信用修复"""
    marks: list[str]
    """标记，含义见外层的 marks"""
    adverse: bool
    """是否为不利信息；异议办理中等情形不是"""
    statement: str | None
    """须一并说明的内容，例如重整期间法院的裁定"""


@final
class LegalBasis(TypedDict):
    level: NotRequired[str]
    doc: NotRequired[str]
    article: NotRequired[str | None]


@final
class ToldMeasure(TypedDict):
    number: str
    kind: str
    name: str
    content: str
    department: str
    legal_basis: list[LegalBasis]
    published_url: str | None
    record_id: int
    since: str
    until: str | None


@final
class RowProblem(TypedDict):
    code: str
    """固定的代码，供程序判断"""
    message: str
    """哪里有问题"""
    remedy: NotRequired[str | None]
    """怎样改正"""
    field: NotRequired[str]
    """有问题的字段"""


@final
class MarkMeaning(TypedDict):
    mark: str
    """标记的代码"""
    meaning: str
    """标记的含义"""


@final
class AnswerAboutOne(TypedDict):
    index: int
    """在名单中的位置，从 0 起"""
    number: str
    """查询编号，以 CX 开头"""
    on_file: NotRequired[bool]
    """是否在册；公示查询不答此项"""
    subject: NotRequired[AboutSubject]
    """查的是谁"""
    records: NotRequired[list[ToldRecord]]
    """按用途应告知的信用记录"""
    adverse: NotRequired[int]
    """不利信息的条数"""
    honours: NotRequired[list[ToldRecord]]
    """守信荣誉，不是不利信息"""
    measures: NotRequired[list[ToldMeasure]]
    """正在适用的激励和约束措施"""
    statement: NotRequired[str | None]
    """没有应告知的信息时的说明"""
    problem: NotRequired[RowProblem]
    """这一个查不了的原因；有它就没有其余各项"""


@final
class QueryAnswer(TypedDict):
    index: NotRequired[int]
    number: str
    """查询编号，以 CX 开头"""
    on_file: NotRequired[bool]
    """是否在册；公示查询不答此项"""
    subject: NotRequired[AboutSubject]
    """查的是谁"""
    records: NotRequired[list[ToldRecord]]
    """按用途应告知的信用记录"""
    adverse: NotRequired[int]
    """不利信息的条数"""
    honours: NotRequired[list[ToldRecord]]
    """守信荣誉，不是不利信息"""
    measures: NotRequired[list[ToldMeasure]]
    """正在适用的激励和约束措施"""
    statement: NotRequired[str | None]
    """没有应告知的信息时的说明"""
    problem: NotRequired[RowProblem]
    """这一个查不了的原因；有它就没有其余各项"""
    purpose: str
    basis: QueryBasis
    asked_at: str
    marks: list[MarkMeaning]
    answers: NotRequired[list[AnswerAboutOne]]
    """批量查询才有"""
    counts: NotRequired[QueryCounts]
    """批量查询才有"""
