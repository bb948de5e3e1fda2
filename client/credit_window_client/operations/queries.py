"""信用查询 Queries.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from collections.abc import Sequence
from typing import Any, Literal, NotRequired, TypedDict, final

from credit_window_client.answers import Paged
from credit_window_client.group import Group
from credit_window_client.operations.enterprises import QueryBasis
from credit_window_client.requests import Day, Request, address, new_key


@final
class QueryCounts(TypedDict):
    asked: int
    answered: int
    nothing_found: int
    denied: int
    faulty: int


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
    kind: str
    id_type: str
    id_number: str


@final
class ToldRecord(TypedDict):
    record_id: int
    kind: NotRequired[str]
    authority: NotRequired[str]
    decision_number: NotRequired[str | None]
    title: NotRequired[str | None]
    violation: NotRequired[str | None]
    content: NotRequired[str | None]
    penalty_kinds: NotRequired[list[str]]
    fine: NotRequired[str | None]
    """元"""
    confiscated: NotRequired[str | None]
    """元"""
    decided_on: NotRequired[str | None]
    tier: NotRequired[str | None]
    published_until: NotRequired[str | None]
    repairable_from: NotRequired[str | None]
    marks: list[str]
    adverse: bool
    """是否为不利信息；异议办理中等情形不是"""
    statement: str | None


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
    message: str
    remedy: NotRequired[str | None]
    field: NotRequired[str]


@final
class MarkMeaning(TypedDict):
    mark: str
    meaning: str


@final
class AnswerAboutOne(TypedDict):
    index: int
    """在名单中的位置，从 0 起"""
    number: str
    on_file: NotRequired[bool]
    """公示查询不答此项"""
    subject: NotRequired[AboutSubject]
    records: NotRequired[list[ToldRecord]]
    adverse: NotRequired[int]
    """不利信息的条数"""
    honours: NotRequired[list[ToldRecord]]
    measures: NotRequired[list[ToldMeasure]]
    statement: NotRequired[str | None]
    problem: NotRequired[RowProblem]


@final
class QueryAnswer(TypedDict):
    index: NotRequired[int]
    number: str
    on_file: NotRequired[bool]
    """公示查询不答此项"""
    subject: NotRequired[AboutSubject]
    records: NotRequired[list[ToldRecord]]
    adverse: NotRequired[int]
    """不利信息的条数"""
    honours: NotRequired[list[ToldRecord]]
    measures: NotRequired[list[ToldMeasure]]
    statement: NotRequired[str | None]
    problem: NotRequired[RowProblem]
    purpose: str
    basis: QueryBasis
    asked_at: str
    marks: list[MarkMeaning]
    answers: NotRequired[list[AnswerAboutOne]]
    """批量查询才有"""
    counts: NotRequired[QueryCounts]
    """批量查询才有"""


class QueriesOperations(Group):
    """`client.queries`: its operations."""

    def list(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        purpose: str | None = None,
        channel: Literal["api", "page", "window", "public", "self"] | None = None,
        basis: Literal["authorisation", "sharing", "publicity"] | None = None,
        from_: Day | None = None,
        to: Day | None = None,
        denied: bool | None = None,
    ) -> Paged[QueryRow, QueriesAnswer]:
        """Past calls of the caller's unit, newest first; clerks and auditors see all.

        `GET /queries`
        """
        request = Request(
            "GET",
            "/queries",
            query={
                "cursor": cursor,
                "limit": limit,
                "purpose": purpose,
                "channel": channel,
                "basis": basis,
                "from": from_,
                "to": to,
                "denied": denied,
            },
        )
        return self._paged(request, "items")

    def ask(
        self,
        *,
        purpose: str | None = None,
        basis: QueryBasis | None = None,
        subject: SubjectRow | None = None,
        subjects: Sequence[Any] | None = None,
        idempotency_key: str | None = None,
    ) -> QueryAnswer:
        """Ask about one subject or a list, on a stated basis for a stated purpose; each is logged.

        Without a token: what is published about one organisation. A list is answered while it is
        worked through; rows that are refused or cannot be read say so and stop nothing.

        `POST /queries`
        """
        request = Request(
            "POST",
            "/queries",
            json={"purpose": purpose, "basis": basis, "subject": subject, "subjects": subjects},
            key=idempotency_key or new_key(),
        )
        answer: QueryAnswer = self._json(request)
        return answer

    def ask_own(self, *, idempotency_key: str | None = None) -> QueryAnswer:
        """What may be told about the caller itself; logged like any other query.

        `POST /queries/own`
        """
        request = Request("POST", "/queries/own", key=idempotency_key or new_key())
        answer: QueryAnswer = self._json(request)
        return answer

    def get(self, number: str) -> QueryRow:
        """One call: who asked what for, on which ground, and what became of it.

        `GET /queries/{number}`
        """
        request = Request("GET", address("/queries/{}", number))
        answer: QueryRow = self._json(request)
        return answer
