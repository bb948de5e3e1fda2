"""REST of queries: ask, list past calls, the table of purposes."""

from collections.abc import Callable
from typing import Any

from flask import Response, jsonify, request

from credit.queries import listing
from credit.queries.answering import Answered
from credit.queries.calls import Call
from credit.queries.limits import BODY_BYTES_MAX
from credit.queries.models import Basis, Channel
from credit.queries.own import ask_own
from credit.queries.present import (
    marks_of,
    present_answer,
    present_head,
    present_legend,
    present_purposes,
    present_query,
)
from credit.queries.problems import QueryDenied, missing
from credit.queries.public import PURPOSE as PUBLIC_PURPOSE
from credit.queries.public import PublicQuery, ask_public
from credit.queries.purposes import Asker, purposes_on
from credit.queries.rows import read_row, read_rows, the_one
from credit.queries.schemas import (
    AnswerAboutOne,
    PurposesAnswer,
    QueriesAnswer,
    QueryAnswer,
    QueryFilter,
    QueryRequest,
    QueryRow,
    says_something,
)
from credit.queries.service import Ground, ask_many, ask_one, new_call
from credit.queries.streaming import JSON_TYPE, LINES_TYPE, as_document, as_lines, streamed
from service import clock
from service.access import Scope, allow, current_account, scope_of
from service.access.gate import SignInNeeded
from service.accounts.authenticate import address
from service.api.bodies import takes_json_of
from service.api.errors import problem_response, say
from service.api.idempotency import answer_once, honours_idempotency_key
from service.api.shell import api_blueprint
from service.messages import msg
from service.problems import NotAllowed

blueprint = api_blueprint("queries_api", __name__, "信用查询 Queries")
LINES_TOO = {
    "description": "一个主体或一批的答复；批量查询可要求 application/x-ndjson，每行一个主体",
    "content": {JSON_TYPE: {"schema": QueryAnswer}, LINES_TYPE: {"schema": AnswerAboutOne}},
}
ASKERS = {Scope.unit: Asker.department, Scope.all: Asker.clerk}


@blueprint.post("/queries")
@allow("queries.ask")
@takes_json_of(BODY_BYTES_MAX)
@honours_idempotency_key
@blueprint.arguments(QueryRequest)
@blueprint.response(200, QueryAnswer)
@blueprint.doc(operationId="queries.ask", responses={"200": LINES_TOO})
def ask(body: dict[str, Any]) -> Response:
    """Ask about one subject or a list, on a stated basis for a stated purpose; each is logged.

    Without a token: what is published about one organisation. A list is answered while it is
    worked through; rows that are refused or cannot be read say so and stop nothing.
    """
    return _once(lambda: _ask(body))


def _once(act: Callable[[], Response]) -> Response:
    """The answer, the same one for the same key of the caller."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return act()
    account = current_account()
    return answer_once(account.id if account else 0, key, lambda: _told(act))


def _told(act: Callable[[], Response]) -> Response:
    """The answer; a refusal as an answer too, so that its log entry is not rolled back."""
    try:
        return act()
    except QueryDenied as problem:
        return problem_response(problem)


def _ask(body: dict[str, Any]) -> Response:
    scope = scope_of(current_account(), "queries.ask")
    if ("subject" in body) == ("subjects" in body):
        raise missing("subject", msg("请填写 subject（一个）或 subjects（一批），二者选一。"))
    if scope is Scope.public:
        return _ask_published(body)
    basis = body["basis"]
    if basis is None:
        raise missing("basis", msg("请写明查询依据。"))
    if not says_something(basis["reference"]):
        raise missing("basis.reference", msg("请填写授权书编号，或共享所依据的职责文号。"))
    ground = Ground(body["purpose"], basis["kind"], basis["reference"])
    call = new_call(ground, ASKERS[scope], Channel.api)
    if "subject" in body:
        one = the_one(read_row(0, body["subject"], call.day), within="subject")
        return answer_of(call, ask_one(call, one))
    return _ask_list(call, body["subjects"])


def _ask_list(call: Call, subjects: list[Any]) -> Response:
    results = ask_many(call, read_rows(subjects, call.day), len(subjects))
    wanted = request.accept_mimetypes.best_match([JSON_TYPE, LINES_TYPE], JSON_TYPE)
    if wanted == LINES_TYPE:
        return streamed(as_lines(call, results, say), LINES_TYPE)
    return streamed(as_document(call, results, len(subjects), say), JSON_TYPE)


def _ask_published(body: dict[str, Any]) -> Response:
    basis = body["basis"]
    open_basis = basis is None or basis["kind"] is Basis.publicity
    if body["purpose"] != PUBLIC_PURPOSE or not open_basis:
        if current_account() is None:
            raise SignInNeeded(msg("未登录只能查询已公示的信息（purpose 为 public_search）。"))
        raise NotAllowed(msg("您的角色只能查询已公示的信息（purpose 为 public_search）。"))
    if "subjects" in body:
        raise missing("subjects", msg("公示查询一次查一个，请填写 subject。"))
    one = the_one(read_row(0, body["subject"], clock.today()), within="subject")
    wanted = PublicQuery(one.identifier.number, one.identifier.id_type)
    return answer_of(*ask_public(wanted, address()))


def answer_of(call: Call, one: Answered) -> Response:
    """The answer about one subject. The public is not told whether somebody is on file."""
    answer = {
        "index": 0,
        **present_head(call),
        "marks": present_legend(marks_of(one), say),
        **present_answer(one, say),
    }
    if call.channel is Channel.public:
        answer.pop("on_file")
    response = jsonify(answer)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post("/queries/own")
@allow("queries.own")
@honours_idempotency_key
@blueprint.response(200, QueryAnswer)
@blueprint.doc(operationId="queries.ask_own")
def ask_about_oneself() -> Response:
    """What may be told about the caller itself; logged like any other query."""
    return _once(lambda: answer_of(*ask_own()))


@blueprint.get("/queries")
@allow("queries.read")
@blueprint.arguments(QueryFilter, location="query")
@blueprint.response(200, QueriesAnswer)
def index(given: dict[str, Any]) -> Any:
    """Past calls of the caller's unit, newest first; clerks and auditors see all."""
    rows, following = listing.list_queries(**given)
    return {"items": [present_query(row) for row in rows], "next_cursor": following}


@blueprint.get("/queries/<number>")
@allow("queries.read")
@blueprint.response(200, QueryRow)
def read(number: str) -> Any:
    """One call: who asked what for, on which ground, and what became of it."""
    return present_query(listing.get_query(number))


@blueprint.get("/query-purposes")
@allow("queries.public")
@blueprint.response(200, PurposesAnswer)
@blueprint.doc(security=[])
def purposes() -> Any:
    """For which purposes who may ask what, with the rule it rests on."""
    return {"items": present_purposes(purposes_on(clock.today()), say)}
