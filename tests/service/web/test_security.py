import re

import pytest
from flask.testing import FlaskClient

from service.web.assets import SHELL
from service.web.redirects import safe_next
from tests.service.web.gallery import build_gallery

PAGES = [
    "/",
    "/sign-in",
    "/account",
    "/gallery/form",
    "/gallery/pieces",
    "/gallery/problem/conflict",
    "/nowhere",
]


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_nothing_inline_and_nothing_foreign(clerk: FlaskClient, path):
    answer = clerk.get(path)
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert re.search(r"<[^>]+\s(style|on\w+)=", answer.text) is None
    assert re.search(r"<script(?![^>]*src=)", answer.text) is None
    assert "<style" not in answer.text
    assert re.search(r'(?:src|href)="(?:https?:)?//', answer.text) is None


@pytest.mark.parametrize("path", PAGES)
def test_ids_are_unique_and_labels_lead_somewhere(clerk: FlaskClient, path):
    page = clerk.get(path).text
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    pointed = set(re.findall(r'\sfor="([^"]+)"', page))
    for names in re.findall(r'aria-(?:describedby|labelledby|controls)="([^"]+)"', page):
        pointed |= set(names.split())
    assert pointed <= set(ids)


def test_a_static_file_is_kept_for_ever_under_its_version(visitor: FlaskClient):
    version = SHELL.version("css/tokens.css")
    with visitor.get(f"/static/css/tokens.css?v={version}") as answer:
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
    with visitor.get("/static/css/tokens.css?v=old") as answer:
        assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["nothing.css", "../shell.py", "..%2fshell.py", "css"])
def test_only_static_files_are_served(visitor: FlaskClient, name):
    assert visitor.get(f"/static/{name}").status_code == 404


def test_the_first_load_is_small(visitor: FlaskClient):
    page = visitor.get("/sign-in").text
    names = re.findall(r'(?:href|src)="/static/([^"?]+)\?v=', page)
    total = len(page.encode()) + sum((SHELL.folder / name).stat().st_size for name in set(names))
    assert total < 60_000


@pytest.fixture
def guarded(english) -> FlaskClient:
    return build_gallery(english, form_tokens=True).test_client()


def test_a_form_without_its_token_is_refused_with_advice(guarded: FlaskClient):
    answer = guarded.post("/gallery/form", data={})
    assert answer.status_code == 400
    assert "页面已过期" in answer.text


def test_a_form_with_its_token_is_taken(guarded: FlaskClient):
    page = guarded.get("/gallery/form").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    assert guarded.post("/gallery/form", data={"csrf_token": token}).status_code == 422


def test_an_api_call_by_session_needs_a_form_token_and_one_by_header_does_not(guarded: FlaskClient):
    from service.accounts.authenticate import SESSION_KEY

    app = guarded.application
    app.add_url_rule("/api/v1/thing", "thing", lambda: "done", methods=["POST"])
    assert guarded.post("/api/v1/thing").text == "done"
    with guarded.session_transaction() as session:
        session[SESSION_KEY] = "token"
    refused = guarded.post("/api/v1/thing")
    assert refused.status_code == 400
    assert refused.json["code"] == "form-expired"
    assert guarded.post("/api/v1/thing", headers={"Authorization": "Bearer x"}).text == "done"


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/checks?state=held", "/checks?state=held"),
        (None, "/"),
        ("", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("checks", "/"),
    ],
)
def test_a_form_leads_nowhere_else(target, path):
    assert safe_next(target) == path


def test_a_page_that_needs_sign_in_leads_there_and_back(visitor: FlaskClient):
    answer = visitor.get("/gallery/problem/sign-in?x=1")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/gallery/problem/sign-in?x%3D1"


def test_a_problem_page_says_what_to_do(clerk: FlaskClient):
    answer = clerk.get("/gallery/problem/conflict")
    assert answer.status_code == 409
    assert "该核查已由李文确认。" in answer.text
    assert "看清最新状态后再决定" in answer.text


def test_a_missing_page_and_a_wrong_method_are_pages_too(clerk: FlaskClient):
    assert clerk.get("/nowhere").status_code == 404
    wrong = clerk.post("/account")
    assert wrong.status_code == 405
    assert "回到首页" in wrong.text
