"""What a request may not do, asked of every route: generated from the routes themselves."""

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from service.access import Role, load_policy
from service.access.gate import action_of
from service.web.bounds import FORM_BYTES_MAX, FORM_FIELDS_MAX, STRANGER_BYTES_MAX
from tests.architecture.test_routes import example, routes

EVIL = "evil.example"
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def unsafe_routes(app: Flask) -> list[tuple[Rule, str]]:
    return [(rule, method) for rule, method in routes(app) if method in UNSAFE]


def opens_to(app: Flask, rule: Rule) -> Role | None:
    policy = load_policy()[action_of(app, rule.endpoint)]
    return next(iter(policy.scopes), None if policy.public else Role.clerk)


@pytest.fixture
def with_form_tokens(app: Flask) -> Iterator[None]:
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


def test_every_change_by_cookie_needs_a_form_token(app, signed_in, with_form_tokens):
    """A foreign page can send the cookie, and forms of any content; it cannot know the token."""
    browsers: dict[Role | None, FlaskClient] = {None: app.test_client()}
    done = []
    for rule, method in unsafe_routes(app):
        role = opens_to(app, rule)
        if role not in browsers:
            browsers[role] = signed_in(role.value)
        if role is None and rule.rule.startswith("/api/"):
            continue  # public calls of the API bear no cookie that says who calls
        answer = browsers[role].open(example(app, rule), method=method, data={"csrf_token": "x"})
        is_expired = answer.status_code == 400 and (
            "页面已过期" in answer.text or "form-expired" in answer.text
        )
        if not is_expired:
            done.append((method, rule.rule, answer.status_code))
    assert done == []
    assert len(unsafe_routes(app)) > 100


def test_no_route_offers_a_method_that_is_rarely_guarded(app):
    known = {"GET", "HEAD", "OPTIONS", "POST"}
    odd = {rule.rule: rule.methods - known for rule in app.url_map.iter_rules()}
    assert {rule: more for rule, more in odd.items() if more} == {
        "/api/v1/uploads/<uuid:upload_id>": {"DELETE"}
    }


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "PUT", "DELETE", "PATCH"])
def test_methods_nobody_offers_are_refused(client, method):
    assert client.open("/sign-in", method=method).status_code == 405


def test_the_method_is_the_one_of_the_request(signed_in):
    clerk = signed_in("clerk")
    told = {"X-HTTP-Method-Override": "POST", "X-HTTP-Method": "POST", "X-Method-Override": "POST"}
    assert clerk.get("/sign-out?_method=POST", headers=told).status_code == 405
    assert clerk.get("/account").status_code == 200


def test_a_redirect_never_leads_to_the_host_that_a_caller_names(app, signed_in, client):
    """Addresses in answers are relative, so that a forged `Host` turns up in none of them."""
    auditor = signed_in("auditor")
    led, found = [], 0
    forged = {"Host": EVIL, "X-Forwarded-Host": EVIL, "Forwarded": f"host={EVIL}"}
    for rule, method in routes(app):
        if method != "GET" or rule.endpoint.startswith(("lobby", "web.", "api_docs")):
            continue
        for browser in (client, auditor):
            with browser.get(example(app, rule), headers=forged) as answer:
                location = answer.headers.get("Location", "/")
                found += "Location" in answer.headers
                if EVIL in location or not location.startswith("/") or EVIL in answer.text[:50000]:
                    led.append((rule.rule, location))
    assert led == []
    assert found > 50


@pytest.mark.parametrize(
    "address", ["//evil.example/", "///evil.example", "/%2f%2fevil.example", "/sign-in/", "/./"]
)
def test_a_crooked_path_leads_nowhere_else(client, address):
    answer = client.get(address, headers={"Host": EVIL})
    location = answer.headers.get("Location", "/")
    assert location.startswith("/")
    assert not location.startswith("//")


@pytest.mark.parametrize(
    "target",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/\r\nX: y", "javascript:x"],
)
def test_signing_in_leads_nowhere_else(app, account, target):
    account("clerk", name="li")
    form = {"name": "li", "password": "a-long-enough-password", "next": target}
    answer = app.test_client().post("/sign-in", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_a_line_break_reaches_no_header(client):
    answer = client.get("/checks?x=%0d%0aSet-Cookie:%20a=b", headers={"X-Request-Id": "a" * 9})
    assert answer.status_code == 302
    assert "\n" not in answer.headers["Location"]
    assert "Set-Cookie: a" not in str(answer.headers)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_json_is_taken_only_when_it_is_called_json(api, kind):
    """What a page may send across hosts without asking is never read as JSON."""
    body = json.dumps({"purpose": "school_admission"})
    answer = api("clerk").post("/checks", data=body, content_type=kind)
    assert answer.status_code == 415
    assert answer.json["code"] == "wrong-media-type"


def test_a_stranger_sends_little(app, account, signed_in):
    """Whoever has not signed in uploads nothing: no file is spooled for it, no form parsed."""
    stranger = app.test_client()
    form = {"name": "li", "password": "x", "next": "n" * STRANGER_BYTES_MAX}
    for address in ("/sign-in", "/checks/new", "/nowhere", "/public/credit"):
        assert stranger.post(address, data=form).status_code == 413, address
    assert signed_in("clerk").post("/checks/new", data=form).status_code == 422
    small = {"name": "li", "password": "x"}
    assert stranger.post("/sign-in", data=small).status_code == 401


def test_a_form_has_so_many_parts_and_no_more(app, signed_in, monkeypatch):
    assert app.config["MAX_FORM_MEMORY_SIZE"] == FORM_BYTES_MAX
    monkeypatch.setitem(app.config, "MAX_FORM_MEMORY_SIZE", 1000)  # a larger one needs a file
    clerk = signed_in("clerk")
    many = {f"f{number}": "x" for number in range(app.config["MAX_FORM_PARTS"] + 1)}
    upload, plain = "multipart/form-data", "application/x-www-form-urlencoded"
    for data, kind, status in (
        (many, upload, 413),
        ({"name": "x" * 1001}, upload, 413),
        ({"name": "x" * FORM_BYTES_MAX}, plain, 413),
    ):
        answer = clerk.post("/checks/new", data=data, content_type=kind)
        assert answer.status_code == status, (len(data), kind)
    monkeypatch.setitem(app.config, "MAX_FORM_MEMORY_SIZE", FORM_BYTES_MAX)
    for count, status in ((FORM_FIELDS_MAX - 1, 422), (FORM_FIELDS_MAX, 413)):
        answer = clerk.post("/checks/new", data="a=1&" * count + "a=1", content_type=plain)
        assert answer.status_code == status
