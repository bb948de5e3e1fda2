"""激励与约束措施 Measures.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict, final

from credit_window_client.answers import Paged
from credit_window_client.group import Group
from credit_window_client.operations.enterprises import MeasureBasisAnswer
from credit_window_client.requests import Day, Request, address, new_key


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


class MeasuresOperations(Group):
    """`client.measures`: its operations."""

    def list(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        kind: Literal["incentive", "constraint"] | None = None,
        state: Literal["draft", "active", "ended"] | None = None,
        department: str | None = None,
    ) -> Paged[MeasureAnswer, MeasureList]:
        """The register, the newest first. Published measures are open to everybody.

        `GET /measures`
        """
        request = Request(
            "GET",
            "/measures",
            query={
                "cursor": cursor,
                "limit": limit,
                "kind": kind,
                "state": state,
                "department": department,
            },
        )
        return self._paged(request, "items")

    def create(
        self,
        *,
        kind: Literal["incentive", "constraint"],
        name: str,
        content: str,
        target: MeasureTarget,
        department: str,
        valid_from: Day,
        name_en: str | None = None,
        legal_basis: Sequence[MeasureBasis] | None = None,
        published_url: str | None = None,
        catalogue_item: str | None = None,
        term_months: int | None = None,
        valid_to: Day | None = None,
        idempotency_key: str | None = None,
    ) -> MeasureAnswer:
        """Draw up a measure. A constraint must be on the list in force; the draft takes no effect.

        `POST /measures`
        """
        request = Request(
            "POST",
            "/measures",
            json={
                "kind": kind,
                "name": name,
                "name_en": name_en,
                "content": content,
                "legal_basis": legal_basis,
                "published_url": published_url,
                "catalogue_item": catalogue_item,
                "target": target,
                "department": department,
                "term_months": term_months,
                "valid_from": valid_from,
                "valid_to": valid_to,
            },
            key=idempotency_key or new_key(),
        )
        answer: MeasureAnswer = self._json(request)
        return answer

    def get(self, number: str) -> MeasureAnswer:
        """One measure.

        `GET /measures/{number}`
        """
        request = Request("GET", address("/measures/{}", number))
        answer: MeasureAnswer = self._json(request)
        return answer

    def revise(
        self, number: str, *, version: int, measure: NewMeasure, idempotency_key: str | None = None
    ) -> MeasureAnswer:
        """Change a draft; 409 when somebody else did meanwhile.

        `POST /measures/{number}/revise`
        """
        request = Request(
            "POST",
            address("/measures/{}/revise", number),
            json={"version": version, "measure": measure},
            key=idempotency_key or new_key(),
        )
        answer: MeasureAnswer = self._json(request)
        return answer

    def activate(self, number: str, *, idempotency_key: str | None = None) -> MeasureAnswer:
        """Bring into force: a constraint needs legal basis, list item and published address.

        `POST /measures/{number}/activate`
        """
        request = Request(
            "POST", address("/measures/{}/activate", number), key=idempotency_key or new_key()
        )
        answer: MeasureAnswer = self._json(request)
        return answer

    def end(self, number: str, *, reason: str, idempotency_key: str | None = None) -> MeasureAnswer:
        """End for good; everything applied by it is lifted at once.

        `POST /measures/{number}/end`
        """
        request = Request(
            "POST",
            address("/measures/{}/end", number),
            json={"reason": reason},
            key=idempotency_key or new_key(),
        )
        answer: MeasureAnswer = self._json(request)
        return answer

    def figures(
        self, number: str, *, from_: Day | None = None, to: Day | None = None
    ) -> MeasureFiguresAnswer:
        """Proposed, confirmed, lifted, reported on, and how long confirming took; names nobody.

        `GET /measures/{number}/figures`
        """
        request = Request(
            "GET", address("/measures/{}/figures", number), query={"from": from_, "to": to}
        )
        answer: MeasureFiguresAnswer = self._json(request)
        return answer
