"""What an attacker sends makes no line of its own in the log, and what was refused is in it."""

import json
import logging
import os

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.database import db
from service.observability.logs import configure_logs

BREAKS = ["\n", "\r\n", "\x1b[2J", "\u2028", "\x00", "\x85"]


@pytest.mark.parametrize("text", BREAKS)
def test_a_library_cannot_be_made_to_forge_a_line(capsys, text):
    configure_logs()
    logging.getLogger("library").warning("odd name %s", f"x{text}ERROR root all is lost")
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert text not in told.removesuffix("\n")
    assert told.startswith("WARNING library odd name x\\")


def test_an_exception_of_a_library_keeps_its_lines(capsys):
    configure_logs()
    try:
        raise ValueError("1\n2")
    except ValueError:
        logging.getLogger("library").exception("broken")
    assert "test_logs.py" in capsys.readouterr().err.splitlines()[2]


def lines(capsys, event: str) -> list[dict[str, object]]:
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    return [line for line in told if line["event"] == event]


def test_a_shut_door_is_logged_with_who_stood_before_it(client, signed_in, api, capsys):
    configure_logs()
    clerk = signed_in("clerk", name="li")
    client.get("/checks/new?name=\n%0a")
    clerk.get("/audit/entries")
    api("resident").get("/statistics?from=2026-01-01&to=2026-02-01")
    found = lines(capsys, "access.refused")
    assert [(line["reason"], line["role"]) for line in found] == [
        ("not-allowed", "clerk"),
        ("not-allowed", "resident"),
    ]
    assert all(isinstance(line["account"], int) and line["request_id"] for line in found)


def test_a_forged_form_is_logged(app, signed_in, capsys):
    configure_logs()
    clerk = signed_in("clerk")
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        clerk.post("/checks/new", data={"csrf_token": "forged"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert [line["endpoint"] for line in lines(capsys, "form.refused")] == ["checks.create"]


def test_guessing_is_logged_without_the_name_that_was_guessed(app, client, capsys):
    configure_logs()
    for _ in range(11):
        client.post("/sign-in", data={"name": "somebody-i-know", "password": "guess"})
    told = capsys.readouterr().err
    assert told.count('"sign-in.throttled"') == 1
    assert "somebody-i-know" not in told
    assert "guess" not in told


def test_the_database_does_not_quote_what_it_refuses_in_its_log(app, servers, tmp_path_factory):
    """PostgreSQL adds the failing row, or the line of a COPY, unless told to be terse."""
    if os.environ.get("TEST_DATABASE_URL"):
        pytest.skip("the log of a server given from outside is not ours to read")
    statement = text("INSERT INTO subject (id, name, kind) VALUES (1, :name, NULL)")
    with pytest.raises(DBAPIError, match="张三丰不该入志"):
        db.session.execute(statement, {"name": "张三丰不该入志"})
    db.session.rollback()
    logs = [path.read_text() for path in tmp_path_factory.getbasetemp().rglob("postgres.log")]
    assert any('null value in column "kind"' in log for log in logs)
    assert not any("张三丰不该入志" in log for log in logs)
