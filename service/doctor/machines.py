"""Whether the servers that stand by do stand by: the database's standby, Redis's replica."""

from collections.abc import Iterator

from flask import Flask, current_app
from redis import Redis, RedisError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from service.database import db
from service.database.replica import replica_age
from service.database.session import REPLICA
from service.database_address import several_hosts
from service.doctor.registry import Finding, Kind, add_check
from service.messages import Message, msg
from service.redis_address import is_watched, read_sentinel
from service.redis_client import sentinels
from service.settings import Settings

_STANDBY, _REPLICA = msg("数据库备机"), msg("只读副本")
_SENTINELS = msg("Redis 哨兵")
_FOLLOWERS = text(
    "SELECT current_setting('synchronous_standby_names') <> '' AS awaited,"
    " (SELECT count(*) FROM pg_stat_replication) AS followers"
)


def init_machines(app: Flask) -> None:
    """Register the checks; each is silent where there is one machine."""
    add_check(app, "standby", look_at_standby)
    add_check(app, "replica", look_at_replica)
    add_check(app, "sentinels", look_at_sentinels)


def look_at_standby() -> Iterator[Finding]:
    """Whether a standby follows the primary, where commits wait for one or the address names one.

    The figures are those any role may see: how many connections replicate.
    """
    facts = db.session.execute(_FOLLOWERS).one()
    expected = facts.awaited or several_hosts(_settings().database_url)
    if facts.followers:
        yield Finding(_STANDBY, Kind.ok, msg("{n} 台在跟随主库", n=facts.followers))
    elif facts.awaited:
        yield Finding(
            _STANDBY,
            Kind.bad,
            msg("提交要等备机确认，而没有备机跟随：办理会停住"),
            msg("恢复备机；一时恢复不了，按 docs/runbook.md 暂时清空 synchronous_standby_names。"),
        )
    elif expected:
        yield Finding(
            _STANDBY,
            Kind.warn,
            msg("没有备机跟随，主库损坏时无处可切"),
            msg("恢复备机，或按 docs/runbook.md 重建。"),
        )


def look_at_replica() -> Iterator[Finding]:
    """Whether boards and statistics are read from the standby, or why not."""
    settings = _settings()
    if not settings.replica_url:
        return
    try:
        found = replica_age(db.engines[REPLICA])
    except (DBAPIError, PoolExhausted) as error:
        yield _unused(msg("联系不上（{error}）", error=type(error).__name__))
        return
    seconds = None if found.age is None else round(found.age.total_seconds(), 1)
    if not found.standby:
        yield _unused(msg("DATABASE_REPLICA_URL 指向的不是备机"))
    elif seconds is None or seconds > settings.replica_lag_seconds:
        yield _unused(
            msg(
                "数据已落后 {seconds} 秒，上限 {most} 秒",
                seconds="?" if seconds is None else seconds,
                most=settings.replica_lag_seconds,
            )
        )
    else:
        yield Finding(_REPLICA, Kind.ok, msg("正常，落后 {seconds} 秒", seconds=seconds))


def _unused(what: Message) -> Finding:
    return Finding(
        _REPLICA,
        Kind.warn,
        what,
        msg("查询已改由主库应答，不影响办理；检查备机的复制、调度进程和两边的时钟。"),
    )


def look_at_sentinels() -> Iterator[Finding]:
    """Whether enough sentinels agree on the master, and whether a replica could take its place."""
    url = _settings().redis_url
    if not is_watched(url):
        return
    name, clients = read_sentinel(url).master, sentinels(url).sentinels
    told = [state for one in clients if (state := _state(one, name)) is not None]
    counts = {"n": len(told), "all": len(clients)}
    if not told:
        yield Finding(
            _SENTINELS,
            Kind.bad,
            msg("{all} 个哨兵都联系不上，或都不认识 {name}", all=len(clients), name=name),
            msg("任务暂存在数据库，不会丢失；启动哨兵并核对 REDIS_URL 中的名称。"),
        )
    elif max(told)[0] <= 0:
        yield Finding(
            _SENTINELS,
            Kind.warn,
            msg("{n}/{all} 个哨兵可用，主服务器没有副本", **counts),
            msg("启动 Redis 副本，否则主服务器损坏时无处可切。"),
        )
    elif len(told) < len(clients) or not all(agrees for _, agrees in told):
        yield Finding(
            _SENTINELS,
            Kind.warn,
            msg("{n}/{all} 个哨兵可用，或达不到法定数", **counts),
            msg("启动缺少的哨兵；可用的不足半数时不会自动切换。"),
        )
    else:
        yield Finding(_SENTINELS, Kind.ok, msg("{n}/{all} 个哨兵可用，意见一致", **counts))


def _state(sentinel: Redis, name: str) -> tuple[int, bool] | None:
    """Replicas that follow, as one sentinel sees it, and whether it could have others agree."""
    try:
        replicas = sentinel.sentinel_slaves(name)
        told = sentinel.execute_command("SENTINEL", "CKQUORUM", name)  # type: ignore[no-untyped-call]
    except (RedisError, OSError) as error:
        return None if "NOQUORUM" not in str(error) else (1, False)
    return sum(not one["is_sdown"] for one in replicas), bool(told)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
