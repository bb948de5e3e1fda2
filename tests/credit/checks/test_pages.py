"""The pages of single checks: made once, explained, found again."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from sqlalchemy import func, select, text

from credit.checks.models import Check
from service import clock
from service.audit.models import AuditEntry, QueryLogEntry
from service.database import db
from tests.credit.checks.conftest import put_record
from tests.factories.identifiers import make_passport, make_resident_id

pytestmark = pytest.mark.usefixtures("rules")


def filled(name: str, number: str, **values: str) -> dict[str, str]:
    """The form of a check as the counter sends it."""
    return {
        "form_key": "k1",
        "subject.name": name,
        "subject.id_number": number,
        "basis.reference": "SQ-2026-0001",
        "basis.kind": "authorisation",
        "purpose": "school_admission",
    } | {key.replace("__", "."): value for key, value in values.items()}


def text_of(answer) -> str:
    """The words of a page without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def made(client, name: str, number: str, **values: str) -> str:
    """Make a check by its page; gives its number."""
    answer = client.post("/checks/new", data=filled(name, number, **values))
    assert answer.status_code == 303, text_of(answer)
    return answer.headers["Location"].rsplit("/", 1)[1]


def count_checks() -> int:
    return db.session.scalar(select(func.count()).select_from(Check))


def test_the_cursor_starts_in_the_name_and_the_type_is_recognised(signed_in):
    page = signed_in("clerk").get("/checks/new")
    assert re.search(r'<input[^>]*name="subject.name"[^>]*autofocus', page.text)
    assert "自动识别" in page.text


def test_a_check_leads_to_its_result_without_the_identity_number_in_the_address(signed_in):
    clerk, number = signed_in("clerk"), make_resident_id(1, date(1985, 5, 17))
    answer = clerk.post("/checks/new", data=filled("张伟", number))
    assert answer.status_code == 303
    assert number not in answer.headers["Location"]
    page = clerk.get(answer.headers["Location"])
    assert "通过" in text_of(page)
    assert "本地信用档案中没有该主体" in text_of(page)
    assert number not in page.text
    assert "张伟" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_the_same_form_sent_twice_makes_one_check(signed_in):
    clerk, number = signed_in("clerk"), make_resident_id(1, date(1985, 5, 17))
    first = clerk.post("/checks/new", data=filled("张伟", number))
    again = clerk.post("/checks/new", data=filled("张伟", number))
    assert first.headers["Location"] == again.headers["Location"]
    assert count_checks() == 1


def test_a_corrected_form_and_a_new_form_make_checks_of_their_own(signed_in):
    clerk, number = signed_in("clerk"), make_resident_id(1, date(1985, 5, 17))
    made(clerk, "张伟", number)
    made(clerk, "张威", number)
    made(clerk, "张伟", number, form_key="k2")
    assert count_checks() == 3


def test_a_form_without_a_key_is_served_all_the_same(signed_in):
    clerk, number = signed_in("clerk"), make_resident_id(1, date(1985, 5, 17))
    made(clerk, "张伟", number, form_key="")
    made(clerk, "张伟", number, form_key="")
    assert count_checks() == 2


def test_purpose_and_kind_of_basis_are_remembered_but_not_an_authorisation(signed_in):
    clerk = signed_in("clerk")
    made(clerk, "张伟", make_resident_id(1, date(1985, 5, 17)), purpose="residence_registration")
    page = clerk.get("/checks/new").text
    assert re.search(r'value="residence_registration" checked', page)
    assert re.search(r'value="authorisation" checked', page)
    assert "SQ-2026-0001" not in page


def test_the_reference_of_a_shared_basis_is_remembered(signed_in):
    clerk, number = signed_in("clerk"), make_resident_id(1, date(1985, 5, 17))
    made(clerk, "张伟", number, basis__kind="sharing", basis__reference="杭西教〔2026〕5号")
    assert "杭西教〔2026〕5号" in clerk.get("/checks/new").text


def test_one_pasted_line_is_told_apart_by_the_server_too(signed_in):
    clerk, number = signed_in("clerk"), make_resident_id(1, date(1985, 5, 17))
    made(clerk, f"张伟 {number}", "")
    assert db.session.scalars(select(Check)).one().name_sealed == "张伟"


def test_an_ambiguous_number_asks_for_its_type_among_those_possible(signed_in):
    clerk = signed_in("clerk")
    page = clerk.post("/checks/new", data=filled("陈大文", "H12345678"))
    assert page.status_code == 422
    types = re.findall(r'type="radio"[^>]*name="subject.id_type" value="(\w+)"', page.text)
    assert len(types) > 1
    assert "resident_id" not in types
    made(clerk, "陈大文", "H12345678", subject__id_type=types[0])


def test_a_wrong_digit_is_told_beside_the_number_and_nothing_is_written(signed_in):
    number = make_resident_id(1, date(1985, 5, 17))
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    page = signed_in("clerk").post("/checks/new", data=filled("张伟", wrong))
    assert page.status_code == 422
    assert 'id="field-subject-id_number-error"' in page.text
    assert re.search(r'name="subject.id_number"[^>]*autofocus', page.text)
    assert count_checks() == 0


def test_a_minor_is_refused_with_the_advice_to_check_the_parent(signed_in):
    young = make_resident_id(1, clock.today() - timedelta(days=3000))
    page = signed_in("clerk").post("/checks/new", data=filled("张小", young))
    assert page.status_code == 422
    assert "监护人" in page.text


def test_missing_basis_is_refused(signed_in):
    form = filled("张伟", make_resident_id(1, date(1985, 5, 17)), basis__reference="  ")
    page = signed_in("clerk").post("/checks/new", data=form)
    assert page.status_code == 422
    assert 'id="field-basis-reference-error"' in page.text


@pytest.mark.parametrize(
    "text", ["\x00", "a\x00b", "\u202eabc", "<script>alert(1)</script>", "{0}", "%s"]
)
@pytest.mark.parametrize("field", ["subject.name", "subject.id_number", "basis.reference"])
def test_whatever_is_typed_is_answered(signed_in, field, text):
    clerk = signed_in("clerk")
    form = filled("张伟", make_resident_id(1, date(1985, 5, 17))) | {field: text}
    answer = clerk.post("/checks/new", data=form, follow_redirects=True)
    assert answer.status_code in {200, 422}
    assert "<script>alert" not in answer.text


def test_a_negative_result_shows_facts_rule_and_the_way_out(signed_in, person):
    subject, number = person()
    record = put_record(subject)
    clerk = signed_in("clerk")
    page = text_of(clerk.get(f"/checks/{made(clerk, '张伟', number)}"))
    for told in ("不通过", record.decision_number, record.authority, "LC06", "第十一条第二项"):
        assert told in page
    assert "起可通过" in page
    assert "等待复核" in page
    assert "演示规则" in page
    assert "打印证明" not in page


def test_each_look_at_a_check_is_logged_on_its_basis(signed_in, person):
    _, number = person()
    clerk = signed_in("clerk")
    address = f"/checks/{made(clerk, '张伟', number)}"
    before = db.session.scalar(select(func.count()).select_from(QueryLogEntry))
    clerk.get(address)
    assert db.session.scalar(select(func.count()).select_from(QueryLogEntry)) == before + 1


def test_a_final_result_prints_its_certificate(signed_in, person):
    _, number = person()
    clerk = signed_in("clerk")
    check = made(clerk, "张伟", number)
    assert "打印证明" in text_of(clerk.get(f"/checks/{check}"))
    paper = clerk.get(f"/checks/{check}/certificate.pdf")
    assert (paper.status_code, paper.data[:4]) == (200, b"%PDF")


def test_a_check_replays_to_the_same_and_says_so(signed_in, person):
    subject, number = person()
    put_record(subject)
    check = made(signed_in("clerk"), "张伟", number)
    auditor = signed_in("auditor")
    assert "按原规则重算" in auditor.get(f"/checks/{check}").text
    assert "重算一致" in auditor.get(f"/checks/{check}/replay").text


def test_the_list_is_masked_and_filtered_by_closed_lists(signed_in, person):
    subject, number = person()
    clerk = signed_in("clerk")
    first = made(clerk, "张伟", make_resident_id(77, date(1985, 5, 17)))
    put_record(subject)
    second = made(clerk, "张伟", number)
    everything = clerk.get("/checks").text
    assert first in everything
    assert number not in everything
    for query in ("outcome=negative", "standing=waiting"):
        page = clerk.get(f"/checks?{query}").text
        assert second in page
        assert first not in page
    assert first in clerk.get("/checks?period=today&purpose=school_admission&outcome=passed").text
    assert first not in clerk.get("/checks?purpose=enterprise_review").text
    assert clerk.get("/checks?outcome=wonderful").status_code == 422
    assert clerk.get("/checks?made_by=somebody").status_code == 422
    assert clerk.get("/checks?cursor=%21%21").status_code == 422


def test_the_list_turns_its_pages(signed_in, monkeypatch):
    monkeypatch.setattr("credit.checks.listing.PAGE_ROWS_DEFAULT", 2)
    clerk = signed_in("clerk")
    numbers = [
        made(clerk, "张伟", make_resident_id(n, date(1985, 5, 17)), form_key=str(n))
        for n in range(1, 4)
    ]
    first = clerk.get("/checks?outcome=passed").text
    cursor = re.search(r"cursor=([\w-]+)", first)[1]
    second = clerk.get(f"/checks?outcome=passed&cursor={cursor}").text
    assert [number in first for number in numbers] == [False, True, True]
    assert [number in second for number in numbers] == [True, False, False]


def test_a_check_is_found_by_its_number_however_it_is_typed(signed_in):
    clerk = signed_in("clerk")
    check = made(clerk, "张伟", make_resident_id(1, date(1985, 5, 17)))
    found = clerk.post("/checks/search", data={"number": check.lower().replace("-", " ")})
    assert found.status_code == 303
    assert found.headers["Location"] == f"/checks/{check}"


def test_the_checks_of_a_subject_are_found_by_the_identity_number_and_each_look_is_logged(
    signed_in,
):
    clerk, number = signed_in("clerk"), make_resident_id(1, date(1985, 5, 17))
    mine = made(clerk, "张伟", number)
    other = made(clerk, "李四", make_resident_id(2, date(1985, 5, 17)))
    page = clerk.post("/checks/search", data={"number": number.lower()})
    assert page.status_code == 200
    assert mine in page.text
    assert other not in page.text
    assert number not in page.text
    looks = db.session.scalars(
        select(QueryLogEntry.object_ref).order_by(QueryLogEntry.at.desc())
    ).first()
    assert looks == mine
    assert db.session.scalar(
        select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "check.searched")
    )


@pytest.mark.parametrize("number", ["", "???", "330106198505170019999", "x" * 65])
def test_what_is_no_number_is_refused_beside_the_search_field(signed_in, number):
    page = signed_in("clerk").post("/checks/search", data={"number": number})
    assert page.status_code == 422
    assert 'id="field-number-error"' in page.text


def test_the_subject_of_a_passport_is_found_whatever_else_the_number_may_be(signed_in):
    clerk, passport = signed_in("clerk"), make_passport(1)
    check = made(clerk, "John Smith", passport, subject__id_type="passport")
    assert check in clerk.post("/checks/search", data={"number": passport}).text


def test_the_home_page_says_what_waits(signed_in, person):
    subject, number = person()
    put_record(subject)
    clerk = signed_in("clerk")
    made(clerk, "张伟", number)
    home = text_of(clerk.get("/"))
    assert "1 复核中" in home
    assert "1 今日核查" in home
    assert "1 待我复核" in text_of(signed_in("reviewer").get("/"))


def test_a_card_leads_to_the_checks_it_counts(signed_in, person):
    subject, number = person()
    put_record(subject)
    clerk, colleague = signed_in("clerk"), signed_in("clerk")
    mine = [made(clerk, "张伟", number, form_key=key) for key in "abc"]
    made(colleague, "张伟", number)
    with db.engine.begin() as connection:  # one of them came out of a batch
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(
            text("UPDATE credit_check SET batch_id = gen_random_uuid() WHERE number = :number"),
            {"number": mine[2]},
        )
    home = clerk.get("/").text
    for title, listed in (("复核中", mine), ("今日核查", mine[:2])):
        card = re.search(
            rf'href="(/checks\?[^"]+)">\s*<span class="card-count">(\d+)</span>\s*'
            rf'<span class="card-title">{title}',
            home,
        )
        address, count = unescape(card[1]), int(card[2])
        found = set(re.findall(r"XH\d{8}-\w+-\w", clerk.get(address).text))
        assert (found, count) == (set(listed), len(listed))
