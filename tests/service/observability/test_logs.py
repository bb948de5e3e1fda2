"""No identity number and no name reaches a log, whichever way it comes."""

import errno
import json
import logging
import sys
from datetime import date

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.database import db
from service.observability.faults import describe
from service.observability.logs import configure_logs, hide_numbers
from service.observability.setup import request_id_from
from tests.examples import some
from tests.factories.identifiers import make_resident_id

NUMBERS = st.one_of(
    st.builds(make_resident_id, st.integers(1, 900), st.just(date(1985, 5, 17))),
    st.from_regex(r"[0-9]{15}", fullmatch=True),
    st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True),
    st.from_regex(r"[A-Z]{1,2}[0-9]{7,9}", fullmatch=True),
    st.from_regex(r"[A-Z]{3}[0-9]{12}", fullmatch=True),
)
BEFORE = st.sampled_from(["", "号码", "id=", "(", "：", " ", '"', "\n"])
AFTER = st.sampled_from(["", "号码", "=", ")", "：", " ", '"', "\n"])


@given(number=NUMBERS, before=BEFORE, after=AFTER)
def test_an_identity_number_anywhere_in_a_line_is_hidden(number, before, after):
    spoken = f"{before}{number}{after}"
    event = {"event": spoken, "list": [spoken, {"deep": spoken}], "dict": {spoken: spoken}}
    assert number not in json.dumps(hide_numbers(None, "", event), ensure_ascii=False)


@pytest.mark.parametrize(
    "value", [110105194912310021, (11010519491231, "x"), {"a": 110105491231002}]
)
def test_numbers_as_numbers_are_hidden_too(value):
    assert "110105" not in json.dumps(hide_numbers(None, "", {"value": value}))


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-23",
        "12345678-1234-4123-8123-123456789012",
        104857600,
        3.14,
        None,
        "service/app.py:83",
    ],
)
def test_dates_ids_and_counts_stay_readable(value):
    assert hide_numbers(None, "", {"value": value}) == {"value": value}


def test_an_exception_is_logged_by_its_place_not_its_words(capsys):
    configure_logs()
    try:
        int("张三 E1234567")
    except ValueError as error:
        structlog.get_logger("test").error("failed", exc_info=error)
        structlog.get_logger("test").exception("failed")
        logging.getLogger("library").exception("failed")
    told = capsys.readouterr().err
    assert told.count("ValueError") == 3
    assert told.count("test_logs.py") == 3
    assert "张三" not in told
    assert "E1234567" not in told


def test_what_the_queue_makes_of_a_killed_worker_is_left_out(capsys):
    configure_logs()
    logging.getLogger("rq.registry").warning("Moved to FailedJobRegistry")
    assert capsys.readouterr().err == ""
    logging.getLogger("rq.registry").error("broken")
    assert "broken" in capsys.readouterr().err


def test_a_row_the_database_refuses_is_not_quoted(app):
    statement = text("INSERT INTO subject (id, name, kind) VALUES (1, '张三', NULL)")
    with pytest.raises(DBAPIError) as caught:
        db.session.execute(statement)
    db.session.rollback()
    assert "张三" in str(caught.value)  # PostgreSQL does quote it
    told = describe(caught.value)
    assert "张三" not in told
    assert "subject" in told


def test_causes_are_told_and_a_ring_of_them_ends():
    first, second = KeyError("张三"), OSError(28, "No space left on device", "/张三")
    first.__cause__, second.__cause__ = second, first
    told = describe(first)
    assert "No space left on device" in told
    assert "张三" not in told


@pytest.mark.parametrize("given", ["11010519491231002X", "E1234567", "short", "bad id!", "x" * 65])
def test_a_request_number_that_could_be_a_persons_is_not_taken(given):
    assert request_id_from(given) != given


@pytest.mark.parametrize("given", ["0123abcd-0000-4000-8000-00000000000a", "trace-abc-9"])
def test_a_request_number_of_the_caller_is_taken(given):
    assert request_id_from(given) == given


@settings(
    max_examples=some(20),
)
@given(number=NUMBERS)
def test_no_request_leaves_a_number_in_the_log(client, capsys, number):
    configure_logs()
    headers = {"X-Request-Id": number, "Authorization": f"Bearer {number}"}
    client.get(f"/nowhere/{number}?q={number}", headers=headers)
    client.post("/api/v1/checks", json={"subject": {"id_number": number}}, headers=headers)
    assert number not in capsys.readouterr().err


def test_a_full_disk_costs_the_line_and_nothing_else(monkeypatch):
    class Full:
        def write(self, _text: str) -> int:
            raise OSError(errno.ENOSPC, "no room")

        def flush(self) -> None:
            raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(sys, "stderr", Full())
    configure_logs()
    structlog.get_logger("full").error("said.nowhere")
    logging.getLogger("full").warning("said nowhere")
    monkeypatch.undo()
    configure_logs()
