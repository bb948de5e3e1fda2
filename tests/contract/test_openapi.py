"""The API answers as its OpenAPI document says, whoever asks and whatever is sent."""

import base64
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from traceback import format_exception_only
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from credit.checks.batches.jobs import run_batch
from credit.records.importing.run import run_import
from credit.rules.service import import_rules
from service.access.account import Role
from service.access.gate import action_of
from service.access.policy import Rule, load_policy
from service.accounts.api_tokens import create_token
from service.accounts.service import NewAccount, create_account
from service.api.documentation import FORM_TYPE, METHODS
from service.api.errors import PROBLEM_TYPE
from service.database import db, transaction
from tests.conftest import DEMO_PASSWORD, empty_tables
from tests.credit.checks.conftest import TABLES, body, put_record, put_subject
from tests.examples import some
from tests.factories.cases import SubjectRow, a_record
from tests.factories.identifiers import make_resident_id, make_uscc
from tests.factories.records import EnterpriseRow, csv_of
from tests.workflows.documents.files import pdf

pytestmark = pytest.mark.long
EXAMPLES = 4
"""Requests to each operation by the first caller who may ask for it."""
EXAMPLES_OF_THE_OTHERS = 1
"""Those that are sent by further callers too: they pass the same checks, or are refused."""
CALLERS = [Role.clerk, Role.reviewer, Role.admin, None]
BASIC = base64.b64encode(f"openapi-clerk:{DEMO_PASSWORD}".encode()).decode()
PERSON, ORGANISATION = make_resident_id(1), make_uscc(1)
GOOD_SUBJECT = {"name": "张伟", "id_type": "resident_id", "id_number": PERSON}
GOOD_REGISTER = csv_of([EnterpriseRow(code=ORGANISATION)])
GOOD_PAPER = pdf()
GOOD_LIST = csv_of([{"姓名": "王芳", "证件号码": make_resident_id(2)}])
MUST_ANSWER: dict[Role | None, set[str]] = {
    Role.clerk: {
        "POST /api/v1/tokens",
        "POST /api/v1/checks",
        "POST /api/v1/check-batches",
        "POST /api/v1/record-imports",
        "GET /api/v1/checks/{number}",
        "GET /api/v1/check-batches/{batch_id}/result.xlsx",
        "GET /api/v1/record-imports/{import_id}/refused.csv",
        "GET /api/v1/enterprises/{code}/records",
        "GET /api/v1/repair-cases/{number}",
        "GET /api/v1/repair-cases/{number}/commitment.pdf",
        "GET /api/v1/repair-cases/{number}/attachments",
        "POST /api/v1/repair-cases/{number}/attachments",
        "GET /api/v1/repair-cases/{number}/attachments/{document_id}",
        "POST /api/v1/uploads",
        "PUT /api/v1/uploads/{upload_id}",
    },
    Role.reviewer: {"GET /api/v1/checks/{number}", "POST /api/v1/records/{record_id}/tier"},
    Role.admin: set(),
    None: set(),
}
"""What must be seen to succeed, or the examples prove nothing."""
ANY_TEXT = {"type": "string", "minLength": 1}
PLACE = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
ALWAYS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@dataclass
class Served:
    """The service with something of everything in it, and its document."""

    app: Flask
    tokens: dict[Role, str]
    document: dict[str, Any]
    places: dict[str, list[Any]] = field(default_factory=dict)
    """What the places of an address may hold so that something is found there."""

    @cached_property
    def policy(self) -> dict[str, Rule]:
        """Who may ask for each operation."""
        rules = [(rule, PLACE.sub(r"{\1}", rule.rule)) for rule in self.app.url_map.iter_rules()]
        return {
            f"{method} {path}": load_policy()[action_of(self.app, rule.endpoint)]
            for rule, path in rules
            for method in rule.methods or ()
        }


@pytest.fixture(scope="module")
def served(built_app: Flask) -> Iterator[Served]:
    with built_app.app_context():
        empty_tables()
        import_rules(TABLES / "xh-demo.yaml")
        tokens = {role: _token(role) for role in CALLERS if role is not None}
        document = built_app.test_client().get("/api/openapi.json").json
        whole = Served(built_app, tokens, document)
        whole.places = _fill(built_app, tokens)
        db.session.remove()
    yield whole
    with built_app.app_context():
        empty_tables()
        db.session.remove()


def _token(role: Role) -> str:
    account = create_account(NewAccount(f"openapi-{role.value}", role, DEMO_PASSWORD))
    return create_token(account, "openapi")[1]


def _fill(app: Flask, tokens: dict[Role, str]) -> dict[str, list[Any]]:
    """A passed, a negative and a held check, a batch that is done, an import that is done."""
    client, clerk = app.test_client(), bearer(tokens[Role.clerk])
    record = put_record(put_subject("张伟", PERSON))
    put_subject("李娜", make_resident_id(3))
    people = [("张伟", PERSON), ("李雷", make_resident_id(3)), ("王芳", make_resident_id(2))]
    answers = [
        client.post("/api/v1/checks", json=body(*person), headers=clerk) for person in people
    ]
    assert {answer.status_code for answer in answers} == {201}, answers[0].text
    numbers = [answer.json["number"] for answer in answers]
    sent = {"purpose": "school_admission", "basis": "sharing", "basis_reference": "1"}
    sent["file"] = (io.BytesIO(GOOD_LIST), "名单.csv")
    batch = client.post("/api/v1/check-batches", data=sent, headers=clerk).json["id"]
    run_batch(batch)
    upload = {"feed": "enterprises", "file": (io.BytesIO(GOOD_REGISTER), "a.csv")}
    brought = client.post("/api/v1/record-imports", data=upload, headers=clerk).json["id"]
    run_import(brought)
    return _fill_case(client, clerk) | {
        "number": numbers,
        "batch_id": [batch],
        "import_id": [brought],
        "code": [ORGANISATION],
        "record_id": [record.id],
        "subject_id": [record.subject_id],
    }


def _fill_case(client: FlaskClient, clerk: dict[str, str]) -> dict[str, list[Any]]:
    """A repair case in its draft, with a document, and an upload on its way."""
    with transaction():
        record = a_record(subject=SubjectRow())
    wish = {"records": [record.id], "authorisation": {"reference": "SQ-1", "by_agent": False}}
    opened = client.post("/api/v1/repair-cases", json=wish, headers=clerk)
    assert opened.status_code == 201, opened.text
    number = opened.json["number"]
    paper = {"kind": "performance_proof", "file": (io.BytesIO(GOOD_PAPER), "a.pdf")}
    kept = client.post(f"/api/v1/repair-cases/{number}/attachments", data=paper, headers=clerk)
    begun = client.post("/api/v1/uploads", json=upload_of(number), headers=clerk)
    return {
        "case": [number],
        "document_id": [kept.json["id"]],
        "upload_id": [begun.json["id"]],
        "action": ["submit", "withdraw"],
    }


def upload_of(number: str) -> dict[str, Any]:
    return {"case": number, "kind": "other", "filename": "a.pdf", "size": 4}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def headers_of(served: Served, caller: Role | None, path: str) -> dict[str, str]:
    if caller is None:
        return {}
    if path.endswith("/tokens"):
        return {"Authorization": f"Basic {BASIC}"}
    return bearer(served.tokens[caller])


def mend(served: Served, case: Any, data: st.DataObject) -> None:
    """Put in what random text never hits: numbers that exist, a person, a list that is read."""
    for name in case.path_parameters or {}:
        place = "case" if name == "number" and "/repair-cases/" in case.path else name
        if place in served.places:
            case.path_parameters[name] = data.draw(st.sampled_from(served.places[place]))
    if case.path.endswith("/uploads/{upload_id}") and case.method.upper() == "PUT":
        case.headers["Content-Range"] = "bytes 0-3/4"
        case.body = b"%PDF"
    (case.headers or {}).pop("Idempotency-Key", None)
    (case.query or {}).pop("cursor", None)
    if not isinstance(case.body, dict):
        return
    if "subject" in case.body:
        case.body |= {"subject": GOOD_SUBJECT, "basis": {"kind": "sharing", "reference": "1"}}
        case.body.pop("as_of", None)
    if case.path.endswith("/attachments"):
        case.body = {"kind": "performance_proof", "file": GOOD_PAPER}
    elif case.path.endswith("/uploads"):
        case.body = upload_of(served.places["case"][0])
    elif "feed" in case.body:
        case.body |= {"feed": "enterprises", "file": GOOD_REGISTER}
    elif "file" in case.body:
        case.body.pop("basis", None)
        case.body |= {"file": GOOD_LIST, "basis_kind": "sharing", "basis_reference": "1"}


class Behind:
    """Reads an answer to its end and closes it, as a server does."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        answer = self._app.wsgi_app(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            if hasattr(answer, "close"):
                answer.close()


SOME = settings(
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def first_of(served: Served, label: str) -> Role | None:
    """The first caller who may ask for the operation at all; the clerk where none of them may."""
    policy = served.policy[label]
    return next((one for one in CALLERS if policy.public or one in policy.scopes), CALLERS[0])


def ask(
    served: Served, callers: Sequence[Role | None], operation: Any, mode: Any, checks: list[Any]
) -> dict[Role | None, set[int]]:
    """Send the examples of one operation as the first caller, some of them as the others too.

    What examples cost is to be made up and not to be sent. Gives the statuses of the answers.
    """
    statuses: dict[Role | None, set[int]] = {caller: set() for caller in callers}
    turns = count()

    @settings(SOME, max_examples=some(EXAMPLES))
    @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    def send(case, data) -> None:
        turn = next(turns)
        if mode.is_positive and turn % 2 == 0:
            mend(served, case, data)
        wanted = checks
        if case.media_type == FORM_TYPE:
            # What cannot be written as a form is left out on the way, and what is left is right.
            wanted = [check for check in checks if check is not negative_data_rejection]
        for caller in callers if turn < some(EXAMPLES_OF_THE_OTHERS) else callers[:1]:
            headers = headers_of(served, caller, operation.path)
            try:
                answer = case.call_and_validate(headers=headers, checks=wanted)
            except BaseException as error:
                error.add_note(f"asked as {caller}")
                raise
            statuses[caller].add(answer.status_code)

    send()
    return statuses


def takes_anything(document: dict[str, Any], operation: Any) -> bool:
    """Whether it is told nothing but text in its address: none is wrong, and to look for one takes
    longer than all other examples."""
    place = document["paths"][operation.path]
    told = [*place.get("parameters", ()), *place[operation.method].get("parameters", ())]
    only_text = all((one["in"], one["schema"]) == ("path", ANY_TEXT) for one in told)
    return only_text and "requestBody" not in place[operation.method]


def ask_operations(
    served: Served, others: list[Role | None], mode: Any, checks: list[Any]
) -> dict[Role | None, set[str]]:
    """Ask each operation as its first caller and as others; what was answered well, by caller."""
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", Behind(served.app))
    schema.config.generation.update(with_security_parameters=False)
    faults, answered = [], dict.fromkeys(CALLERS, frozenset())
    for operation in (found.ok() for found in schema.get_all_operations()):
        if mode.is_negative and takes_anything(served.document, operation):
            continue
        first = first_of(served, operation.label)
        callers = [first, *(caller for caller in others if caller is not first)]
        try:
            statuses = ask(served, callers, operation, mode, checks)
        except (Exception, ExceptionGroup) as error:  # noqa: BLE001 - shown together below
            told = "".join(format_exception_only(error))
            faults.append(f"{operation.label}: {told} {getattr(error, 'exceptions', '')}")
            continue
        for caller in callers:
            if min(statuses[caller]) < 300:
                answered[caller] |= {operation.label}
    assert not faults, "\n\n".join(faults)
    return answered


def test_what_the_document_allows_is_answered_as_it_says_whoever_asks(served):
    mode = schemathesis.GenerationMode.POSITIVE
    answered = ask_operations(served, CALLERS, mode, ALWAYS)
    for caller in CALLERS:
        assert MUST_ANSWER[caller] <= answered[caller]


def test_what_the_document_forbids_is_refused_as_it_says(served):
    """Asked by one who may ask for it: others are refused before what they send is looked at."""
    mode, checks = schemathesis.GenerationMode.NEGATIVE, [*ALWAYS, negative_data_rejection]
    ask_operations(served, [], mode, checks)


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, item[method])
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    ]


def test_every_operation_names_the_problems_a_caller_must_reckon_with(served):
    for method, path, operation in operations(served.document):
        wanted = {"422", "default"}
        wanted |= {"401", "403"} if operation.get("security") != [] else set()
        wanted |= {"404"} if "{" in path else set()
        wanted |= {"409"} if method == "post" else set()
        assert wanted <= operation["responses"].keys(), (method, path)
        for status in wanted:
            assert list(operation["responses"][status]["content"]) == [PROBLEM_TYPE]


def test_every_post_documents_the_idempotency_key(served):
    for method, path, operation in operations(served.document):
        named = {one["name"] for one in operation.get("parameters", [])}
        assert ("Idempotency-Key" in named) == (method == "post"), path


def test_arguments_stand_only_where_openapi_3_knows_them(served):
    for _, path, operation in operations(served.document):
        places = {one["in"] for one in operation.get("parameters", [])}
        assert places <= {"path", "query", "header", "cookie"}, path


def test_the_fields_beside_a_file_are_documented_with_it(served):
    for path in ("/api/v1/check-batches", "/api/v1/record-imports"):
        body_of = served.document["paths"][path]["post"]["requestBody"]
        schema = body_of["content"]["multipart/form-data"]["schema"]
        assert {"file"} < schema["properties"].keys()
        assert "file" in schema["required"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/api/v1/checks/{number}/certificate.pdf", "application/pdf"),
        ("/api/v1/record-imports/{import_id}/refused.csv", "text/csv"),
    ],
)
def test_a_download_says_what_it_is(served, path, kind):
    assert list(served.document["paths"][path]["get"]["responses"]["200"]["content"]) == [kind]
