"""Every check is run, one that breaks hides no other, and the worst decides how it ends."""

import json

import pytest
from flask import Flask

from service.doctor.registry import Finding, Kind, add_check, examine, worst
from service.messages import msg

EXTENSION = "doctor_checks"


@pytest.fixture
def bare(app: Flask, monkeypatch) -> Flask:
    """The application without any check."""
    monkeypatch.setitem(app.extensions, EXTENSION, [])
    return app


def finding(kind: str) -> Finding:
    return Finding(msg("数据库"), kind, msg("正常"), msg("刷新"))


def test_a_broken_check_is_bad_and_hides_no_other(bare: Flask):
    add_check(bare, "broken", lambda: [1 / 0])
    add_check(bare, "fine", lambda: [finding(Kind.ok)])
    told = {one.code: one.finding for one in examine(deep=False)}
    assert (told["broken"].kind, told["fine"].kind) == (Kind.bad, Kind.ok)
    assert "ZeroDivisionError" in str(told["broken"].text)


def test_deep_checks_are_left_to_the_doctor_and_codes_are_given_once(bare: Flask):
    add_check(bare, "deep", lambda: [finding(Kind.warn)], deep=True)
    assert examine(deep=False) == []
    assert worst(examine(deep=True)) == Kind.warn
    with pytest.raises(ValueError, match="twice"):
        add_check(bare, "deep", list)


@pytest.mark.parametrize(("kind", "code"), [(Kind.ok, 0), (Kind.warn, 0), (Kind.bad, 1)])
def test_the_command_ends_as_its_worst_finding_says(bare: Flask, kind: Kind, code: int):
    add_check(bare, "one", lambda: [finding(kind)])
    shown = bare.test_cli_runner().invoke(args=["doctor"])
    told = bare.test_cli_runner().invoke(args=["doctor", "--json"])
    assert (shown.exit_code, told.exit_code) == (code, code)
    assert ("→" in shown.output) == (kind != Kind.ok)
    found = json.loads(told.stdout)
    assert found["worst"] == kind.value
    assert sum(found[each.value] for each in Kind) == len(found["findings"]) == 1
