"""Pages of queries, without a browser: each asker gets the answer, and only with what it needs."""

import io
import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from credit.queries.limits import SHOWN_AGAIN
from credit.queries.models import CreditQuery, QueryAuthorisation
from credit.queries.sheets import as_csv
from credit.queries.streaming import streamed
from service import clock
from service.audit.models import AuditEntry, QueryLogEntry
from service.database import db
from service.files.models import StoredFile
from service.tabular import open_table, write_xlsx
from tests.credit.checks.conftest import put_record
from tests.credit.queries.conftest import UNIT
from tests.factories.identifiers import make_resident_id

GROUND = {"purpose": "enterprise_review", "basis_kind": "sharing", "basis_reference": "文号1"}
TOLD = "杭西市监罚"


@pytest.fixture
def on_file(organisation):
    """The code of an organisation with a record."""
    subject, code = organisation()
    put_record(subject)
    return code


def test_a_department_asks_by_form_and_by_pasting(signed_in, on_file):
    page = signed_in("department", unit=UNIT)
    assert page.get("/queries/new").status_code == 200
    answer = page.post("/queries/new", data=GROUND | {"name": f"杭州甲贸易有限公司 {on_file}"})
    assert (answer.status_code, TOLD in answer.text) == (200, True)
    for missing in ("purpose", "basis_kind", "basis_reference"):
        data = {**GROUND, "id_number": on_file}
        data.pop(missing)
        assert page.post("/queries/new", data=data).status_code == 422
    denied = page.post("/queries/new", data=GROUND | {"purpose": "walk_in", "id_number": on_file})
    assert (denied.status_code, "不由您的角色查询" in denied.text) == (403, True)
    listed = page.post(
        "/queries/list", data=GROUND | {"pasted": f"{on_file}\n\nx", "format": "csv"}
    )
    lines = listed.text.lstrip("\ufeff").splitlines()
    assert [line.split(",")[0] for line in lines] == ["行号", "1", "3"]
    assert TOLD in lines[1]
    assert "未查询" in lines[2]
    assert page.post("/queries/list", data=GROUND | {"pasted": " "}).status_code == 422
    assert [
        call.channel for call in db.session.scalars(select(CreditQuery).order_by(CreditQuery.id))
    ] == ["page"] * 3


def test_a_workbook_is_answered_with_a_workbook(signed_in, on_file, tmp_path):
    sent, got = tmp_path / "名单.xlsx", tmp_path / "answers.xlsx"
    write_xlsx(sent, ["名称", "统一社会信用代码"], [["杭州甲贸易有限公司", on_file], ["乙", "x"]])
    upload = (io.BytesIO(sent.read_bytes()), "名单.xlsx")
    answer = signed_in("department", unit=UNIT).post(
        "/queries/list", data=GROUND | {"file": upload, "format": "xlsx"}
    )
    assert answer.status_code == 200, answer.text
    got.write_bytes(answer.data)
    rows = [row.cells for row in open_table(got, "answers.xlsx").rows()]
    assert [(row[0], row[3]) for row in rows] == [("2", on_file), ("3", "")]
    assert TOLD in rows[0][6]
    bad = (io.BytesIO(b"\x00\x01"), "x.xlsx")
    answer = signed_in("department").post("/queries/list", data=GROUND | {"file": bad})
    assert answer.status_code == 422


def test_a_list_that_fails_at_its_beginning_is_an_error_and_no_download(app):
    def failing():
        yield from ()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        streamed(as_csv(failing()), "text/csv", "CX1.csv")


def test_the_window_asks_for_the_paper_first(signed_in, on_file, client):
    page = signed_in("clerk", unit="窗口")
    visit = {
        "name": "杭州甲贸易有限公司", "id_number": on_file, "paper": "resident_id",
        "id_shown": "true", "brings": "in_person",
    }  # fmt: skip
    unseen = {**visit}
    unseen.pop("id_shown")
    refused = page.post("/queries/window", data=unseen)
    assert (refused.status_code, TOLD in refused.text) == (422, False)
    assert TOLD in page.post("/queries/window", data=visit).text
    assert page.post("/queries/window", data=visit | {"brings": "recorded"}).status_code == 422
    assert page.post("/queries/window", data=visit | {"brings": "new"}).status_code == 422
    scan = (io.BytesIO(b"%PDF-1.7 signed"), "授权书.pdf")
    brought = page.post(
        "/queries/window", data=visit | {"brings": "new", "bearer": "李四", "file": scan}
    )
    assert TOLD in brought.text
    grant = db.session.scalars(select(QueryAuthorisation)).one()
    assert (grant.bearer_mask, grant.granted_to_unit, grant.purposes) == (
        "李*",
        "窗口",
        ["walk_in"],
    )
    again = visit | {"brings": "recorded", "authorisation": grant.number}
    assert TOLD in page.post("/queries/window", data=again).text
    done = page.post(f"/query-authorisations/{grant.number}/withdraw", data={"reason": "身份证"})
    assert done.status_code == 303
    assert "授权已被撤回" in page.post("/queries/window", data=again).text
    grounds = [
        call.basis_reference
        for call in db.session.scalars(select(CreditQuery).order_by(CreditQuery.id))
    ]
    assert grounds == ["法定代表人到场（居民身份证）", grant.number, grant.number, grant.number]


def test_a_refused_walk_in_leaves_no_authorisation_behind(signed_in, person):
    put_record(person("张伟")[0])
    _, number = person("李芳")
    page = signed_in("clerk", unit="窗口")

    def ask(name: str, number: str, content: bytes = b"%PDF-1.7 signed") -> str:
        visit = {
            "name": name, "id_number": number, "paper": "resident_id", "id_shown": "true",
            "brings": "new", "bearer": "王五", "file": (io.BytesIO(content), "授权书.pdf"),
        }  # fmt: skip
        return page.post("/queries/window", data=visit).text

    def left() -> list[int]:
        recorded = select(AuditEntry).where(AuditEntry.action == "queries.authorised")
        tables = (select(QueryAuthorisation), select(StoredFile), recorded, select(CreditQuery))
        return [len(db.session.scalars(one).all()) for one in tables]

    child = make_resident_id(3, clock.today() - timedelta(days=3000))
    for name, of, why in (("张伟", number, "不是同一人"), ("王小", child, "未成年人")):
        refused = ask(name, of)
        assert (why in refused, "带来的授权书没有登记" in refused) == (True, True)
    assert left() == [0, 0, 0, 2]
    for call in db.session.scalars(select(CreditQuery)):
        assert (call.basis_reference, call.denied) == ("受托人带来的授权书（未登记）", 1)
    assert "请重新扫描" in ask("李芳", number, b"MZ..")
    assert left() == [0, 0, 0, 2], "nobody is looked up on a paper that cannot be read"
    assert "查询期内无相关信息" in ask("李芳", number)
    assert left() == [1, 1, 1, 3]
    logged = db.session.scalars(select(QueryLogEntry.outcome).order_by(QueryLogEntry.id)).all()
    assert logged == ["denied", "denied", "answered"]


def test_a_page_loaded_again_shows_its_answer_to_who_asked_and_is_no_second_query(
    signed_in, on_file
):
    visit = {
        "name": "杭州甲贸易有限公司", "id_number": on_file, "paper": "resident_id",
        "id_shown": "true", "brings": "in_person",
    }  # fmt: skip
    asked = GROUND | {"id_number": on_file}
    ways = [
        (signed_in("clerk", unit="窗口"), "/queries/window", visit),
        (signed_in("department", unit=UNIT), "/queries/new", asked),
        (signed_in("enterprise", subject_code=on_file, unit="甲"), "/queries/own", {}),
    ]

    def number(page, address: str, form: dict[str, str]) -> str:
        answer = page.post(address, data=form)
        assert (answer.status_code, TOLD in answer.text) == (200, True)
        return re.search(r"CX\d{8}-\w+-\w", answer.text)[0]

    with time_machine.travel(clock.now(), tick=False) as traveller:
        for page, address, typed in ways:
            key = re.search(r'name="form_key" value="(\w+)"', page.get(address).text)
            form = typed | {"form_key": key[1]}
            first = number(page, address, form)
            traveller.shift(SHOWN_AGAIN)
            assert number(page, address, form) == first
            traveller.shift(timedelta(seconds=1))
            assert number(page, address, form) != first, "a later look is a look of its own"
            assert number(page, address, form | {"form_key": ""}) != first
        form = visit | {"form_key": "k"}
        told = {number(signed_in("clerk", unit="窗口"), "/queries/window", form) for _ in "ab"}
    assert len(told) == 2, "what one account was told is no other's"
    calls = db.session.scalars(select(CreditQuery)).all()
    logged = db.session.scalars(select(QueryLogEntry.object_ref)).all()
    assert sorted(logged) == sorted(call.number for call in calls)
    assert len(calls) == 3 * len(ways) + 2


def test_a_refusal_is_logged_each_time_it_is_given(signed_in, on_file):
    page = signed_in("department", unit=UNIT)
    form = GROUND | {"purpose": "walk_in", "id_number": on_file, "form_key": "k"}
    for _ in range(2):
        assert page.post("/queries/new", data=form).status_code == 403
    assert [one.denied for one in db.session.scalars(select(CreditQuery))] == [1, 1]


def test_past_calls_and_authorisations_are_listed_with_what_became_of_them(signed_in, on_file):
    page = signed_in("clerk", unit="窗口")
    assert "没有符合条件的查询" in page.get("/queries").text
    assert "没有授权" in page.get("/query-authorisations").text
    form = {
        "name": "甲", "id_number": on_file, "purposes": ["enterprise_review"],
        "categories": ["records"], "valid_from": clock.today().isoformat(),
        "valid_until": clock.today().isoformat(), "granted_to_unit": UNIT,
    }  # fmt: skip
    assert page.post("/query-authorisations/new", data=form | {"purposes": []}).status_code == 422
    made = page.post("/query-authorisations/new", data=form)
    assert made.status_code == 303, made.text
    assert "企业审查" in page.get(made.headers["Location"]).text
    department = signed_in("department", unit=UNIT)
    department.post("/queries/new", data=GROUND | {"id_number": on_file})
    listed = page.get("/queries?channel=page&basis=sharing&purpose=enterprise_review")
    number = re.search(r"CX\d{8}-\w+-\w", listed.text)[0]
    looked = signed_in("auditor").post("/audit/queries", data={"number": on_file, "period": "all"})
    assert number in looked.text
    assert "已答复" in page.get(f"/queries/{number}").text
    assert number not in page.get("/queries?channel=public").text
    assert number not in page.get("/queries?to=2020-01-01").text
    assert number in page.get("/queries?to=9999-12-31").text, "the last day there is"
    assert page.get("/queries?channel=x").status_code == 200, "an unknown filter says so"


def test_the_foot_of_every_page_leads_the_public_to_its_search(client):
    for address in ("/verify", "/sign-in"):
        assert 'href="/public/credit"' in client.get(address).text
    page = client.get("/public/credit?code=91330106MA2CGCA56H")
    assert 'value="91330106MA2CGCA56H"' in page.text
    assert db.session.scalars(select(CreditQuery)).all() == [], "a link asks nothing"


def test_an_enterprise_asks_about_itself(signed_in, on_file):
    page = signed_in("enterprise", subject_code=on_file, unit="甲")
    assert page.get("/queries/own").status_code == 200
    assert TOLD in page.post("/queries/own").text
    nobody = signed_in("person").post("/queries/own")
    assert nobody.status_code == 404
