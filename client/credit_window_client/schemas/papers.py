"""信用核查 Credit checks.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal, NotRequired, TypedDict, final


@final
class VerifyAnswer(TypedDict):
    document: str
    """certificate 核查证明；letter 办件文书；credit_report 信用报告"""
    number: str
    intact: Literal["yes", "no", "unknown"]
    """内容是否完整、未被改动；unknown 表示签发者未知，无法判断"""
    issuer_known: Literal["yes", "no", "unknown"]
    issuer: str
    issuer_key_id: str
    status: Literal["valid", "superseded", "revoked", "unknown"]
    """valid 现行有效；superseded 已被新的取代；revoked 已撤销"""
    superseded_by: NotRequired[str | None]
    checked_at: str
    subject: str
    """姓名（名称）；自然人已遮盖"""
    issued_at: str
    purpose: NotRequired[Literal["school_admission", "residence_registration", "enterprise_review"]]
    """证明才有"""
    outcome: NotRequired[Literal["passed", "negative", "held"]]
    """证明才有"""
    as_of: NotRequired[str]
    """证明和报告才有：核查基准日，数据截至"""
    changed: NotRequired[bool]
    """报告才有：签发后在册信息有变化，请以新出具的为准"""
    under_objection: NotRequired[bool]
    """证明才有：结果或者所计入的记录正在异议办理中"""
    kind: NotRequired[str]
    """文书才有：文种，如 grant"""
    title: NotRequired[str]
    """文书才有：标题"""
    case: NotRequired[str]
    """文书才有：办件编号"""
