"""Whatever text people and systems send: it is refused with a reason or kept as it was sent.

Never a server error, and on no page does it become markup.
"""

import io
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from marshmallow import ValidationError
from sqlalchemy import select

from credit.checks import service as checks
from credit.checks.models import BasisKind, Check
from credit.checks.present import present
from credit.checks.schemas import CheckAnswer, CheckRequest
from credit.checks.service import NewCheck
from credit.subjects.identifiers import IdType
from service.accounts.models import ApiToken
from service.database import db
from service.problems import Problem
from tests.conftest import DEMO_PASSWORD
from tests.contract.conftest import NAUGHTY
from tests.contract.naughty import FEW, MARKUP, SOME, ask_all
from tests.contract.pages import foreign_markup, shows
from tests.credit.checks.conftest import body, put_record, put_subject
from tests.factories.identifiers import make_resident_id, make_uscc
from tests.factories.records import EnterpriseRow, csv_of

pytestmark = pytest.mark.usefixtures("rules")


@pytest.fixture
def organisations() -> Iterator[str]:
    """Codes of organisations that are not on file."""
    return (make_uscc(n) for n in range(10_000))


def test_every_string_as_a_name_is_kept_as_it_is_or_refused(app: Flask, as_clerk, organisations):
    kept = 0
    for name in NAUGHTY:
        sent = body(name, code := next(organisations))
        sent["subject"]["id_type"] = "uscc"
        try:
            CheckRequest().load(sent)
        except ValidationError:
            continue
        new = NewCheck(
            "enterprise_review", name, IdType.USCC, code, BasisKind.sharing, "依据"
        )  # fmt: skip
        check = checks.create_check(new)
        with app.test_request_context():
            answer = CheckAnswer().dump(present(check, str))
        assert answer["subject"]["name"] == name
        assert db.session.scalar(select(Check.name_sealed).where(Check.id == check.id)) == name
        kept += 1
    assert kept > 400


def as_seen(text: str) -> str:
    """The text without what shows nothing but may turn the text around it, in single blanks."""
    return " ".join("".join(one for one in text if unicodedata.category(one) != "Cf").split())


def test_a_name_or_a_basis_comes_back_as_people_see_it_and_is_shown_as_text(
    api, signed_in, organisations
):
    clerk, page = api("clerk"), signed_in("clerk")

    def send(text: str) -> Any:
        sent = body(text, next(organisations), purpose="enterprise_review")
        sent["subject"]["id_type"] = "uscc"
        sent["basis"]["reference"] = text
        return clerk.post("/checks", json=sent)

    taken = ask_all(send, [*SOME, *MARKUP])
    assert len(taken) > 60
    for text, answer in taken.items():
        again = clerk.get(f"/checks/{answer.json['number']}").json
        seen = as_seen(text)
        assert (again["subject"]["name"], again["basis"]["reference"]) == (seen, seen)
    for text in [text for text in MARKUP if text in taken]:
        shown = page.get(f"/checks/{taken[text].json['number']}")
        assert shown.status_code == 200
        assert foreign_markup(shown.text) == []
        assert shows(shown.text, text)
    assert foreign_markup(page.get("/checks").text) == []


def test_a_number_of_a_person_is_never_repeated_to_the_reader(api):
    clerk = api("clerk")
    taken = ask_all(lambda text: clerk.post("/checks", json=body("张伟", text)), SOME)
    assert taken == {}


@pytest.mark.parametrize("field", ["purpose", "as_of", "subject.id_type", "basis.kind"])
def test_a_text_is_never_a_word_of_a_closed_list(api, field):
    clerk = api("clerk")

    def send(text: str) -> Any:
        sent = body("张伟", make_resident_id(1))
        group, _, name = field.rpartition(".")
        (sent[group] if group else sent)[name] = text  # type: ignore[index]
        return clerk.post("/checks", json=sent)

    assert ask_all(send, SOME) == {}


def test_a_reviewers_note_is_kept_and_shown_as_text(api, signed_in):
    clerk, reviewer, page = api("clerk"), api("reviewer"), signed_in("reviewer")
    number = make_resident_id(1)
    put_record(put_subject("张伟", number))

    def send(text: str) -> Any:
        made = clerk.post("/checks", json=body("张伟", number)).json["number"]
        return reviewer.post(f"/checks/{made}/confirm", json={"note": text})

    taken = ask_all(send, FEW)
    assert len(taken) == len(FEW)
    for text, answer in taken.items():
        made = answer.json["number"]
        assert db.session.scalar(select(Check.review_note).where(Check.number == made)) == text
        shown = page.get(f"/checks/{made}").text
        assert foreign_markup(shown) == []
        assert shows(shown, text)


def test_the_reason_of_a_tier_is_kept_and_shown_as_text(api, signed_in):
    record = put_record(put_subject("甲公司", make_uscc(1), IdType.USCC))
    reviewer, page = api("reviewer"), signed_in("reviewer")
    tiers = iter(["general", "serious"] * len(NAUGHTY))

    def send(text: str) -> Any:
        sent = {"tier": next(tiers), "reason": text}
        return reviewer.post(f"/records/{record.id}/tier", json=sent)

    taken = ask_all(send, [*SOME, *MARKUP])
    assert len(taken) > 60
    shown = page.get(f"/records/{record.id}").text
    assert foreign_markup(shown) == []
    assert all(shows(shown, text) for text in MARKUP if text in taken)


def test_the_reason_of_a_match_is_kept(api):
    named = put_subject("甲公司", None)
    subject = put_subject("甲公司", make_uscc(1), IdType.USCC)
    reviewer = api("reviewer")

    def send(text: str) -> Any:
        sent = {"named_subject_id": named.id, "subject_id": subject.id, "same": True}
        return reviewer.post("/subject-matches", json=sent | {"reason": text})

    for text, answer in ask_all(send, SOME).items():
        assert answer.json["reason"] == text


def in_a_header(text: str) -> str | None:
    """The text as it travels in a header, UTF-8; None where no header can hold it."""
    wire = text.encode("utf-8", "surrogatepass").decode("latin-1")
    return None if set(wire) & {"\r", "\n"} else wire


def test_any_idempotency_key_is_refused_or_honoured(api):
    clerk = api("clerk")
    sent = body("张伟", make_resident_id(1))

    def send(text: str) -> Any:
        return clerk.post("/checks", json=sent, headers={"Idempotency-Key": in_a_header(text)})

    keys = [text for text in SOME if in_a_header(text) is not None]
    taken = ask_all(send, keys)
    assert len(taken) > 10
    for text, answer in taken.items():
        again = send(text)
        assert again.headers["Idempotent-Replayed"] == "true"
        assert again.json == answer.json


@pytest.mark.parametrize("address", ["/check-batches", "/record-imports"])
@pytest.mark.parametrize("name", ["cursor", "limit"])
def test_any_cursor_is_refused_or_leads_to_a_page(api, address, name):
    clerk = api("clerk")
    ask_all(lambda text: clerk.get(address, query_string={name: text}), SOME)


@pytest.mark.parametrize("role", ["clerk", "reviewer", "auditor", "enterprise"])
def test_any_code_in_an_address_is_refused(api, role):
    caller = api(role)

    def send(text: str) -> Any:
        return caller.get(f"/enterprises/{quote(text, safe='')}/records")

    assert ask_all(send, SOME) == {}


@pytest.mark.parametrize("place", ["/checks/{}", "/verify/{}", "/checks/{}/certificate.pdf"])
def test_any_number_in_an_address_is_refused(api, client, place):
    clerk = api("clerk")
    texts = [text for text in SOME if quote(text, safe="") not in {"", ".", ".."}]
    assert ask_all(lambda text: clerk.get(place.format(quote(text, safe=""))), texts) == {}


def test_the_name_of_a_list_is_kept_and_shown_as_text(api, signed_in):
    clerk, page = api("clerk"), signed_in("clerk")
    content = csv_of([{"姓名": "王芳", "证件号码": make_resident_id(2)}])

    def send(text: str) -> Any:
        sent = {"purpose": "school_admission", "basis": "sharing", "basis_reference": text}
        return clerk.post(
            "/check-batches", data=sent | {"file": (io.BytesIO(content), f"{text}.csv")}
        )

    taken = ask_all(send, FEW)
    assert len(taken) > len(FEW) // 2
    for text, answer in taken.items():
        shown = page.get(f"/batches/{answer.json['id']}")
        assert foreign_markup(shown.text) == [], text
        assert answer.json["basis"]["reference"] == as_seen(text)
    assert foreign_markup(page.get("/batches").text) == []


def test_any_basis_of_a_batch_is_refused_or_read_as_json(api):
    clerk = api("clerk")
    content = csv_of([{"姓名": "王芳", "证件号码": make_resident_id(2)}])

    def send(text: str) -> Any:
        sent = {"purpose": "school_admission", "basis": text, "basis_reference": "1"}
        return clerk.post("/check-batches", data=sent | {"file": (io.BytesIO(content), "a.csv")})

    assert ask_all(send, SOME) == {}


def test_the_name_of_an_imported_file_is_shown_as_text(api, signed_in):
    clerk, page = api("clerk"), signed_in("clerk")
    content = csv_of([EnterpriseRow()])

    def send(text: str) -> Any:
        file = (io.BytesIO(content), f"{text}.csv")
        return clerk.post("/record-imports", data={"feed": "enterprises", "file": file})

    taken = ask_all(send, FEW)
    assert len(taken) > len(FEW) // 2
    for text, answer in taken.items():
        shown = page.get(f"/record-imports/{answer.json['id']}")
        assert foreign_markup(shown.text) == [], text
    assert foreign_markup(page.get("/record-imports").text) == []


def test_no_text_is_a_feed(api):
    clerk = api("clerk")
    content = csv_of([EnterpriseRow()])

    def send(text: str) -> Any:
        return clerk.post(
            "/record-imports", data={"feed": text, "file": (io.BytesIO(content), "a.csv")}
        )

    assert ask_all(send, SOME) == {}


def test_the_label_of_a_token_is_kept_and_shown_as_text(app: Flask, account, signed_in):
    owner = account("clerk", name="labelled")
    client = app.test_client()

    def send(text: str) -> Any:
        proof = ("labelled", DEMO_PASSWORD)
        return client.post("/api/v1/tokens", json={"label": text}, auth=proof)

    taken = ask_all(send, FEW)
    assert len(taken) > len(FEW) // 2
    labels = select(ApiToken.label).where(ApiToken.account_id == owner.id)
    assert sorted(db.session.scalars(labels)) == sorted(taken)


def test_any_string_as_a_number_of_any_type_is_refused_or_read(app: Flask, as_clerk):
    for text in NAUGHTY:
        for id_type in IdType:
            new = NewCheck(
                "school_admission", "张伟", id_type, text, BasisKind.sharing, "依据"
            )  # fmt: skip
            try:
                made = checks.create_check(new)
            except Problem:
                continue
            # Sixteen times F after 0x is made of letters a code may have: a human must look.
            assert id_type is IdType.PASSPORT or made.outcome == "held"
