"""Letters and the form of a commitment over HTTP, and what anybody can verify of a letter."""

import io

import pytest
from pypdf import PdfReader

from service import clock, signing
from service.audit import acting_as
from service.database import transaction
from workflows.letters.commitment import commitment_for
from workflows.letters.kinds import LetterKind
from workflows.letters.service import envelope_of, letters_of, new_number


def text_of(pdf: bytes) -> str:
    return "".join(
        "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split()
    )


@pytest.fixture
def granted(verifying, do):
    return do(verifying, "authority", "grant")


@pytest.fixture
def grant(granted):
    return next(one for one in letters_of(granted.id) if one.kind == LetterKind.grant)


def test_a_letter_is_fetched_by_api_and_page_alike(granted, grant, token_of, browser_of):
    place = f"/repair-cases/{granted.number}/letters/{grant.number}.pdf"
    by_api = token_of("applicant").get(place)
    by_page = browser_of("authority").get(place)
    assert by_api.status_code == by_page.status_code == 200
    assert by_api.data == by_page.data
    assert by_api.content_type == "application/pdf"
    assert f'"{grant.number}.pdf"' in by_api.headers["Content-Disposition"]
    assert "准予信用修复决定书" in text_of(by_api.data)
    assert browser_of("stranger").get(place).status_code == 404
    assert token_of("other_unit").get(place).status_code == 404
    unknown = f"/repair-cases/{granted.number}/letters/{new_number(clock.today())}.pdf"
    assert token_of("clerk").get(unknown).status_code == 404


def test_anybody_can_verify_a_letter(client, grant):
    told = client.get(f"/api/v1/verify/{grant.number.lower()}").json
    assert (told["document"], told["kind"], told["status"]) == ("letter", "grant", "valid")
    assert (told["intact"], told["issuer_known"]) == ("yes", "yes")
    assert told["issuer"] == envelope_of(grant).content.issuer.zh
    assert (told["title"], told["subject"]) == ("准予信用修复决定书", "杭州纸笺文化有限公司")
    assert "purpose" not in told
    page = client.get(f"/verify/{grant.number}")
    assert page.text.count('class="answer ok"') == 3
    for said in ("准予信用修复决定书", "杭州纸笺文化有限公司", signing.key_id(), "CL1"):
        assert said in page.text
    found = client.get("/verify", query_string={"number": grant.number.replace("-", " ")})
    assert found.headers["Location"] == f"/verify/{grant.number}"


def test_english_readers_verify_in_english(client, grant):
    page = client.get(f"/verify/{grant.number}?lang=en").text
    for told in ("Case number", "Decisions concerned", "Is the content intact"):
        assert told in page
    assert "Decision Granting Credit Repair" in page


def test_a_revoked_letter_leads_to_what_revokes_it(client, granted, grant, do):
    do(granted, "system", "revoke", reason="履行证明系伪造")
    page = client.get(f"/verify/{grant.number}").text
    assert "已撤销" in page
    told = client.get(f"/api/v1/verify/{grant.number}").json
    assert told["status"] == "revoked"
    assert f'href="/verify/{told["superseded_by"]}"' in page


def test_a_letter_tampered_with_in_the_register_is_found(client, grant):
    with transaction():
        changed = dict(grant.envelope)
        changed["content"] = changed["content"] | {"reason": "改动"}
        grant.envelope = changed
    told = client.get(f"/api/v1/verify/{grant.number}").json
    assert told["intact"] == "no"
    assert "不完整" in client.get(f"/verify/{grant.number}").text


def test_the_form_of_a_commitment_names_its_record_and_can_be_printed_again(
    case, records, token_of, browser_of
):
    place = f"/repair-cases/{case.number}/commitment.pdf"
    first = token_of("applicant").get(place)
    assert first.status_code == 200
    assert browser_of("applicant").get(place).data == first.data
    text = text_of(first.data)
    named = ("信用修复承诺书", "杭州纸笺文化有限公司", records[0].decision_number)
    for told in (*named, "签字", "盖章", "真实、合法、有效"):
        assert told in text
    assert len(PdfReader(io.BytesIO(first.data)).pages) == 1
    assert token_of("stranger").get(place).status_code == 404


def test_a_case_of_many_records_has_a_form_for_each(open_papers, records, token_of, browser_of):
    case = open_papers(2)
    client, place = token_of("applicant"), f"/repair-cases/{case.number}/commitment.pdf"
    refused = client.get(place)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["field"] == "record_id"
    assert client.get(f"{place}?record_id=999").status_code == 422
    assert client.get(f"{place}?record_id=none").status_code == 422
    for record in records:
        text = text_of(client.get(f"{place}?record_id={record.id}").data)
        assert record.decision_number in text
    assert browser_of("applicant").get(place).status_code == 422


def test_the_form_stays_the_same_whenever_it_is_asked_for(case, people):
    with acting_as(people["applicant"]):
        assert commitment_for(case.number) == commitment_for(case.number.lower())
