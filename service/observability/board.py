"""What the operations page shows: the state of every part of the house, each with a verdict."""

import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version

from flask import Flask, current_app
from redis import Redis
from redis.exceptions import RedisError, ResponseError
from sqlalchemy import func, select, text

from service import clock
from service.api.shell import API_VERSION
from service.audit.overview import unsealed_entries
from service.database import db
from service.messages import Message, msg
from service.observability.health import database_state
from service.outbox.models import OPEN_STATES, JobState, OutboxJob
from service.outbox.service import QUEUES
from service.redis_client import connect

OLDEST_JOB_WARN = timedelta(minutes=5)
"""An open job that has waited longer means that relay or workers do not run."""
UNSEALED_WARN = 100_000
"""More unsealed entries than so many mean that the scheduler or the workers do not run."""
FAILED_LISTED_MAX = 50
REDIS_WAIT_SECONDS = 2
LIBRARIES = ("flask", "sqlalchemy", "psycopg", "rq", "redis", "cryptography")
_EXTENSION = "operations_facts"


@dataclass(frozen=True)
class Fact:
    """One line of the board; `kind` is that of a badge: ok, warn, bad, info."""

    label: Message
    kind: str
    text: Message


Provider = Callable[[], list[Fact]]
_JOB_NAMES: dict[str, Message] = {
    "audit.seal": msg("封存日志"),
    "audit.verify": msg("完整性核验"),
    "accounts.forget_failures": msg("清除过期的登录失败记录"),
    "api.forget_answers": msg("清除过期的幂等答复"),
    "notices.deliver": msg("发送通知"),
    "outbox.forget_done": msg("清除已完成的任务"),
    "private.reseal": msg("用新密钥重新加密"),
}


def add_facts(app: Flask, provider: Provider) -> None:
    """Let a part show lines of its own, such as its last imports."""
    app.extensions.setdefault(_EXTENSION, []).append(provider)


def name_jobs(names: Mapping[str, Message]) -> None:
    """Let a part name its jobs for people; the codes stay beside the names."""
    _JOB_NAMES.update(names)


def job_names() -> Mapping[str, Message]:
    """Every job that has a name for people, by its code."""
    return _JOB_NAMES


def job_name(code: str) -> Message:
    """The name of a job, or its code when nobody has named it."""
    return _JOB_NAMES.get(code) or Message("{code}", {"code": code})


def facts() -> list[Fact]:
    """The lines of the board, those of the parts at the end."""
    own = [_database(), _redis(), *_outbox(), _unsealed()]
    providers: list[Provider] = current_app.extensions.get(_EXTENSION, [])
    return own + [fact for provider in providers for fact in provider()]


def _database() -> Fact:
    label, state = msg("数据库"), database_state()
    if state != "ok":
        return Fact(label, "bad", msg("不可用（{error}）", error=state))
    size = db.session.scalar(text("SELECT pg_database_size(current_database())")) or 0
    return Fact(label, "ok", msg("正常，{size} MB", size=round(size / 1024**2)))


def _redis() -> Fact:
    label = msg("任务队列（Redis）")
    try:
        redis = connect(current_app.config["SETTINGS"], socket_timeout=REDIS_WAIT_SECONDS)
        policy = _eviction(redis)
        waiting = sum(int(redis.llen(f"rq:queue:{name}")) for name in QUEUES)
        workers = int(redis.scard("rq:workers"))
    except (RedisError, OSError, ValueError) as error:
        text_ = msg(
            "联系不上（{error}）。任务保存在数据库，恢复后自动继续。", error=type(error).__name__
        )
        return Fact(label, "warn", text_)
    if policy and policy != "noeviction":
        return Fact(label, "warn", msg("内存策略是 {policy}，应设为 noeviction。", policy=policy))
    if not workers:
        return Fact(label, "warn", msg("没有工作进程在运行，{n} 个任务排队", n=waiting))
    told = msg("正常，{workers} 个工作进程，{n} 个任务排队", workers=workers, n=waiting)
    return Fact(label, "ok", told)


def _eviction(redis: "Redis") -> str:
    """What Redis does when its memory is full; empty where it does not tell."""
    try:
        return str(redis.config_get("maxmemory-policy").get("maxmemory-policy", ""))
    except ResponseError:
        return ""


def _outbox() -> list[Fact]:
    counts: dict[str, int] = {
        row.state: row.jobs
        for row in db.session.execute(
            select(OutboxJob.state, func.count().label("jobs"))
            .where(OutboxJob.state != JobState.done)
            .group_by(OutboxJob.state)
        )
    }
    oldest = db.session.scalar(
        select(func.min(OutboxJob.available_at)).where(OutboxJob.state.in_(OPEN_STATES))
    )
    waited = max(clock.now() - oldest, timedelta()) if oldest else timedelta()
    still = sum(counts.get(state, 0) for state in OPEN_STATES)
    failed = counts.get(JobState.failed, 0)
    late = waited > OLDEST_JOB_WARN
    return [
        Fact(
            msg("待办任务"),
            "warn" if late else "ok",
            msg("{n} 个，最久已等 {seconds} 秒", n=still, seconds=round(waited.total_seconds())),
        ),
        Fact(msg("失败任务"), "bad" if failed else "ok", msg("{n} 个", n=failed)),
    ]


def _unsealed() -> Fact:
    count = unsealed_entries()
    kind = "warn" if count > UNSEALED_WARN else "ok"
    return Fact(msg("未封存的日志"), kind, msg("{n} 条", n=count))


def failed_count() -> int:
    """How many jobs wait for a person."""
    return (
        db.session.scalar(
            select(func.count()).select_from(OutboxJob).where(OutboxJob.state == JobState.failed)
        )
        or 0
    )


def failed_jobs() -> list[OutboxJob]:
    """The jobs that have used up their attempts, the newest first."""
    return list(
        db.session.scalars(
            select(OutboxJob)
            .where(OutboxJob.state == JobState.failed)
            .order_by(OutboxJob.finished_at.desc())
            .limit(FAILED_LISTED_MAX)
        )
    )


def last_runs() -> list[tuple[str, datetime, int]]:
    """Every kind of job that has been done: its name, when last, how often within what is kept."""
    return [
        (name, at, count)
        for name, at, count in db.session.execute(
            select(OutboxJob.name, func.max(OutboxJob.finished_at), func.count())
            .where(OutboxJob.state == JobState.done, OutboxJob.finished_at.is_not(None))
            .group_by(OutboxJob.name)
            .order_by(OutboxJob.name)
        )
        if at is not None
    ]


def versions() -> list[tuple[str, str]]:
    """What runs here, for a report of a fault."""
    server = str(db.session.scalar(text("SHOW server_version")) or "")
    schema = db.session.scalar(
        text("SELECT to_regclass('alembic_version') IS NOT NULL")
    ) and db.session.scalar(text("SELECT version_num FROM alembic_version"))
    return [
        ("Credit Window", API_VERSION),
        ("Schema", str(schema or "—")),
        ("Python", platform.python_version()),
        ("PostgreSQL", server),
        *((name, version(name)) for name in LIBRARIES),
    ]
