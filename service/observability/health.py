"""`/healthz`, `/readyz` and `/metrics`."""

from flask import Blueprint, Response, current_app, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from service.access.policy import allow
from service.database import db
from service.observability.gathering import own_metrics
from service.observability.gauges import house_gauges
from service.redis_client import connect_briefly

pages = Blueprint("operations", __name__)


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
        with connect_briefly(current_app.config["SETTINGS"]) as redis:
            redis.ping()
    except (RedisError, OSError, ValueError) as error:
        return type(error).__name__
    return "ok"


@pages.get("/metrics")
@allow("operations.read")
def metrics() -> Response:
    """Prometheus text: what the processes of this machine count, and what the database knows."""
    registry = CollectorRegistry()
    registry.register(house_gauges())
    return Response(
        own_metrics() + generate_latest(registry),
        content_type=CONTENT_TYPE_LATEST,
    )
