"""What the code must not do, read out of it: call out, run text, show uploads, take any field."""

import gc
import importlib
import re
import time
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

import pytest
from flask import Flask
from marshmallow import RAISE, Schema, ValidationError

from service.settings import REPOSITORY

PACKAGES = ("service", "credit", "workflows", "scoring")
CALLS_OUT = re.compile(
    r"^\s*(?:import|from)\s+(?:urllib3|smtplib|socket|http\.client|requests|httpx|urllib\.request"
    r"|ftplib|aiohttp|telnetlib|xmlrpc|asyncio)\b",
    re.MULTILINE,
)
MAY_CALL_OUT = {
    "service/notices/mail.py": "the mail server of the settings",
    "service/notices/sms.py": "the SMS gateway of the settings",
    "service/scanner.py": "the virus scanner of the settings",
    "workflows/effects/client.py": "the targets of the settings",
}
"""The only modules that speak to other machines, and to which; nobody can name an address."""
LOOKS_AT_ITSELF = re.compile(
    r"service/(supervise|doctor|embedded|observability|outbox)/.*|service/redis_.*|service/database.*"
)
"""Parts that look whether the service's own processes and servers answer."""
SILENCED = re.compile(r"# noqa: ([A-Z0-9, ]+)")
MAY_BE_SILENCED = {
    "S105": "the name of a field or an action",
    "S104": "an address to listen on, as the settings say",
    "S108": "a folder for sockets",
    "S311": "chance in demonstrations and in the pace of retries",
    "S506": "a loader derived from the safe one",
    "S606": "a program of our own takes the place of this process",
    "S608": "SQL put together from constants of the same module; values are bound",
    "S704": "markup drawn by the service from its own alphabet",
}
"""Security rules of the linter that one line may set aside, and what such a line must be."""
DRAWN_BY_US = {
    "service/statistics/pages.py", "credit/checks/pages.py", "credit/checks/api.py",
    "credit/reports/api.py", "workflows/letters/sending.py", "workflows/documents/sending.py",
    "scoring/council/pages.py",
}  # fmt: skip
"""Modules that let a browser show a file: each has been drawn by the service itself."""
SHOWS = re.compile(r"Content-Disposition\"\]?\s*[=:]\s*\(?\s*f?[\"']inline|inline=True")
MAY_IGNORE_FIELDS = {"LegalBasis"}
"""An answer: the register may say more of a basis than is told."""
LINEAR = {
    r"(/[A-Za-z0-9._~-]+)*/?",
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+",
    r"[a-z0-9]+(?: [a-z0-9]+)+",
}
"""Repetitions within repetitions whose rounds begin with what no round contains."""
BEGINS_WITH_ANYTHING = re.compile(r"(\(\?[:=])?(\.|\[\^[^\]]+\])[*+]")
ATTACK_CHARS = 1000
SECONDS_MAX = 0.3


def modules() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((REPOSITORY / package).rglob("*.py"))]


def name_of(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_nothing_calls_out_but_to_addresses_of_the_settings():
    callers = {name_of(path) for path in modules() if CALLS_OUT.search(text_of(path))}
    surprising = {name for name in callers if not LOOKS_AT_ITSELF.fullmatch(name)}
    assert surprising == set(MAY_CALL_OUT)


def test_the_linter_looks_for_injection_and_nobody_talks_it_out_of_it():
    """Ruff's security rules: no eval, no shell, no pickle, no SQL out of pieces, no weak hash."""
    rules = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert "S" in rules["select"]
    assert {rule for rule in rules["ignore"] if rule.startswith("S")} == {"S101", "S603", "S607"}
    silenced = {
        (rule, name_of(path))
        for path in modules()
        for found in SILENCED.findall(text_of(path))
        for rule in re.findall(r"\bS\d{3}", found)
        if rule not in MAY_BE_SILENCED
    }
    assert silenced == set()


def test_only_what_the_service_has_drawn_is_shown_in_a_browser():
    showing = {name_of(path) for path in modules() if SHOWS.search(text_of(path))}
    assert showing == DRAWN_BY_US


def schemas() -> list[type[Schema]]:
    for path in modules():
        if path.name in {"schemas.py", "form_schemas.py", "api.py", "pages.py"}:
            importlib.import_module(name_of(path).removesuffix(".py").replace("/", "."))

    def below(kind: type[Schema]) -> Iterator[type[Schema]]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    return sorted(
        {one for one in below(Schema) if one.__module__.partition(".")[0] in PACKAGES},
        key=lambda one: (one.__module__, one.__name__),
    )


def test_no_schema_takes_a_field_it_does_not_name(built_app: Flask):
    """Nothing is assigned by the caller that was not meant to be: no `role`, no `state`."""
    found = schemas()
    assert len(found) > 300
    taking = set()
    with built_app.app_context():
        for kind in found:
            schema = kind()
            if schema.unknown != RAISE:
                taking.add(kind.__name__)
                continue
            with pytest.raises(ValidationError) as refusal:
                schema.load({"is_admin_9": True}, partial=True)
            assert "is_admin_9" in refusal.value.normalized_messages()
    assert taking == MAY_IGNORE_FIELDS


def test_a_form_leaves_out_what_its_schema_does_not_name(built_app: Flask):
    from werkzeug.datastructures import MultiDict

    from service.accounts.schemas import NewAccountForm
    from service.web.forms import read_form

    typed = MultiDict(
        {"name": "li", "role": "clerk", "display_name": "李", "id": "1", "password_hash": "x"}
    )
    with built_app.test_request_context():
        _, data = read_form(NewAccountForm(), typed, {})
    assert data is not None
    assert set(data) == {"name", "role", "display_name", "unit", "subject_code", "community_code"}


def depth(tree: object) -> int:
    """How many unbounded repetitions stand within one another."""
    deepest = 0
    for kind, value in tree:  # type: ignore[attr-defined]
        if kind in {op.MAX_REPEAT, op.MIN_REPEAT}:
            _, most, inner = value
            deepest = max(deepest, depth(inner) + (most == op.MAXREPEAT))
        elif kind is op.SUBPATTERN:
            deepest = max(deepest, depth(value[-1]))
        elif kind is op.BRANCH:
            deepest = max(deepest, *(depth(one) for one in value[1]))
        elif kind in {op.ASSERT, op.ASSERT_NOT}:
            deepest = max(deepest, depth(value[1]))
    return deepest


def patterns() -> list[re.Pattern[str]]:
    """Every pattern over text that lies in a module of ours, also within tables and classes."""
    found: dict[str, re.Pattern[str]] = {}

    def gather(value: object, levels: int) -> None:
        if isinstance(value, re.Pattern):
            if isinstance(value.pattern, str):
                found[value.pattern] = value
        elif levels and isinstance(value, (list, tuple, set, frozenset)):
            for one in list(value)[:200]:
                gather(one, levels - 1)
        elif levels and isinstance(value, dict):
            gather(list(value.values()), levels)

    for path in modules():
        module = importlib.import_module(
            name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        )
        gather(list(vars(module).values()), 4)
    return list(found.values())


def test_no_pattern_takes_long_over_a_text_made_for_it(built_app: Flask):
    known = patterns()
    assert len(known) > 80
    nested = {one.pattern for one in known if depth(parser.parse(one.pattern)) > 1}
    assert nested <= LINEAR
    slow = {}
    gc.collect()
    for one in known:
        began = time.process_time()
        # What begins with any text is meant for the beginning, and used so.
        look = one.match if BEGINS_WITH_ANYTHING.match(one.pattern) else one.search
        for piece in ("a", "0", " ", "-", ".", "中", "(", "〔", "a-", "0,", "a.", "12 "):
            look(piece * (ATTACK_CHARS // len(piece)) + "\x00!")
        if (took := time.process_time() - began) > SECONDS_MAX:
            slow[one.pattern] = took
    assert slow == {}
