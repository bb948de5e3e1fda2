"""A known weakness of a library fails the audit; advisories out of reach are said out loud."""

import json
from runpy import run_path
from types import SimpleNamespace

import pytest

from service.settings import REPOSITORY

tool = SimpleNamespace(**run_path(str(REPOSITORY / "tools" / "audit_dependencies.py")))
WEAK = {
    "name": "flask", "version": "0.1",
    "vulns": [{"id": "PYSEC-2018-66", "fix_versions": ["0.12.3"], "aliases": []}],
}  # fmt: skip
SOUND = {"name": "click", "version": "8.5.1", "vulns": []}
UNKNOWN = {"name": "rq", "skip_reason": "Dependency not found"}


def told(capsys, *listed: dict, strict: bool = False) -> tuple[int, str]:
    audit = tool.read(json.dumps({"dependencies": listed, "fixes": []}), "")
    return tool.tell(audit, strict=strict), capsys.readouterr().out


@pytest.mark.parametrize("others", [(), (SOUND,), (UNKNOWN,)])
def test_a_known_weakness_fails_whatever_else_is_known(capsys, others):
    code, text = told(capsys, WEAK, *others)
    assert code == 1
    assert "flask 0.1: PYSEC-2018-66, mended in 0.12.3" in text


@pytest.mark.parametrize(("strict", "code"), [(False, 0), (True, 1)])
def test_what_could_not_be_asked_about_is_named(capsys, strict, code):
    assert told(capsys, SOUND, strict=strict) == (0, "1 libraries have no known weakness.\n")
    found, text = told(capsys, SOUND, UNKNOWN, strict=strict)
    assert (found, "NOT ASKED ABOUT: rq" in text) == (code, True)


@pytest.mark.parametrize(("strict", "code"), [(False, 0), (True, 1)])
@pytest.mark.parametrize(
    ("output", "complaint"),
    [
        (json.dumps({"dependencies": [UNKNOWN]}), ""),
        ("", "Traceback\nrequests.exceptions.ConnectionError: https://nowhere.example/x"),
        ("{}", ""),
    ],
)
def test_advisories_out_of_reach_are_said_out_loud(capsys, output, complaint, strict, code):
    assert tool.tell(tool.read(output, complaint), strict=strict) == code
    text = capsys.readouterr().out
    assert "HAVE NOT BEEN AUDITED" in text
    assert "nowhere.example" not in text
