"""Health, readiness and metrics."""

import re
from dataclasses import replace

import pytest

from service.outbox import enqueue
from service.outbox.models import JobState


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_operators_need_no_sign_in(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/static/css/tokens.css"])
def test_a_stale_session_costs_no_query_where_nobody_asks_who_calls(signed_in, path):
    from sqlalchemy import event

    from service.database import db

    asked: list[str] = []
    browser = signed_in("clerk")
    listener = lambda *given: asked.append(given[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        with browser.get(path) as answer:
            assert answer.status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    assert asked == []


def test_without_redis_the_window_stays_open_and_it_is_told(app, client):
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(settings, redis_url="redis://127.0.0.1:1/0")
    try:
        answer = client.get("/readyz")
    finally:
        app.config["SETTINGS"] = settings
    assert answer.status_code == 200
    assert answer.json["parts"]["redis"] != "ok"


def test_invented_methods_make_no_new_metrics(client):
    for number in range(20):
        client.open("/healthz", method=f"INVENTED{number}")
    told = client.get("/metrics").text
    assert "INVENTED" not in told
    assert re.search(r'credit_requests_total\{.*method="other".*status="405"\}', told)


def test_addresses_are_counted_by_their_pattern(client):
    client.get("/api/v1/verify/secret-number")
    assert "secret-number" not in client.get("/metrics").text


def test_every_open_state_of_jobs_is_told_also_when_it_is_empty(client):
    enqueue("outbox.forget_done")
    told = client.get("/metrics").text
    assert 'credit_outbox_jobs{state="pending"} 1.0' in told
    for state in (JobState.dispatched, JobState.running, JobState.failed):
        assert f'credit_outbox_jobs{{state="{state}"}} 0.0' in told
