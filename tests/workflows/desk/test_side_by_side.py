"""A document beside its record: what stands there, for whom, and what can be done from it."""

from types import SimpleNamespace
from uuid import uuid4

import pytest

from tests.workflows.documents.files import pdf
from workflows.desk.comparing import chosen_of, needs_met, records_for
from workflows.documents import limits, service
from workflows.documents.kinds import DocumentKind
from workflows.documents.reading import documents_of
from workflows.documents.service import NewDocument

A, B, C = ({"id": uuid4(), "kind": "statement", "record_id": None} for _ in range(3))


def test_the_first_document_is_shown_where_none_is_named():
    found = chosen_of([A, B, C], None)
    assert (found.chosen, found.place, found.before, found.after) == (A, 1, None, B)


def test_a_document_stands_between_its_neighbours():
    found = chosen_of([A, B, C], B["id"])
    assert (found.chosen, found.place, found.before, found.after) == (B, 2, A, C)
    assert chosen_of([A, B, C], C["id"]).after is None


def test_a_document_that_is_not_there_is_not_chosen():
    assert chosen_of([], None) is None
    assert chosen_of([A], uuid4()) is None


def test_a_document_stands_beside_its_own_record_or_all_of_them():
    records = [SimpleNamespace(id=1), SimpleNamespace(id=2)]
    assert records_for({"record_id": 2}, records) == records[1:]
    assert records_for({"record_id": None}, records) == records


def need(kind: str, record_id: int | None) -> dict[str, object]:
    return {"kind": kind, "record_id": record_id}


def test_a_document_answers_the_line_of_its_kind_and_record():
    one, two = need("commitment", 1), need("commitment", 2)
    proof = need("performance_proof", 1)
    assert needs_met(need("commitment", 2), [one, two, proof]) == [two]
    assert needs_met(need("performance_proof", None), [one, two, proof]) == [proof]
    assert needs_met(need("commitment", None), [one, two, proof]) == []
    assert needs_met(need("performance_proof", 2), [one, two, proof]) == []
    assert needs_met(need("other", None), [one, two, proof]) == []


@pytest.fixture
def case(world):
    """A case the authority has accepted, with a proof of three pages that can be looked at."""
    case = world.open(world.record(fine=25000, content="罚款人民币贰万伍仟元"))
    with world.acting("enterprise"):
        record_id = world.records_of(case)[0].id
        new = NewDocument(DocumentKind.performance_proof, "缴款<1>.pdf", record_id)
        service.attach(case.number, new, pdf(3))
    world.complete_papers(case)
    world.do(case, "enterprise", "submit")
    world.do(case, "clerk", "forward")
    return world.do(case, "authority", "accept")


def place(case) -> str:
    return f"/cases/{case.number}/side-by-side"


def test_the_document_its_record_and_the_decision_stand_on_one_page(case, at):
    page = at("authority").get(place(case)).text
    document = documents_of(case.id)[0]
    for number in (1, 2, 3):
        assert f"/attachments/{document.id}/pages/{number}.png" in page
        assert f"第 {number} 页，共 3 页" in page
    assert "缴款&lt;1&gt;.pdf" in page
    for told in ("罚款人民币贰万伍仟元", "25000", "杭西应急罚决字", "一般", "最长公示至"):
        assert told in page
    assert "这份材料要证明什么" in page
    assert f"/cases/{case.number}/actions/grant" in page
    assert "义务已履行" in page or "prepared" in page


def test_the_decision_is_taken_from_here_and_leads_back_to_the_case(case, at):
    authority = at("authority")
    answer = authority.post(f"/cases/{case.number}/actions/grant", data={"reason": "凭证核对无误"})
    assert (answer.status_code, answer.location) == (303, f"/cases/{case.number}")
    after = authority.get(place(case)).text
    assert "/actions/grant" not in after
    assert "这份材料要证明什么" in after


def test_every_document_has_its_tab(case, at):
    clerk = at("clerk")
    documents = documents_of(case.id)
    assert len(documents) > 1
    last = documents[-1]
    page = clerk.get(f"{place(case)}?document={last.id}").text
    assert f'href="{place(case)}?document={last.id}" aria-current="page"' in page
    for one in documents:
        assert f'href="{place(case)}?document={one.id}"' in page
    assert f"第 {len(documents)} 份，共 {len(documents)} 份" in page


def test_the_case_page_leads_here_for_window_and_authority_alone(case, at):
    for who, leads in (("clerk", True), ("authority", True), ("enterprise", False)):
        page = at(who).get(f"/cases/{case.number}").text
        assert ("对照查看" in page) is leads


def test_only_so_many_pages_are_shown_and_the_rest_is_offered_as_a_file(case, at, monkeypatch):
    monkeypatch.setattr(limits, "PREVIEW_PAGES_MAX", 3)
    assert "这里只显示前" not in at("clerk").get(place(case)).text
    monkeypatch.setattr(limits, "PREVIEW_PAGES_MAX", 2)
    page = at("clerk").get(place(case)).text
    assert "这里只显示前 2 页，共 3 页" in page
    assert "pages/2.png" in page
    assert "pages/3.png" not in page


def test_a_document_nobody_asked_for_is_no_ground_to_refuse(case, at, world):
    with world.acting("enterprise"):
        other = service.attach(case.number, NewDocument(DocumentKind.other, "证书.pdf"), pdf())
    page = at("authority").get(f"{place(case)}?document={other.id}").text
    assert "材料清单没有要求这份材料" in page


def test_a_case_without_documents_says_so(world, at):
    case = world.open(world.record())
    answer = at("clerk").get(place(case))
    assert answer.status_code == 200
    assert "还没有提交材料" in answer.text


@pytest.mark.parametrize("document", ["x", "", "00000000-0000-4000-8000-000000000000"])
def test_a_document_that_is_not_of_the_case_is_not_found(case, at, document):
    answer = at("clerk").get(f"{place(case)}?document={document}")
    assert answer.status_code == 404
    assert "没有找到这份材料" in answer.text


def test_a_stranger_finds_no_case(case, at, world):
    world.people["stranger"] = world.actor("department", unit="杭州市西湖区教育局")
    assert at("stranger").get(place(case)).status_code == 404
