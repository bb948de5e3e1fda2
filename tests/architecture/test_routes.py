"""Every route has a policy, and the policy is what every role meets at every route."""

import re
from collections.abc import Iterator
from contextvars import Context
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.routing import Rule

from service.access import Role, load_policy
from service.access.gate import action_of
from service.access.policy import PolicyError, allow
from service.database import db
from service.problems import Problem

EXAMPLES = {"IntegerConverter": "1", "UUIDConverter": "00000000-0000-4000-8000-000000000000"}
_WORDS = r"[a-z0-9]+(-[a-z0-9]+)*"
_PLACE = r"<([a-z_]+(\([a-z0-9=]+\))?:)?[a-z_]+>"
KEBAB = re.compile(rf"/|(/({_WORDS}|{_PLACE})(\.[a-z]+)?)+")
REFUSED = {401, 403}
WRITES = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM|COPY) \"?(\w+)", re.IGNORECASE)
MAY_BE_WRITTEN_BY_A_READ = {"query_log_entry", "login_session", "audit_entry", "credit_check"}
"""A read of personal data is logged; a session's last use; a certificate is signed once."""


def routes(app: Flask) -> list[tuple[Rule, str]]:
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def example(app: Flask, rule: Rule) -> str:
    """An address of the rule with some value in each place."""
    with app.test_request_context():
        values = {
            name: EXAMPLES.get(type(rule._converters[name]).__name__, "example")
            for name in rule.arguments
        }
        return rule.build(values, append_unknown=False)[1]


def test_every_route_names_an_action_of_the_policy(built_app):
    for rule, _ in routes(built_app):
        assert action_of(built_app, rule.endpoint) in load_policy()


def test_every_action_of_the_policy_has_a_route(built_app):
    used = {action_of(built_app, rule.endpoint) for rule, _ in routes(built_app)}
    assert set(load_policy()) - used == set()


def test_a_route_without_a_policy_stops_the_start():
    app = Flask("probe", static_folder=None)
    app.add_url_rule("/open", view_func=lambda: "", endpoint="open")
    with pytest.raises(PolicyError, match="names no action"):
        action_of(app, "open")


def test_an_unknown_action_stops_the_start():
    with pytest.raises(PolicyError, match="not in policy"):
        allow("secrets.read")


def test_every_post_of_the_api_honours_the_idempotency_key(built_app):
    deaf = [
        rule.rule
        for rule, method in routes(built_app)
        if method == "POST"
        and rule.rule.startswith("/api/v1")
        and not getattr(built_app.view_functions[rule.endpoint], "honours_idempotency_key", False)
    ]
    assert deaf == []


def test_addresses_are_kebab_case(built_app):
    odd = [rule.rule for rule, _ in routes(built_app) if not KEBAB.fullmatch(rule.rule)]
    assert odd == []


@pytest.fixture
def callers(api, signed_in):
    """One API client and one page client for each role, and the public for none."""
    return {role: (api(role), signed_in(role)) for role in Role}


@pytest.fixture
def written(app: Flask) -> Iterator[set[str]]:
    """Names of the tables written to during the test."""
    tables: set[str] = set()

    def listen(_conn, _cursor, statement, *_rest) -> None:
        if found := WRITES.match(statement):
            tables.add(found[2])

    event.listen(db.engine, "before_cursor_execute", listen)
    yield tables
    event.remove(db.engine, "before_cursor_execute", listen)


@pytest.mark.long
def test_every_role_meets_the_policy_at_every_route_and_a_get_changes_nothing(
    app, callers, client, written
):
    wrong, changed, seen_refused = [], set(), set()
    places = [(rule, method, example(app, rule)) for rule, method in routes(app)]
    for (rule, method, address), role in product(places, [None, *Role]):
        policy = load_policy()[action_of(app, rule.endpoint)]
        allowed = policy.public or role in policy.scopes
        written.clear()
        if not allowed and (rule.endpoint, method) in seen_refused:
            status = Context().run(at_the_gate, app, address, method, role, callers)
        else:
            status = call(rule, address, method, role, callers, client)
        if method == "GET":
            changed |= {(rule.rule, table) for table in written - MAY_BE_WRITTEN_BY_A_READ}
        refused = status in REFUSED
        if refused and role is not None:
            seen_refused.add((rule.endpoint, method))
        if rule.endpoint == "tokens.create":
            continue  # HTTP Basic decides, tested with signing in
        if refused == allowed:
            wrong.append((method, rule.rule, role, status))
    assert wrong == []
    assert changed == set()


def at_the_gate(app: Flask, address: str, method: str, role: Role, callers) -> int:
    """What the gate says before anything is done for a request; no page tells of it.

    How a refusal looks is seen once at each route: drawn for every role it is most of the time.
    """
    if address.startswith("/api/v1"):
        headers = callers[role][0]._headers
    else:
        cookie = callers[role][1].get_cookie(app.config["SESSION_COOKIE_NAME"])
        headers = {"Cookie": f"{cookie.key}={cookie.value}"}
    with app.test_request_context(address, method=method, headers=headers):
        try:
            app.preprocess_request()
        except Problem as problem:
            return problem.status
    return 200


def call(rule, address, method, role, callers, client) -> int:
    if rule.endpoint in {"accounts.sign_out", "accounts.change_password"}:
        return 200 if role else 401  # these end the caller's session; tested with signing in
    if role is None:
        answer = client.open(address, method=method)
    elif address.startswith("/api/v1"):
        answer = getattr(callers[role][0], method.lower())(address.removeprefix("/api/v1"))
    else:
        answer = callers[role][1].open(address, method=method)
    if answer.status_code == 302 and "/sign-in" in answer.headers["Location"]:
        return 401
    assert answer.status_code < 500, (method, address, role)
    return answer.status_code
