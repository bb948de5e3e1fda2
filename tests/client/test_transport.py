"""What the client makes of refusals, of silence, and of answers that are not the service's."""

import time
from collections.abc import Iterator
from datetime import date

import pytest

from credit_window_client import (
    Conflict,
    CreditWindow,
    CreditWindowError,
    InvalidInput,
    NotAllowed,
    NotFound,
    Patience,
    Problem,
    ServiceFault,
    Throttled,
    Unavailable,
    UnexpectedAnswer,
    Unreachable,
)
from tests.client.scripted import LINES_TYPE, Said, Scripted, refusal, scripted

QUICK = Patience(attempts=3, first_wait=0.001, longest_wait=1)
BASIS = {"kind": "sharing", "reference": "1"}
LOST = Said(0)
TWO = [{"id_number": "1"}, {"id_number": "2"}]
LINES = b'{"index":0,"number":"1"}\n{"index":1,"number":"1"}\n'


@pytest.fixture
def server() -> Iterator[Scripted]:
    with scripted() as server:
        yield server


@pytest.fixture
def client(server: Scripted) -> Iterator[CreditWindow]:
    with CreditWindow(server.address + "/", "secret", language="en", patience=QUICK) as client:
        yield client


def test_a_request_carries_token_language_and_what_was_given(server, client):
    server.says(Said(body=b'{"items":[],"next_cursor":null}'))
    assert list(client.queries.list(denied=True, from_=date(2026, 1, 2), to="2026-02-03")) == []
    method, path, headers, body = server.asked[0]
    assert (method, path, body) == (
        "GET",
        "/api/v1/queries?from=2026-01-02&to=2026-02-03&denied=true",
        b"",
    )
    assert headers["Authorization"] == "Bearer secret"
    assert headers["Accept-Language"] == "en"


def test_a_list_is_fetched_page_by_page_while_it_is_gone_through(server, client):
    pages = [b'{"items":[1,2],"next_cursor":"n x"}', b'{"items":[3],"next_cursor":null}']
    server.says(*[Said(body=page) for page in pages])
    rows = iter(client.check_batches.list(limit=2))
    assert [next(rows), next(rows), len(server.asked)] == [1, 2, 1]
    assert list(rows) == [3]
    assert server.asked[1][1] == "/api/v1/check-batches?cursor=n+x&limit=2"


def test_a_post_without_an_answer_is_sent_again_under_the_same_key(server, client):
    server.says(LOST, refusal(503, ("Retry-After", "0")), Said(body=b'{"number":"1"}'))
    assert client.checks.recheck("1")["number"] == "1"
    assert len(server.asked) == 3
    assert len(set(server.headers("Idempotency-Key"))) == 1
    client.checks.recheck("1")
    client.checks.recheck("1", idempotency_key="mine")
    assert len(set(server.headers("Idempotency-Key"))) == 3
    assert server.headers("Idempotency-Key")[-1] == "mine"


@pytest.mark.parametrize(
    ("said", "kind", "times"),
    [
        (refusal(403), NotAllowed, 1),
        (refusal(404), NotFound, 1),
        (refusal(409), Conflict, 1),
        (refusal(422), InvalidInput, 1),
        (refusal(418), Problem, 1),
        (refusal(500), ServiceFault, 1),
        (refusal(503), Unavailable, 3),
        (refusal(429, ("Retry-After", "600")), Throttled, 1),
        (refusal(429, ("Retry-After", "0")), Throttled, 3),
        (Said(502, b"<html>", "text/html"), UnexpectedAnswer, 3),
        (Said(200, b"<html>", "text/html"), UnexpectedAnswer, 1),
        (Said(302, b"", headers=(("Location", "http://127.0.0.1:1/"),)), UnexpectedAnswer, 1),
        (Said(500, b'{"error":"x"}'), UnexpectedAnswer, 1),
        (LOST, Unreachable, 3),
        (Said(200, b'{"number":', cut=True), Unreachable, 3),
    ],
)
def test_what_is_no_success_is_raised_as_what_it_is(server, client, said, kind, times):
    server.says(said)
    with pytest.raises(CreditWindowError) as caught:
        client.checks.get("1")
    assert type(caught.value) is kind
    assert len(server.asked) == times
    assert "secret" not in str(caught.value)


def test_a_problem_tells_fields_rows_remedies_and_what_else_it_knows(server, client):
    server.says(refusal(429, ("Retry-After", "600")))
    with pytest.raises(Throttled) as caught:
        client.checks.get("1")
    problem = caught.value
    assert (problem.status, problem.code, problem.detail, problem.title) == (429, "c", "d", "T")
    (error,) = problem.errors
    assert (error.field, error.code, error.message) == ("a.b", "x", "m")
    assert (error.remedy, error.row) == ("r", 2)
    assert problem.members == {"state": "open"}
    assert problem.retry_after == 600


def test_where_nobody_listens_even_what_may_be_done_once_is_tried_again(monkeypatch):
    waits = []
    monkeypatch.setattr(time, "sleep", waits.append)
    nowhere = CreditWindow("http://127.0.0.1:1", patience=QUICK)
    with pytest.raises(Unreachable):
        list(nowhere.ask_each(TWO, purpose="x", basis=BASIS))
    assert waits == [0.001, 0.002]


def lines(body: bytes, *, cut: bool = False) -> Said:
    return Said(200, body, LINES_TYPE, cut=cut)


@pytest.mark.parametrize(
    ("said", "kind", "told"),
    [
        (lines(LINES), None, 2),
        (lines(LINES[:-1]), None, 2),
        (lines(LINES[:25]), Unreachable, 1),
        (lines(LINES[:40], cut=True), Unreachable, 1),
        (Said(), UnexpectedAnswer, 0),
        (refusal(403), NotAllowed, 0),
        (LOST, Unreachable, 0),
    ],
)
def test_a_list_is_answered_one_by_one_and_never_asked_twice(server, client, said, kind, told):
    server.says(said)
    heard = []

    def listen() -> None:
        for one in client.ask_each(TWO, purpose="x", basis=BASIS):
            heard.append(one["index"])
            server.go_on.set()  # the second is not sent before the first is heard

    if kind is None:
        listen()
    else:
        with pytest.raises(kind):
            listen()
    assert heard == [0, 1][:told]
    assert len(server.asked) == 1
    assert server.headers("Idempotency-Key") == [None]


@pytest.mark.parametrize("place", ["", ".", ".."])
def test_a_place_without_a_name_never_becomes_another_address(server, client, place):
    with pytest.raises(ValueError, match="place is empty"):
        client.checks.confirm(place)
    client.checks.get("a/../b?c")
    assert server.asked[0][1] == "/api/v1/checks/a%2F..%2Fb%3Fc"


def test_a_download_has_the_name_the_service_gives_it_and_no_folder(server, client, tmp_path):
    name = "attachment; filename=\"a.xlsx\"; filename*=UTF-8''..%2F%E5%90%8D%E5%8D%95.xlsx"
    server.says(
        Said(body=b"PK", content_type="application/x", headers=((("Content-Disposition"), name),))
    )
    got = client.check_batches.template_xlsx()
    assert (got.filename, got.media_type) == ("名单.xlsx", "application/x")
    assert got.save(tmp_path / got.filename).read_bytes() == b"PK"
