"""The page of documents: what is there, handing in more, and every refusal beside its field."""

import io

import pytest
from sqlalchemy import select

from service.audit.models import QueryLogEntry
from service.database import db
from tests.workflows.documents.files import pdf, scripted_pdf


@pytest.fixture
def browser(browser_of):
    return browser_of("applicant")


@pytest.fixture
def place(case) -> str:
    return f"/repair-cases/{case.number}/attachments"


def form(content: bytes, kind: str = "statement") -> dict[str, object]:
    return {"kind": kind, "record_id": "", "file": (io.BytesIO(content), "说明<1>.pdf")}


def test_a_document_is_handed_in_shown_saved_and_taken_back(browser, place):
    assert "还没有提交材料" in browser.get(place).text
    answer = browser.post(place, data=form(pdf(3)))
    assert (answer.status_code, answer.headers["Location"]) == (303, place)
    page = browser.get(place).text
    for told in ("材料已收到", "情况说明", "说明&lt;1&gt;.pdf", "3 页", "撤回"):
        assert told in page
    address = page.split(f'href="{place}/')[1].split('"')[0]
    saved = browser.get(f"{place}/{address}")
    assert saved.headers["Content-Disposition"].startswith("attachment;")
    gone = browser.post(f"{place}/{address}/withdraw")
    assert gone.status_code == 303
    assert "还没有提交材料" in browser.get(place).text


def test_the_way_back_leads_to_the_case_and_the_look_is_logged(browser, place, case):
    page = browser.get(place).text
    assert f'href="/cases/{case.number}"' in page
    assert browser.get(f"/cases/{case.number}").status_code == 200
    reads = db.session.scalars(select(QueryLogEntry)).all()
    assert {(read.purpose, read.object_ref) for read in reads} == {("own_case", case.number)}
    assert len(reads) == 2


def test_a_refusal_stands_beside_the_file_with_what_to_do(browser, place):
    answer = browser.post(place, data=form(scripted_pdf()))
    assert answer.status_code == 422
    assert "脚本" in answer.text
    assert "另存为 PDF" in answer.text
    assert 'id="field-file-error"' in answer.text


def test_a_form_without_a_file_or_a_kind_is_refused(browser, place):
    answer = browser.post(place, data={"kind": "", "record_id": ""})
    assert answer.status_code == 422
    assert 'id="field-kind-error"' in answer.text
    assert 'id="field-file-error"' in answer.text


def test_english_readers_are_told_in_english(browser, place):
    page = browser.get(f"{place}?lang=en").text
    for told in ("Documents of the case", "No documents yet", "Proof of performance", "Upload"):
        assert told in page


def test_who_may_only_read_gets_no_form(browser_of, place, do, case):
    do(case, "applicant", "submit")
    assert "data-upload" not in browser_of("reviewer").get(place).text
    assert "data-upload" in browser_of("clerk").get(place).text
    assert browser_of("stranger").get(place).status_code == 404


def test_what_was_submitted_has_no_button_to_take_it_back(browser, place, do, case):
    browser.post(place, data=form(pdf()))
    do(case, "applicant", "submit")
    page = browser.get(place).text
    assert "已随申请提交" in page
    assert "/withdraw" not in page
