"""What the operations page shows: every quick check of the doctor, and what runs here."""

import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version

from sqlalchemy import text

from service.api.shell import API_VERSION
from service.database import db
from service.database.schema import present
from service.doctor.registry import Finding, examine
from service.messages import Message, msg

LIBRARIES = ("flask", "sqlalchemy", "psycopg", "rq", "redis", "cryptography")
_JOB_NAMES: dict[str, Message] = {
    "audit.seal": msg("封存日志"),
    "audit.verify": msg("完整性核验"),
    "audit.parts": msg("日志分区"),
    "accounts.forget_failures": msg("清除过期的登录失败记录"),
    "api.forget_answers": msg("清除过期的幂等答复"),
    "notices.deliver": msg("发送通知"),
    "outbox.forget_done": msg("清除已完成的任务"),
    "private.reseal": msg("用新密钥重新加密"),
}


def name_jobs(names: Mapping[str, Message]) -> None:
    """Let a part name its jobs for people; the codes stay beside the names."""
    _JOB_NAMES.update(names)


def job_names() -> Mapping[str, Message]:
    """Every job that has a name for people, by its code."""
    return _JOB_NAMES


def job_name(code: str) -> Message:
    """The name of a job, or its code when nobody has named it."""
    return _JOB_NAMES.get(code) or Message("{code}", {"code": code})


def facts() -> list[Finding]:
    """The lines of the board: what the quick checks find."""
    return [one.finding for one in examine(deep=False)]


@cache
def _libraries() -> tuple[tuple[str, str], ...]:
    """Read from the files of each library; they stay what they were for as long as we run."""
    return tuple((name, version(name)) for name in LIBRARIES)


def versions() -> list[tuple[str | Message, str]]:
    """What runs here, for a report of a fault."""
    server = str(db.session.scalar(text("SHOW server_version")) or "")
    return [
        (msg("信用专窗"), API_VERSION),
        (msg("表结构"), present() or "—"),
        ("Python", platform.python_version()),
        ("PostgreSQL", server),
        *_libraries(),
    ]
