"""`/healthz`, `/readyz` and `/metrics`."""

from collections.abc import Callable

from flask import Blueprint, Flask, Response, current_app, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from prometheus_client import REGISTRY as PROCESS_REGISTRY
from redis.exceptions import RedisError
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from service import clock
from service.access.policy import allow
from service.database import db
from service.outbox.models import OPEN_STATES, JobState, OutboxJob
from service.redis_client import connect

REDIS_SECONDS_MAX = 2
"""How long Redis may take to answer before it counts as away."""

pages = Blueprint("operations", __name__)
Watch = Callable[[CollectorRegistry], None]
_EXTENSION = "operations_metrics"


def add_metrics(app: Flask, watch: Watch) -> None:
    """Let a part put gauges of its own into the registry made for every scrape."""
    app.extensions.setdefault(_EXTENSION, []).append(watch)


@pages.get("/healthz")
@allow("operations.read")
def healthz() -> Response:
    """This process answers; nothing else is looked at."""
    return jsonify(status="ok")


@pages.get("/readyz")
@allow("operations.read")
def readyz() -> tuple[Response, int]:
    """Ready to serve: the database answers, its schema is there, and Redis answers.

    Redis being away does not stop the window: work waits in the outbox. It is
    reported, and only the database decides.
    """
    parts = {"database": database_state(), "redis": _redis_state()}
    ready = parts["database"] == "ok"
    return jsonify(status="ready" if ready else "not ready", parts=parts), 200 if ready else 503


def database_state() -> str:
    """`ok`, or the kind of error that the database answers with."""
    try:
        db.session.execute(text("SELECT version_num FROM alembic_version")).one()
    except SQLAlchemyError as error:
        db.session.rollback()
        return type(error).__name__
    return "ok"


def _redis_state() -> str:
    try:
        with connect(
            current_app.config["SETTINGS"],
            socket_timeout=REDIS_SECONDS_MAX,
            socket_connect_timeout=REDIS_SECONDS_MAX,
        ) as redis:
            redis.ping()
    except (RedisError, OSError, ValueError) as error:
        return type(error).__name__
    return "ok"


@pages.get("/metrics")
@allow("operations.read")
def metrics() -> Response:
    """Prometheus text: request counters and times of this process, queue and outbox of all."""
    registry = _outbox_metrics()
    watches: list[Watch] = current_app.extensions.get(_EXTENSION, [])
    for watch in watches:
        watch(registry)
    return Response(
        generate_latest(PROCESS_REGISTRY) + generate_latest(registry),
        content_type=CONTENT_TYPE_LATEST,
    )


def _outbox_metrics() -> CollectorRegistry:
    registry = CollectorRegistry()
    jobs = Gauge("credit_outbox_jobs", "Open and failed jobs", ["state"], registry=registry)
    age = Gauge("credit_outbox_oldest_seconds", "Age of the oldest open job", registry=registry)
    for watched in JobState:
        if watched != JobState.done:
            jobs.labels(watched).set(0)  # a series that comes and goes cannot be watched
    counted = db.session.execute(
        select(OutboxJob.state, func.count())
        .where(OutboxJob.state != JobState.done)
        .group_by(OutboxJob.state)
    )
    for state, count in counted:
        jobs.labels(state).set(count)
    oldest = db.session.scalar(
        select(func.min(OutboxJob.available_at)).where(OutboxJob.state.in_(OPEN_STATES))
    )
    age.set(max((clock.now() - oldest).total_seconds(), 0) if oldest else 0)
    return registry
