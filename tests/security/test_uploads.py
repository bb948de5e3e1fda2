"""What people hand in is of a few kinds, scanned, bounded, and never shown as it came."""

import io
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from service import clock
from service.database import db
from service.files.models import StoredFile
from service.files.store import shown_name
from service.settings import REPOSITORY
from service.web.downloads import UPLOADED_POLICY, uploaded_file
from tests.factories.identifiers import make_resident_id
from tests.service.scanners import VIRUS, clamd

PAGE = b"<!doctype html><script>alert(1)</script>"
ASSESSED = {
    "title": "入学核查", "occasions": ["automated"], "purpose": "核查", "necessity": "法定职责",
    "risks": "可能误判", "safeguards": "人工复核", "level": "medium", "assessed_by": "许明",
    "assessed_on": "2026-11-02",
}  # fmt: skip
POLYGLOTS = {
    "application/pdf": b"%PDF-1.7\n" + PAGE,
    "image/png": b"\x89PNG\r\n\x1a\n" + PAGE,
    "image/jpeg": b"\xff\xd8\xff\xe0" + PAGE,
}
"""Files that are a page as well."""
NOT_TAKEN = {
    "a page": PAGE,
    "a drawing that runs": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "a program": b"MZ\x90\x00",
    "a bomb": b"PK\x03\x04" + bytes(64),
    "nothing": b"",
    "a PDF further down": b"\n\n%PDF-1.7",
}
UNIT = "西湖区教育局"


def authorisation(content: bytes, name: str = "a.pdf") -> dict[str, Any]:
    today = clock.today().isoformat()
    return {
        "name": "张伟",
        "id_number": make_resident_id(7),
        "purposes": ["school_admission"],
        "valid_from": today,
        "valid_until": today,
        "file": (io.BytesIO(content), name),
    }


def hand_in(api: Any, content: bytes, name: str = "a.pdf") -> Any:
    return api.post(
        "/query-authorisations",
        data=authorisation(content, name),
        content_type="multipart/form-data",
    )


def kept() -> int:
    return db.session.scalar(select(func.count()).select_from(StoredFile))


@pytest.mark.parametrize("kind", POLYGLOTS)
def test_a_file_that_is_a_page_too_is_saved_and_never_shown(api, signed_in, kind):
    number = hand_in(api("department", unit=UNIT), POLYGLOTS[kind], 'x";.html').json["number"]
    browser = signed_in("department", unit=UNIT)
    answer = browser.get(f"/query-authorisations/{number}/scan")
    assert answer.data == POLYGLOTS[kind]
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == UPLOADED_POLICY
    assert "sandbox" in UPLOADED_POLICY
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith(f'attachment; filename="{number}.')
    assert "html" not in disposition


@pytest.mark.parametrize("what", NOT_TAKEN)
def test_other_kinds_are_not_taken_whatever_they_are_called(api, what):
    assert hand_in(api("department", unit=UNIT), NOT_TAKEN[what]).status_code == 422
    assert kept() == 0


def test_an_infected_file_is_kept_nowhere(app, api, signed_in, monkeypatch):
    with clamd() as (server, address):
        guarded = replace(app.config["SETTINGS"], scanner=address)
        monkeypatch.setitem(app.config, "SETTINGS", guarded)
        answer = hand_in(api("department", unit=UNIT), b"%PDF-1.7 " + VIRUS)
        assert (answer.status_code, answer.json["code"]) == (422, "file-infected")
        signed_in("admin").post(
            "/assessments/new",
            data=ASSESSED | {"file": (io.BytesIO(b"%PDF-1.7 " + VIRUS), "a.pdf")},
        )
        assert len(server.seen) == 2
        assert kept() == 0
        assert hand_in(api("department", unit=UNIT), b"%PDF-1.7 clean").status_code == 201
    away = hand_in(api("department", unit=UNIT), b"%PDF-1.7 unseen")
    assert (away.status_code, away.json["code"]) == (503, "scanner-away")
    assert kept() == 1


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\a.pdf", "a.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("\x00\x1b[2J", "[2J"),
        ("/", "file"),
        ("x" * 999, "x" * 200),
    ],
)
def test_the_name_of_a_file_is_shown_and_never_used(given, shown):
    assert shown_name(given) == shown


def test_what_cannot_be_recognised_is_handed_out_as_bytes(app):
    with app.test_request_context():
        answer = uploaded_file(PAGE, "old")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="old.bin"'


YAML_BOMBS = {
    "deep lists": "[" * 60_000,
    "deep mappings": "{a: " * 40_000,
    "aliases": "a: &a [x, x]\nb: &b [*a, *a]\nholidays: [*b, *b]\nyear: 2027\n",
    "an object of Python": "!!python/object/apply:os.system ['true']\n",
}


@pytest.mark.parametrize("what", YAML_BOMBS)
def test_a_calendar_made_to_harm_is_refused_and_the_process_lives(signed_in, what):
    """The fast parser would end the whole web server over the first two."""
    file = (io.BytesIO(YAML_BOMBS[what].encode()), "calendar.yaml")
    answer = signed_in("admin").post("/calendar/import", data={"file": file, "source": "x"})
    assert answer.status_code == 422
    assert "不符合YAML格式" in answer.text


def test_tables_of_people_are_not_read_by_the_parser_in_c():
    fast = {
        "/".join(path.parts[-2:])
        for package in ("credit", "workflows", "scoring")
        for path in (REPOSITORY / package).rglob("*.py")
        if "CSafeLoader" in path.read_text() or "CLoader" in path.read_text()
    }
    assert fast == set()
