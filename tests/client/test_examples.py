"""The examples for departments do what they say, in curl and in Python, with the real service."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from credit.queries import public
from credit.subjects.identifiers import IdType
from service.accounts.api_tokens import create_token
from tests.conftest import DEMO_PASSWORD
from tests.credit.checks.conftest import put_record, put_subject
from tests.factories.identifiers import make_uscc

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "examples"
CODE, STRANGER = make_uscc(1), make_uscc(2)
NAME = "杭州西子贸易有限公司"
TRY_LATER = 75
LANGUAGES = [
    pytest.param("py"),
    pytest.param(
        "sh", marks=pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
    ),
]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def run(
    kind: str, environ: dict[str, str], name: str, *given: str
) -> "subprocess.CompletedProcess[str]":
    program = "sh" if kind == "sh" else sys.executable
    return subprocess.run(
        [program, FOLDER / f"{name}.{kind}", *given],
        env=os.environ | environ | {"PYTHONPATH": str(ROOT / "client"), "PYTHONUTF8": "1"},
        capture_output=True, text=True, check=False, timeout=300, cwd=FOLDER,
    )  # fmt: skip


@pytest.fixture
def environ(address, account) -> dict[str, str]:
    put_record(put_subject(NAME, CODE, IdType.USCC))
    token = create_token(account("department", unit="西湖区教育局"), "example")[1]
    return {"CREDIT_WINDOW_URL": address, "CREDIT_WINDOW_TOKEN": token}


@pytest.mark.long
@pytest.mark.parametrize("kind", LANGUAGES)
def test_an_example_does_what_it_says(kind, environ, account, tmp_path, monkeypatch):
    example: Run = partial(run, kind, environ)
    one = example("one_query", CODE)
    assert (one.returncode, one.stderr) == (0, "")
    assert NAME in one.stdout

    codes = tmp_path / "codes.txt"
    codes.write_text(f"{CODE}\n\nX\n{STRANGER}\n")
    many = example("many_subjects", str(codes)).stdout.splitlines()
    assert len(many) == 3
    assert CODE in many[0]
    assert "号码" in many[1]
    assert STRANGER in many[2]

    paper = tmp_path / "report.pdf"
    report = example("credit_report", CODE, str(paper))
    assert (report.returncode, report.stderr) == (0, "")
    assert paper.read_bytes()[:5] == b"%PDF-"
    number = report.stdout.strip()
    assert number.startswith("BG")
    verified = example("verify", number)
    assert verified.returncode == 0
    assert "valid" in verified.stdout
    assert example("verify", "ZM-none").returncode != 0

    refused = example("refused", "x")
    assert refused.returncode == 1
    assert "subject.id_number" in refused.stderr
    monkeypatch.setattr(public, "PUBLIC_PER_ADDRESS_MAX", 1)
    assert example("refused", CODE).returncode == 0
    throttled = example("refused", CODE)
    assert throttled.returncode == TRY_LATER
    assert "600" in throttled.stderr

    if kind == "sh":
        token = example("token", account("department").name, DEMO_PASSWORD).stdout.strip()
        environ |= {"CREDIT_WINDOW_TOKEN": token}
        assert example("one_query", CODE).returncode == 0


def test_every_example_is_there_in_both_and_named_in_the_list():
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")
    for path in FOLDER.iterdir():
        assert path.name == "README.md" or f"({path.name})" in listed
    names = {kind: {path.stem for path in FOLDER.glob(f"*.{kind}")} for kind in ("py", "sh")}
    assert names["sh"] - names["py"] == {"token"}
    assert names["py"] <= names["sh"]
