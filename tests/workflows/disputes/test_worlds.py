"""Disputes and the office's cases never meet: in lists, numbers, actions, figures and pages."""

import re
from itertools import product

import pytest

from service.database import transaction
from tests.factories.cases import UNIT, a_record
from tests.workflows.repair.conftest import World
from workflows.engine.models import CaseFile

REASON = "经核实，登记与凭证一致。"
SEES = {
    "resident": True,
    "manager": True,
    "enterer": True,
    "auditor": True,
    "neighbour": False,
    "elsewhere": False,
    "clerk": False,
    "reviewer": False,
    "department": False,
    "enterprise": False,
}
OFFICE = ("clerk", "reviewer", "auditor")


@pytest.fixture
def repair(orchard) -> CaseFile:
    """A case of the office, handed in and waiting at the window."""
    world = World()
    case = world.open(world.record())
    world.complete_papers(case)
    return world.do(case, "enterprise", "submit")


def numbers(answer) -> list[str]:
    assert answer.status_code == 200
    return [item["number"] for item in answer.get_json()["items"]]


def test_who_finds_a_dispute_by_api(orchard, repair):
    case = orchard.open()
    for who, sees in SEES.items():
        api = orchard.api(who)
        assert numbers(api.get("/entry-objections")) == [case.number] * sees, who
        status = api.get(f"/entry-objections/{case.number}").status_code
        assert status == (200 if sees else 404), who
        found = numbers(api.get("/repair-cases"))
        assert case.number not in found, who
        assert (repair.number in found) == (who in OFFICE), who
        assert case.number not in numbers(api.get("/repair-cases?view=mine")), who
        assert api.get(f"/repair-cases/{case.number}").status_code == 404, who
        assert api.get(f"/entry-objections/{repair.number}").status_code == 404, who


def test_who_finds_a_dispute_on_pages(orchard, repair):
    case = orchard.open()
    for who, sees in SEES.items():
        page = orchard.page(who)
        assert (case.number in page.get("/cases?view=all").get_data(as_text=True)) == sees, who
        assert case.number not in page.get("/cases?view=mine").get_data(as_text=True) or sees
        assert page.get(f"/cases/{case.number}").status_code == (200 if sees else 404), who
        assert page.get(f"/cases?number={case.number}").status_code == (302 if sees else 404)
        status = page.get(f"/cases/{repair.number}").status_code
        assert status == (200 if who in OFFICE else 404), who


def test_whose_turn_it_is(orchard):
    case = orchard.open()
    for who, mine in (("manager", 1), ("resident", 0), ("elsewhere", 0), ("neighbour", 0)):
        found = numbers(orchard.api(who).get("/entry-objections?view=mine"))
        assert found == [case.number] * mine, who
        home = orchard.page(who).get("/").get_data(as_text=True)
        assert ("待我办理的办件" in home) == (who in {"manager", "elsewhere"}), who


def test_the_clerk_s_own_list_and_counts_know_the_office_s_cases_alone(orchard, repair):
    case = orchard.open()
    page = orchard.page("clerk").get("/cases?view=mine").get_data(as_text=True)
    assert repair.number in page
    assert case.number not in page
    assert "积分异议" not in page


def test_nobody_else_acts_on_it_one_by_one_or_in_bulk(orchard):
    case = orchard.open()
    for who in ("clerk", "reviewer", "department", "elsewhere", "neighbour"):
        api, page = orchard.api(who), orchard.page(who)
        for address in ("/entry-objections", "/repair-cases"):
            answer = api.post(f"{address}/{case.number}/actions/uphold", json={"reason": REASON})
            assert answer.status_code == 404, who
        bulk = api.post(
            "/repair-cases/actions/uphold", json={"numbers": [case.number], "reason": REASON}
        )
        assert bulk.get_json()["items"][0]["problem"]["status"] == 404, who
        page.post(f"/cases/{case.number}/actions/uphold", data={"reason": REASON})
        page.post("/cases/bulk", data={"action": "uphold", "numbers": case.number})
    assert orchard.case(case.number).version == 2
    assert orchard.heard == []


def test_a_manager_does_nothing_with_the_office_s_cases(orchard, repair):
    api = orchard.api("manager")
    answer = api.post(f"/repair-cases/{repair.number}/actions/forward", json={})
    assert answer.status_code == 404
    bulk = api.post("/repair-cases/actions/forward", json={"numbers": [repair.number]})
    assert bulk.get_json()["done"] == 0
    for address in (
        f"/cases/{repair.number}/side-by-side",
        f"/repair-cases/{repair.number}/attachments",
    ):
        assert orchard.page("manager").get(address).status_code == 404


def test_the_manager_approves_several_extensions_at_once(orchard):
    cases = [orchard.open(f"plum-{number}") for number in range(3)]
    for case in cases:
        orchard.do("manager", case, "request_extension", "需要入户或现场核实。")
    shown = orchard.page("head").get("/cases?view=mine").get_data(as_text=True)
    assert "对勾选的：批准延期" in shown
    done = orchard.page("head").post(
        "/cases/bulk",
        data={"action": "approve_extension", "numbers": [case.number for case in cases]},
    )
    assert done.get_data(as_text=True).count("已办理") == 3
    assert {orchard.case(case.number).state for case in cases} == {"deciding"}


def test_figures_are_the_same_with_and_without_disputes(orchard, repair):
    clerk = orchard.api("clerk")
    before = clerk.get("/case-figures").get_json()
    orchard.open("open")
    for reference, action in (("a", "uphold"), ("b", "reject")):
        orchard.do("manager", orchard.open(reference), action, REASON)
    orchard.do("resident", orchard.open("c"), "withdraw")
    assert clerk.get("/case-figures").get_json() == before
    assert "积分异议" not in orchard.page("clerk").get("/cases/figures").get_data(as_text=True)
    for who in ("manager", "resident"):
        assert orchard.api(who).get("/case-figures").status_code == 403


def test_nothing_is_attached_to_a_dispute(orchard):
    case = orchard.open()
    for who in ("resident", "manager"):
        shown = orchard.page(who).get(f"/cases/{case.number}").get_data(as_text=True)
        assert "attachments" not in shown
        sent = orchard.page(who).post(f"/repair-cases/{case.number}/attachments")
        assert sent.status_code == 403


CREDIT_WORDS = re.compile(
    r"信用(?!专窗)|修复|认定单位|企业|处罚|行政|Credit(?! Window)|repair|credit"
)


def test_what_residents_and_managers_read_has_no_word_of_credit(orchard):
    case = orchard.open()
    orchard.do("manager", case, "request_extension", "需要入户或现场核实。")
    for who, language in product(("resident", "manager"), ("zh_Hans", "en")):
        page = orchard.page(who)
        for address in (f"/cases/{case.number}?", "/cases?view=all&", "/cases?view=mine&"):
            shown = page.get(f"{address}lang={language}").get_data(as_text=True)
            main = shown.split("<main", 1)[1].split("</main", 1)[0]
            found = CREDIT_WORDS.findall(re.sub(r"<[^>]*>", " ", main))
            assert found == [], (who, address, found)


def test_the_name_of_the_resident_s_sign_in_is_nowhere(orchard):
    case = orchard.open()
    name = orchard.people["resident"].name
    assert name not in orchard.page("manager").get(f"/cases/{case.number}").get_data(as_text=True)
    told = orchard.api("manager").get(f"/entry-objections/{case.number}").get_data(as_text=True)
    assert name not in told


def test_a_department_of_the_community_s_name_is_no_community(orchard):
    case = orchard.open()
    assert orchard.people["department"].unit == case.authority
    assert orchard.api("department").get(f"/entry-objections/{case.number}").status_code == 404


def test_a_repair_of_an_authority_named_like_a_community_is_not_the_community_s(orchard):
    world = World()
    with transaction():
        record = a_record(subject=world.subject, authority=UNIT)
    case = world.open(record)
    with transaction() as session:
        session.get_one(CaseFile, case.id).authority = "CY1"
    assert orchard.page("manager").get(f"/cases/{case.number}").status_code == 404
    assert numbers(orchard.api("manager").get("/entry-objections")) == []
