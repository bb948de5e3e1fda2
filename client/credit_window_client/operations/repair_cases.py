"""信用修复 Credit repair.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict, final

from credit_window_client.answers import Download, Paged
from credit_window_client.forms import File
from credit_window_client.group import Group
from credit_window_client.operations.enterprises import Need
from credit_window_client.requests import Day, Request, address, new_key


@final
class CaseSubject(TypedDict):
    code: str
    name: str


@final
class CaseLinks(TypedDict):
    self: str
    page: str


@final
class CaseSummary(TypedDict):
    number: str
    case_type: str
    case_type_name: str
    state: str
    state_name: str
    version: int
    open: bool
    owner: str
    """轮到谁办理"""
    owner_name: str
    outcome: str | None
    outcome_name: str | None
    subject: CaseSubject
    authority: str
    """认定单位"""
    channel: str
    due_on: str | None
    alarm: str
    """none、amber 或 red"""
    created_at: str
    submitted_at: str | None
    decided_at: str | None
    closed_at: str | None
    links: CaseLinks


@final
class CasesAnswer(TypedDict):
    items: list[CaseSummary]
    next_cursor: str | None


@final
class Authorisation(TypedDict):
    reference: str
    """授权委托书编号，或“法定代表人本人”"""
    by_agent: NotRequired[bool]
    """来人不是法定代表人，须另附授权委托书"""


@final
class CaseRecord(TypedDict):
    id: int
    kind: str
    status: str
    disputed: bool
    """异议办理中"""
    decision_number: str | None
    title: str | None
    authority: str
    decided_on: str | None
    tier: str | None
    published_until_max: str | None
    repairable_from: str | None


@final
class Field(TypedDict):
    name: str
    label: str
    kind: str
    required: bool
    choices: list[str]
    choice_names: list[str]
    """choices 的名称，次序相同"""
    chars_max: int


@final
class Action(TypedDict):
    code: str
    name: str
    article: str
    reason: str
    """none、optional 或 required"""
    prepared_reasons: list[str]
    fields: list[Field]
    confirm: bool


@final
class CountedDayAnswer(TypedDict):
    day: str
    kind: Literal["work", "rest", "holiday", "swapped"]
    kind_name: str
    is_work: bool
    name: str
    """节日名称，没有时为空"""
    provisional: bool
    number: int | None
    """第几个工作日；不计入时为空"""
    paused: bool


@final
class Clock(TypedDict):
    kind: str
    name: str
    state: str
    days: int
    """工作日，含延长"""
    received_on: str
    due_on: str
    """暂停计时的，为申请人现在补齐时的到期日"""
    amber_on: str
    provisional: bool
    calendar_version: int
    article: str
    evidence: str
    started_at: str
    ended_at: str | None
    working: list[CountedDayAnswer]


@final
class DocumentAnswer(TypedDict):
    id: str
    kind: Literal[
        "performance_proof",
        "commitment",
        "identity",
        "authorisation",
        "court_ruling",
        "statement",
        "evidence",
        "review_answer",
        "other",
    ]
    record_id: int | None
    filename: str
    media_type: Literal["application/pdf", "image/jpeg", "image/png"]
    size: int
    """字节"""
    sha256: str
    pages: int | None
    scan: Literal["clean", "unchecked"]
    """clean 已查毒；unchecked 本机构未安装查毒程序"""
    uploaded_by: str
    uploaded_at: str
    may_withdraw: bool
    url: str


@final
class Effect(TypedDict):
    id: str
    case: str
    record_id: int
    effect: str
    effect_name: str
    target: str
    target_name: str
    state: Literal["pending", "manual", "confirmed", "dead", "superseded"]
    state_name: str
    attempts: int
    requested_at: str
    next_at: NotRequired[str | None]
    confirmed_at: NotRequired[str | None]
    confirmed_by: NotRequired[str | None]
    last_error: NotRequired[str | None]
    last_error_text: NotRequired[str | None]
    receipt: NotRequired[dict[str, Any] | None]


@final
class Letter(TypedDict):
    number: str
    kind: str
    issued_by: str
    issued_at: str
    href: str
    verify: str


@final
class Event(TypedDict):
    version: int
    action: str
    name: str
    from_state: str | None
    to_state: str
    party: str
    party_name: str
    actor: str
    unit: str
    reason: str | None
    fields: dict[str, Any]
    at: str


@final
class CaseAnswer(TypedDict):
    number: str
    case_type: str
    case_type_name: str
    state: str
    state_name: str
    version: int
    open: bool
    owner: str
    """轮到谁办理"""
    owner_name: str
    outcome: str | None
    outcome_name: str | None
    subject: CaseSubject
    authority: str
    """认定单位"""
    channel: str
    due_on: str | None
    alarm: str
    """none、amber 或 red"""
    created_at: str
    submitted_at: str | None
    decided_at: str | None
    closed_at: str | None
    links: CaseLinks
    hint: str
    """接下来会发生什么"""
    definition_version: int
    fields: dict[str, Any]
    relates_to: str | None
    records: list[CaseRecord]
    actions: list[Action]
    clocks: list[Clock]
    checklist: list[Need]
    documents: list[DocumentAnswer]
    effects: list[Effect]
    letters: list[Letter]
    events: list[Event]


@final
class BulkItem(TypedDict):
    number: str
    done: bool
    state: str | None
    problem: dict[str, Any] | None


@final
class BulkAnswer(TypedDict):
    done: int
    refused: int
    items: list[BulkItem]


@final
class DocumentsAnswer(TypedDict):
    items: list[DocumentAnswer]


class RepairCasesOperations(Group):
    """`client.repair_cases`: its operations."""

    def list(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        view: Literal["all", "mine"] | None = None,
        case_type: Literal["penalty", "serious_list", "abnormal_list", "bankruptcy", "revocation"]
        | None = None,
        state: str | None = None,
        open: bool | None = None,
        overdue: bool | None = None,
        code: str | None = None,
        record: int | None = None,
    ) -> Paged[CaseSummary, CasesAnswer]:
        """The cases the caller may see, newest first; or those whose turn it is, first due on top.

        `GET /repair-cases`
        """
        request = Request(
            "GET",
            "/repair-cases",
            query={
                "cursor": cursor,
                "limit": limit,
                "view": view,
                "case_type": case_type,
                "state": state,
                "open": open,
                "overdue": overdue,
                "code": code,
                "record": record,
            },
        )
        return self._paged(request, "items")

    def create(
        self,
        *,
        records: Sequence[int],
        case_type: Literal["penalty", "serious_list", "abnormal_list", "bankruptcy"] | None = None,
        authorisation: Authorisation | None = None,
        by_administrator: bool | None = None,
        performed_on: Day | None = None,
        idempotency_key: str | None = None,
    ) -> CaseAnswer:
        """Ask for a repair. What stands against it is told all at once, with the first possible day.

        `POST /repair-cases`
        """
        request = Request(
            "POST",
            "/repair-cases",
            json={
                "records": records,
                "case_type": case_type,
                "authorisation": authorisation,
                "by_administrator": by_administrator,
                "performed_on": performed_on,
            },
            key=idempotency_key or new_key(),
        )
        answer: CaseAnswer = self._json(request)
        return answer

    def get(self, number: str) -> CaseAnswer:
        """One case with the actions open to the caller and its clocks day by day.

        `GET /repair-cases/{number}`
        """
        request = Request("GET", address("/repair-cases/{}", number))
        answer: CaseAnswer = self._json(request)
        return answer

    def act(
        self,
        number: str,
        action: str,
        *,
        reason: str | None = None,
        fields: Mapping[str, Any] | None = None,
        version: int | None = None,
        idempotency_key: str | None = None,
    ) -> CaseAnswer:
        """Take one action. A refusal is 409 with the state and the actions open to the caller.

        `POST /repair-cases/{number}/actions/{action}`
        """
        request = Request(
            "POST",
            address("/repair-cases/{}/actions/{}", number, action),
            json={"reason": reason, "fields": fields, "version": version},
            key=idempotency_key or new_key(),
        )
        answer: CaseAnswer = self._json(request)
        return answer

    def act_on_many(
        self,
        action: str,
        *,
        numbers: Sequence[str],
        reason: str | None = None,
        fields: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> BulkAnswer:
        """The same action on many cases, each by itself: each has its own answer.

        `POST /repair-cases/actions/{action}`
        """
        request = Request(
            "POST",
            address("/repair-cases/actions/{}", action),
            json={"reason": reason, "fields": fields, "numbers": numbers},
            key=idempotency_key or new_key(),
        )
        answer: BulkAnswer = self._json(request)
        return answer

    def open_revocation(
        self, number: str, *, concern: str, idempotency_key: str | None = None
    ) -> CaseAnswer:
        """Take up a repair of the caller's unit that may rest on false grounds; the party is heard.

        `POST /repair-cases/{number}/revocation`
        """
        request = Request(
            "POST",
            address("/repair-cases/{}/revocation", number),
            json={"concern": concern},
            key=idempotency_key or new_key(),
        )
        answer: CaseAnswer = self._json(request)
        return answer

    def attachments(self, number: str) -> DocumentsAnswer:
        """What was handed in with a case and not taken back.

        `GET /repair-cases/{number}/attachments`
        """
        request = Request("GET", address("/repair-cases/{}/attachments", number))
        answer: DocumentsAnswer = self._json(request)
        return answer

    def attach(
        self,
        number: str,
        *,
        kind: Literal[
            "performance_proof",
            "commitment",
            "identity",
            "authorisation",
            "court_ruling",
            "statement",
            "evidence",
            "review_answer",
            "other",
        ],
        file: File,
        record_id: int | None = None,
        idempotency_key: str | None = None,
    ) -> DocumentAnswer:
        """Hand in a document. Its type is told by its content; what cannot be kept is refused.

        `POST /repair-cases/{number}/attachments`
        """
        request = Request(
            "POST",
            address("/repair-cases/{}/attachments", number),
            form={"kind": kind, "record_id": record_id, "file": file},
            key=idempotency_key or new_key(),
        )
        answer: DocumentAnswer = self._json(request)
        return answer

    def attachment(self, number: str, document_id: str) -> Download:
        """The content of a document, as a file to save; the read is logged.

        `GET /repair-cases/{number}/attachments/{document_id}`
        """
        request = Request("GET", address("/repair-cases/{}/attachments/{}", number, document_id))
        return self._download(request)

    def withdraw_attachment(
        self, number: str, document_id: str, *, idempotency_key: str | None = None
    ) -> None:
        """Take a document back before it is submitted; its content is erased.

        `POST /repair-cases/{number}/attachments/{document_id}/withdraw`
        """
        request = Request(
            "POST",
            address("/repair-cases/{}/attachments/{}/withdraw", number, document_id),
            key=idempotency_key or new_key(),
        )
        self._nothing(request)

    def letter_pdf(self, number: str, letter: str) -> Download:
        """A notice or decision, signed; the read is logged.

        `GET /repair-cases/{number}/letters/{letter}.pdf`
        """
        request = Request("GET", address("/repair-cases/{}/letters/{}.pdf", number, letter))
        return self._download(request)

    def commitment_pdf(self, number: str, *, record_id: int | None = None) -> Download:
        """The form of the commitment for one record, to be signed, sealed and handed in.

        `GET /repair-cases/{number}/commitment.pdf`
        """
        request = Request(
            "GET",
            address("/repair-cases/{}/commitment.pdf", number),
            query={"record_id": record_id},
        )
        return self._download(request)
