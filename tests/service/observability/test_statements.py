"""A slow statement is told by its text and its place, never by its values, and is counted."""

import json
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import text

from service.database import db
from service.observability.logs import configure_logs
from service.observability.meters import SLOW
from service.observability.place import working_at
from service.operating import Operating

SECRET = "330106198505170011"
STATEMENT = text("SELECT pg_sleep(0.03), CAST(:value AS text)")


def slow_lines(told: str) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    return [line for line in lines if line["event"] == "statement.slow"]


@pytest.mark.parametrize(("limit", "count"), [(10, 1), (10_000, 0)])
def test_what_takes_longer_than_the_limit_is_logged_without_values(
    app: Flask, settings, monkeypatch, capsys, limit: int, count: int
):
    given = replace(settings, operating=Operating(slow_ms=limit))
    monkeypatch.setitem(app.config, "SETTINGS", given)
    configure_logs()
    before = SLOW.labels("audit.seal")._value.get()
    with working_at("audit.seal"):
        db.session.execute(STATEMENT, {"value": SECRET})
    told = capsys.readouterr().err
    assert SECRET not in told
    found = slow_lines(told)
    assert len(found) == SLOW.labels("audit.seal")._value.get() - before == count
    for line in found:
        assert line["place"] == "audit.seal"
        assert "pg_sleep" in line["statement"]
        assert line["ms"] >= 30
