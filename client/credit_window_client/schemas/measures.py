"""激励与约束措施 Measures.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal, NotRequired, TypedDict, final

from credit_window_client.schemas.enterprises import MeasureBasisAnswer


@final
class MeasureAnswer(TypedDict):
    number: str
    kind: str
    kind_name: str
    name: str
    name_en: str | None
    content: str
    legal_basis: list[MeasureBasisAnswer]
    published_url: str | None
    catalogue_item: str | None
    catalogue_item_name: str | None
    target: dict[str, list[str]]
    department: str
    term_months: int | None
    valid_from: str
    valid_to: str | None
    demonstration: bool
    state: str
    state_name: str
    version: int
    activated_at: str | None
    ended_at: str | None


@final
class MeasureList(TypedDict):
    items: list[MeasureAnswer]
    next_cursor: str | None


@final
class MeasureBasis(TypedDict):
    level: Literal["law", "regulation", "central_policy"]
    """法律；行政法规或地方性法规；党中央、国务院政策文件"""
    doc: str
    article: str


@final
class MeasureTarget(TypedDict):
    subject_kinds: NotRequired[
        list[Literal["natural_person", "organisation", "individual_business"]]
    ]
    kinds: NotRequired[
        list[
            Literal[
                "administrative_penalty",
                "administrative_detention",
                "serious_dishonesty_list",
                "defaulter_list",
                "conviction",
                "tax_violation",
                "false_materials",
                "abnormal_list",
                "honour",
                "other",
            ]
        ]
    ]
    """由哪类记录引起；激励措施只能是 honour"""
    tiers: NotRequired[list[Literal["minor", "general", "serious"]]]
    without: NotRequired[
        list[
            Literal[
                "administrative_penalty",
                "administrative_detention",
                "serious_dishonesty_list",
                "defaulter_list",
                "conviction",
                "tax_violation",
                "false_materials",
                "abnormal_list",
                "honour",
                "other",
            ]
        ]
    ]
    """主体有此类有效记录的，不予激励"""
    titles: NotRequired[list[str]]
    """荣誉或名单的名称；不写则不限"""
    authorities: NotRequired[list[str]]
    """认定单位；不写则不限"""


@final
class NewMeasure(TypedDict):
    kind: Literal["incentive", "constraint"]
    name: str
    name_en: NotRequired[str | None]
    content: str
    legal_basis: NotRequired[list[MeasureBasis]]
    """约束措施生效前必须有"""
    published_url: NotRequired[str | None]
    """公布网址；约束措施生效前必须有"""
    catalogue_item: NotRequired[str | None]
    target: MeasureTarget
    department: str
    """确认并实施的部门"""
    term_months: NotRequired[int | None]
    """每次实施最长几个月；不写则随记录"""
    valid_from: str
    valid_to: NotRequired[str | None]


@final
class MeasureLiftedBy(TypedDict):
    why: str
    name: str
    count: int


@final
class MeasureFiguresAnswer(TypedDict):
    proposed: int
    confirmed: int
    declined: int
    lifted: int
    dropped: int
    """部门尚未办理，所依据的记录已不成立的建议"""
    feedback: int
    waiting: int
    applied: int
    days_to_confirm: float | None
    """从建议到确认的日历天数，中位数"""
    lifted_by: list[MeasureLiftedBy]
