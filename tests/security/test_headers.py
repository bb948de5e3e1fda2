"""Every kind of answer carries the headers that keep a browser from being turned against us."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from service.settings import REPOSITORY
from service.web.headers import CONTENT_SECURITY_POLICY, DOCS_POLICY

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
KINDS = {
    "/sign-in": 200,
    "/": 302,
    "/nowhere": 404,
    "/api/v1/nowhere": 404,
    "/api/v1/checks": 405,
    "/api/v1/repair-cases": 401,
    "/api/openapi.json": 200,
    "/api/docs": 200,
    "/api/docs/assets/swagger-ui.css": 200,
    "/static/css/tokens.css": 200,
    "/static/nothing.css": 404,
    "/healthz": 200,
    "/metrics": 200,
    "/verify/public-key.pem": 200,
    "/verify/verify-certificate.py": 200,
}
"""Pages, redirects, refusals, the API, its documentation, static files, downloads."""
TEMPLATES = sorted(
    path
    for package in ("service", "credit", "workflows", "scoring")
    for path in (REPOSITORY / package).rglob("templates/**/*.html")
)
BLOCKS = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
"""What Jinja does rather than says."""
INLINE = {
    "a script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "a style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a style": re.compile(r"<[^>{]*\sstyle\s*=", re.IGNORECASE),
    "a handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script address": re.compile(
        r"(?:href|src|action)\s*=\s*[\"']?\s*(?:javascript|data):", re.IGNORECASE
    ),
    "unescaped text": re.compile(r"\|\s*safe\b", re.IGNORECASE),
}


@pytest.fixture
def over_tls(built_app: Flask, settings, monkeypatch) -> None:
    public = replace(settings, public_url="https://credit.example")
    monkeypatch.setitem(built_app.config, "SETTINGS", public)


def test_every_kind_of_answer_carries_them_all(client, over_tls):
    for address, status in KINDS.items():
        with client.get(address) as answer:
            assert answer.status_code == status, address
            headers = answer.headers
        assert {name: headers.get(name) for name in EVERYWHERE} == EVERYWHERE, address
        assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
        policy = DOCS_POLICY if address == "/api/docs" else CONTENT_SECURITY_POLICY
        assert headers["Content-Security-Policy"] == policy, address
        is_kept = address.startswith(("/static/css", "/api/docs/assets"))
        assert ("no-store" in headers["Cache-Control"]) is not is_kept, address
        assert "Access-Control-Allow-Origin" not in headers
        if headers["Content-Type"].startswith("text/"):
            assert "charset=utf-8" in headers["Content-Type"], address


def test_an_answer_to_a_fault_carries_them_too(app, monkeypatch):
    def broken() -> str:
        raise RuntimeError

    monkeypatch.setitem(app.view_functions, "accounts.sign_in", broken)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = app.test_client().get("/sign-in")
    assert answer.status_code == 500
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "RuntimeError" not in answer.text


def test_the_policy_lets_nothing_inline_or_foreign_in():
    directives = dict(part.strip().split(" ", 1) for part in CONTENT_SECURITY_POLICY.split(";"))
    assert directives["default-src"] == directives["object-src"] == "'none'"
    assert directives["base-uri"] == directives["frame-ancestors"] == "'none'"
    assert set(directives.values()) == {"'none'", "'self'"}


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds_anything_inline(what):
    assert len(TEMPLATES) > 100
    found = [
        str(path.relative_to(REPOSITORY))
        for path in TEMPLATES
        if INLINE[what].search(BLOCKS.sub("", path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_the_search_finds_what_is_inline():
    planted = (
        '<script>go()</script><style>p{}</style><p style="x"><a onclick="go()">'
        '<a href="javascript:go()">{{ x | safe }}'
    )
    assert [what for what, pattern in INLINE.items() if not pattern.search(planted)] == []


def test_scripts_write_no_markup_but_what_the_server_drew():
    """`innerHTML` runs no script but lets markup in; the one place takes it from our own page."""
    writers = {
        str(path.relative_to(REPOSITORY))
        for path in scripts()
        if re.search(r"(inner|outer)HTML\s*=|insertAdjacentHTML|document\.write", path.read_text())
    }
    assert writers == {"scoring/static/js/entries.js"}


@pytest.mark.parametrize(
    "word", [r"\beval\(", r"new Function", r"postMessage", r"document\.cookie"]
)
def test_scripts_do_nothing_that_cannot_be_read(word):
    assert [path.name for path in scripts() if re.search(word, path.read_text())] == []


def scripts() -> list[Path]:
    found = [
        path
        for package in ("service", "credit", "workflows", "scoring")
        for path in (REPOSITORY / package).rglob("static/**/*.js")
    ]
    assert len(found) > 5
    return found
