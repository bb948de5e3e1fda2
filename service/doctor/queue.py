"""Whether Redis answers and keeps what it is given."""

from collections.abc import Iterator
from typing import Any

from flask import current_app
from redis import Redis
from redis.exceptions import RedisError, ResponseError

from service.doctor.registry import Finding, Kind
from service.messages import msg
from service.outbox.service import QUEUES
from service.redis_client import connect_briefly

_LABEL = msg("任务队列（Redis）")


def look_at_redis() -> Iterator[Finding]:
    """What is lost in Redis is handed out again from the database, so nothing here is bad."""
    try:
        with connect_briefly(current_app.config["SETTINGS"]) as redis:
            wrong = list(_wrong(redis))
            waiting = sum(int(redis.llen(f"rq:queue:{name}")) for name in QUEUES)
    except (RedisError, OSError, ValueError) as error:
        yield Finding(
            _LABEL,
            Kind.warn,
            msg(
                "联系不上（{error}）。任务保存在数据库，恢复后自动继续。",
                error=type(error).__name__,
            ),
            msg("检查 Redis 是否运行、REDIS_URL 是否正确。"),
        )
        return
    yield from wrong or [Finding(_LABEL, Kind.ok, msg("正常，{n} 个任务排队", n=waiting))]


def _wrong(redis: Redis) -> Iterator[Finding]:
    policy = _eviction(redis)
    if policy and policy != "noeviction":
        yield Finding(
            _LABEL,
            Kind.warn,
            msg("内存策略是 {policy}", policy=policy),
            msg("在 redis.conf 中设 maxmemory-policy noeviction，以免排队的任务被丢弃而延误。"),
        )
    persistence: dict[str, Any] = _persistence(redis)
    if persistence.get("aof_last_write_status", "ok") != "ok":
        yield Finding(
            _LABEL,
            Kind.warn,
            msg("写不进追加文件（AOF）"),
            msg("检查 Redis 数据目录所在磁盘的空间和权限。"),
        )
    elif persistence and not int(persistence.get("aof_enabled", 0)):
        yield Finding(
            _LABEL,
            Kind.info,
            msg("没有开启追加文件（AOF），重启后排队的任务要等一分钟才重新派发"),
            msg("在 redis.conf 中设 appendonly yes。"),
        )


def _eviction(redis: Redis) -> str:
    """What Redis does when its memory is full; empty where it does not tell."""
    try:
        return str(redis.config_get("maxmemory-policy").get("maxmemory-policy", ""))
    except ResponseError:
        return ""


def _persistence(redis: Redis) -> dict[str, Any]:
    try:
        return dict(redis.info("persistence"))
    except ResponseError:
        return {}
