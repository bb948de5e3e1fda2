"""Batches over the API: what is sent, what is answered, who may."""

import io
import json
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from credit.checks.models import CheckBatch
from service.database import db
from service.files import StoredFile
from tests.credit.checks.batches.conftest import listing, number, outcomes, people, sheet_of, work
from tests.service.tabular.hostile import PNG, far_cell, password_protected

pytestmark = pytest.mark.usefixtures("rules")
BASIS = {"kind": "authorisation", "reference": "SQ-2026-0001"}


def form(content: bytes, name: str = "名单.xlsx", **values: object) -> dict[str, object]:
    given = {"purpose": "school_admission", "basis": json.dumps(BASIS)} | values
    given = {key: value for key, value in given.items() if value is not None}
    return given | {"file": (io.BytesIO(content), name)}


def send(client, content: bytes, name: str = "名单.xlsx", headers=None, **values: object):
    return client.post(
        "/check-batches",
        data=form(content, name, **values),
        content_type="multipart/form-data",
        headers=headers or {},
    )


def test_a_list_is_taken_followed_and_fetched(api, tmp_path):
    clerk = api("clerk")
    answer = send(clerk, listing(tmp_path, [*people(3), ("", "", number(9), "")]))
    assert answer.status_code == 202, answer.json
    told = answer.json
    assert (told["state"], told["done"], told["total"], told["result_url"]) == (
        "queued",
        0,
        4,
        None,
    )
    assert told["basis"] == BASIS
    assert answer.headers["Location"].endswith(f"/check-batches/{told['id']}")
    early = clerk.get(f"/check-batches/{told['id']}/result.xlsx")
    assert (early.status_code, early.json["code"]) == (409, "not-finished")

    work(told["id"])
    told = clerk.get(f"/check-batches/{told['id']}").json
    assert (told["state"], told["done"], told["total"]) == ("done", 4, 4)
    assert told["passed"] + told["negative"] + told["held"] + told["refused"] == told["total"]
    assert [(error["row"], error["field"], error["code"]) for error in told["errors"]] == [
        (5, "name", "missing")
    ]
    assert told["errors"][0]["remedy"]
    assert told["seconds_left"] is None
    result = clerk.get(told["result_url"].removeprefix("/api/v1"))
    assert result.status_code == 200
    assert "no-store" in result.headers["Cache-Control"]
    assert outcomes(result.data, tmp_path) == ["通过"] * 3 + ["未受理"]


@pytest.mark.parametrize(
    "basis",
    [
        {"basis": json.dumps(BASIS)},
        {"basis": None, "basis_kind": "authorisation", "basis_reference": "SQ-2026-0001"},
        {"basis": "authorisation", "basis_reference": "SQ-2026-0001"},
        {"basis": None, "basis.kind": "authorisation", "basis.reference": "SQ-2026-0001"},
        {"basis": None, "basis[kind]": "authorisation", "basis[reference]": "SQ-2026-0001"},
    ],
)
def test_the_basis_is_taken_as_json_or_as_two_fields(api, tmp_path, basis):
    answer = send(api("clerk"), listing(tmp_path, people(1)), **basis)
    assert (answer.status_code, answer.json.get("basis")) == (202, BASIS)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"purpose": None}, "purpose"),
        ({"purpose": "curiosity"}, "purpose"),
        ({"basis": None}, "basis"),
        ({"basis": None, "basis_kind": "sharing"}, "basis"),
        ({"basis": "{}"}, "basis.kind"),
        ({"basis": "[" * 900}, "basis.kind"),
        ({"basis": '{"kind": "sharing", "reference": ""}'}, "basis.reference"),
        ({"basis": '{"kind": "sharing", "reference": "a\\u0000"}'}, "basis.reference"),
        ({"basis": '{"kind": "sharing", "reference": "a\\ud800"}'}, "basis.reference"),
        ({"basis": "null"}, "basis"),
        ({"basis": None, "basis_kind": "sharing", "basis_reference": " · "}, "basis_reference"),
    ],
)
def test_without_purpose_and_basis_nothing_is_stored(api, tmp_path, values, field):
    answer = send(api("clerk"), listing(tmp_path, people(1)), **values)
    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json["errors"]}
    assert stored() == (0, 0)


def stored() -> tuple[int, int]:
    count = select(func.count())
    return (
        db.session.scalar(count.select_from(CheckBatch)),
        db.session.scalar(count.select_from(StoredFile)),
    )


def test_a_post_without_a_file_is_refused(api):
    answer = api("clerk").post(
        "/check-batches",
        data={"purpose": "school_admission", "basis": json.dumps(BASIS)},
        content_type="multipart/form-data",
    )
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "file")


@pytest.mark.parametrize(
    "content",
    [b"", PNG, password_protected(), b"\x00\x01" * 50, "甲,乙\n1,2\n".encode(), far_cell()],
    ids=["empty", "png", "password", "binary", "columns", "far"],
)
def test_a_file_that_is_of_no_use_starts_nothing(api, content):
    answer = send(api("clerk"), content)
    assert answer.status_code in (413, 422), answer.json
    assert answer.json["errors"][0]["remedy"]
    assert stored() == (0, 0)


def test_a_look_starts_nothing_and_lists_the_faults(api, tmp_path):
    rows = [*people(2), people(1)[0]]
    answer = send(api("clerk"), listing(tmp_path, rows), preview="true")
    assert answer.status_code == 200
    assert {key: answer.json[key] for key in ("total", "good", "refused")} == {
        "total": 3, "good": 2, "refused": 1
    }  # fmt: skip
    assert (answer.json["errors"][0]["row"], answer.json["errors"][0]["code"]) == (4, "duplicate")
    assert stored() == (0, 0)


def test_the_same_key_makes_one_batch(api, tmp_path):
    clerk, content = api("clerk"), listing(tmp_path, people(2))
    headers = {"Idempotency-Key": "once"}
    first, second = (send(clerk, content, headers=headers) for _ in range(2))
    assert first.json["id"] == second.json["id"]
    assert stored() == (1, 1)


@pytest.mark.parametrize(
    ("role", "status"),
    [("clerk", 202), ("reviewer", 202), ("auditor", 403), ("department", 403), ("enterprise", 403),
     ("community", 403), ("admin", 403)],
)  # fmt: skip
def test_who_may_send_a_list(api, tmp_path, role, status):
    assert send(api(role), listing(tmp_path, people(1))).status_code == status


def test_a_batch_that_is_not_there_is_not_found(api):
    clerk = api("clerk")
    for path in ("", "/result.xlsx"):
        assert clerk.get(f"/check-batches/{uuid4()}{path}").status_code == 404
    assert clerk.get("/check-batches/nonsense").status_code == 404


def test_batches_are_listed_newest_first_page_by_page(api, tmp_path):
    clerk = api("clerk")
    made = [send(clerk, listing(tmp_path, people(1))).json["id"] for _ in range(3)]
    first = clerk.get("/check-batches?limit=2").json
    second = clerk.get(f"/check-batches?limit=2&cursor={first['next_cursor']}").json
    listed = [one["id"] for one in first["items"] + second["items"]]
    assert listed == made[::-1]
    assert second["next_cursor"] is None


def test_the_template_can_be_sent_back_filled_in(api, tmp_path):
    clerk = api("clerk")
    answer = clerk.get("/check-batches/template.xlsx")
    header, rows = sheet_of(answer.data, tmp_path)
    assert header == ["姓名/名称", "证件类型", "证件号码", "备注"]
    assert rows == []
    filled = listing(tmp_path, people(1), header)
    assert send(clerk, filled).status_code == 202


def test_the_template_opens_in_another_program_with_text_columns(api, tmp_path):
    import openpyxl

    answer = api("clerk").get("/check-batches/template.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["名单", "填写说明"]
    assert book["填写说明"].max_row > 3
    assert b'style="1"' in _sheet(answer.data)


def _sheet(content: bytes) -> bytes:
    import zipfile

    return zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
