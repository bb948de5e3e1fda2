"""The one cookie, as production sets it, and what the environment of a developer cannot undo."""

import base64
import os

import pytest
from flask import Flask, request, request_started

from service.settings import KEY_BYTES, Settings
from wsgi import build


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application as production has it; the addresses of its servers are never called."""
    os.environ["FLASK_DEBUG"] = "1"
    try:
        keys = {
            f"CREDIT_{name}_KEY": base64.b64encode(os.urandom(KEY_BYTES)).decode()
            for name in ("SECRET", "DATA", "INDEX", "AUDIT", "SIGNING")
        }
        return build(
            Settings.from_env(
                keys
                | {
                    "CREDIT_ENV": "production",
                    "CREDIT_PUBLIC_URL": "https://credit.example",
                    "CREDIT_VAR": str(tmp_path_factory.mktemp("var")),
                    "CREDIT_PROXIES": "1",
                    "DATABASE_URL": "postgresql://nowhere.invalid/credit",
                    "REDIS_URL": "redis://nowhere.invalid/0",
                }
            )
        )
    finally:
        del os.environ["FLASK_DEBUG"]


def test_the_cookie_belongs_to_this_host_and_to_no_script(production: Flask):
    cookie = production.test_client().get("/static/css/tokens.css?lang=en")
    cookie.close()
    assert "Set-Cookie" not in cookie.headers  # what a cache may keep sets none
    answer = production.test_client().get("/nowhere?lang=en", base_url="https://credit.example")
    given = answer.headers["Set-Cookie"]
    assert given.startswith("__Host-credit_window=")
    attributes = {part.strip() for part in given.split(";")[1:]}
    assert attributes >= {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    assert not [one for one in attributes if one.lower().startswith("domain")]


def test_without_tls_a_developer_still_gets_a_cookie(client):
    assert client.get("/nowhere?lang=en").headers["Set-Cookie"].startswith("credit_window=")


def test_production_cannot_be_put_into_debugging(production: Flask):
    assert production.debug is False
    assert production.testing is False


def test_only_the_proxies_we_have_say_where_a_caller_sits(production: Flask, built_app: Flask):
    """The throttle counts by address: whoever could choose one would never meet it."""
    forged = {"X-Forwarded-For": "6.6.6.6, 203.0.113.9", "X-Real-IP": "6.6.6.6"}
    seen = []
    for app in (production, built_app):
        with request_started.connected_to(lambda _: seen.append(request.remote_addr), app):
            app.test_client().get(
                "/nowhere", headers=forged, environ_overrides={"REMOTE_ADDR": "10.0.0.1"}
            )
    assert seen == ["203.0.113.9", "10.0.0.1"]


def test_production_never_has_the_accounts_of_the_demonstration(production: Flask):
    from service.accounts.demo import create_demo_accounts, demo_accounts

    settings = production.config["SETTINGS"]
    assert demo_accounts(settings) == []
    with pytest.raises(RuntimeError, match="never created in production"):
        create_demo_accounts(settings, enterprise_code="x", enterprise_name="x")
