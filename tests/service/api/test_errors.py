"""Every error of the API is one problem document that says what is wrong and where."""

import json

import pytest

from service.api.bodies import JSON_BYTES_MAX, JSON_DEPTH_MAX
from service.api.errors import PROBLEM_TYPE

GOOD = {"inner": {"name": "a"}}
MEMBERS = {"type", "title", "status", "detail", "code"}


def problem_of(answer, status: int) -> dict:
    assert answer.status_code == status, answer.text
    assert answer.content_type == PROBLEM_TYPE
    assert answer.json.keys() >= MEMBERS
    assert answer.json["status"] == status
    return answer.json


def fields_of(answer, status: int = 422) -> list[str]:
    return [error["field"] for error in problem_of(answer, status)["errors"]]


def test_an_unknown_address(probe):
    problem_of(probe("get", "/nowhere"), 404)


def test_a_method_an_address_does_not_have_names_those_it_has(probe):
    answer = probe("delete", "/probe/things")
    problem_of(answer, 405)
    assert "POST" in answer.headers["Allow"]


def test_a_caller_nobody_knows(probe):
    answer = probe("post", "/probe/things", json=GOOD, headers={"Authorization": "Bearer no"})
    problem_of(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "data",
    ["{", "", "[1,", b"\xff\xfe", '{"a": ' + "9" * 5000 + "}", "[" * 100_000, "nul"],
    ids=["open", "empty", "cut", "not-utf8", "digits", "deep", "word"],
)
def test_a_body_that_is_no_json(probe, data):
    answer = probe("post", "/probe/things", data=data, content_type="application/json")
    problem = problem_of(answer, 400 if data else 422)
    assert problem["code"] == ("bad-json" if data else "invalid-input")


def test_json_nested_beyond_reason(probe):
    deep: object = "x"
    for _ in range(JSON_DEPTH_MAX + 1):
        deep = [deep]
    assert problem_of(probe("post", "/probe/things", json=deep), 400)["code"] == "bad-json"


@pytest.mark.parametrize(("extra", "status"), [(0, 422), (1, 413)])
def test_json_has_a_limit(probe, extra, status):
    head, tail = '{"inner": {"name": "', '"}}'
    text = head + "x" * (JSON_BYTES_MAX + extra - len(head) - len(tail)) + tail
    problem_of(probe("post", "/probe/things", data=text, content_type="application/json"), status)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "image/png"])
def test_a_body_of_the_wrong_kind_is_named_so(probe, kind):
    answer = probe("post", "/probe/things", data="inner=1", content_type=kind)
    assert "application/json" in problem_of(answer, 415)["detail"]


def test_json_where_a_file_is_taken(probe):
    assert (
        "multipart/form-data" in problem_of(probe("post", "/probe/files", json={}), 415)["detail"]
    )


def test_a_missing_an_unknown_and_a_wrong_field_are_named(probe):
    answer = probe("post", "/probe/things", json={"inner": {}, "more": 1, "numbers": [1, "x"]})
    assert sorted(fields_of(answer)) == ["inner.name", "more", "numbers.1"]


@pytest.mark.parametrize("body", [[], "x", 1, None])
def test_json_that_is_no_object(probe, body):
    problem_of(probe("post", "/probe/things", json=body), 422)


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800"])
def test_text_no_column_can_hold_is_named_not_a_crash(probe, text):
    for inner, named in (({"name": text}, "inner.name"), ({text: "x"}, "inner")):
        body = json.dumps({"inner": inner})
        answer = probe("post", "/probe/things", data=body, content_type="application/json")
        assert fields_of(answer) == [named]


def test_the_same_in_an_address_and_in_a_query(probe):
    assert fields_of(probe("get", "/probe/crash/a%00b")) == ["name"]
    assert fields_of(probe("get", "/probe/accounts?cursor=%00")) == ["cursor"]


def test_a_problem_keeps_its_own_members_whatever_is_added(probe):
    problem = problem_of(probe("post", "/probe/things", json={"inner": {"name": "taken"}}), 409)
    assert problem["next"] == "here"
    assert problem["errors"] == [
        {
            "field": "inner.name",
            "code": "taken",
            "message": "已有。",
            "remedy": "请换一个。",
            "row": 7,
        }
    ]


def test_a_fault_of_ours_tells_nothing_of_it(probe):
    answer = probe("post", "/probe/things", json={"inner": {"name": "crash"}})
    problem_of(answer, 500)
    assert "张三" not in answer.text
    assert "RuntimeError" not in answer.text


def test_a_database_that_is_away_is_not_a_fault_of_the_request(probe):
    answer = probe("get", "/probe/away")
    assert problem_of(answer, 503)["code"] == "database-away"
    assert answer.headers["Retry-After"]


def test_a_full_disk_is_told_without_its_folders(probe):
    answer = probe("get", "/probe/full")
    assert problem_of(answer, 503)["code"] == "no-room"
    assert answer.headers["Retry-After"]
    assert "spool" not in answer.text


def test_pages_get_pages(client):
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"


def test_a_role_that_may_not(api):
    problem_of(api("department").post("/checks", json={}), 403)


@pytest.mark.parametrize("name", ["", "; filename=a.csv", '; name="a\\\0"'])
def test_a_part_of_a_form_without_a_name_that_can_be_kept(app, api, name):
    content = f"--B\r\nContent-Disposition: form-data{name}\r\n\r\nx\r\n--B--\r\n"
    kind = "multipart/form-data; boundary=B"
    answer = api("admin").post("/calendar", data=content, content_type=kind)
    assert answer.status_code in {400, 422}, answer.text
