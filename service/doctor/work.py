"""Whether the work behind the web server goes on: processes, what waits, what failed."""

from collections.abc import Iterator
from datetime import timedelta

from service.database.schema import needed
from service.doctor.limits import OLDEST_JOB_WARN
from service.doctor.registry import Finding, Kind
from service.durations import duration
from service.messages import Message, msg
from service.outbox.beats import KINDS, Living, living
from service.outbox.service import QUEUES
from service.outbox.standing import standing

PROCESS_NAMES: dict[str, Message] = {
    "relay": msg("转发进程"),
    "scheduler": msg("定时进程"),
    "worker": msg("工作进程"),
}
"""What the processes are called for people."""
COMMANDS = {"relay": "relay", "scheduler": "schedule", "worker": "work"}
"""The command of each, after `flask --app wsgi outbox`."""


def look_at_processes() -> Iterator[Finding]:
    """One line for each kind of process; one more for each that has gone without a word."""
    found = living()
    for kind in KINDS:
        alive = [one for one in found if one.kind == kind and one.alive]
        if alive:
            yield Finding(PROCESS_NAMES[kind], Kind.ok, msg("{n} 个在运行", n=len(alive)))
        else:
            yield Finding(
                PROCESS_NAMES[kind],
                Kind.bad,
                msg("没有在运行"),
                msg(
                    "启动这个进程（outbox {words}）；任务都在数据库中，不会丢失。",
                    words=COMMANDS[kind],
                ),
            )
    yield from map(_silent, (one for one in found if not one.alive))
    yield from map(_old, (one for one in found if one.alive and one.schema_needed < needed()))


def _silent(one: Living) -> Finding:
    return Finding(
        PROCESS_NAMES.get(one.kind, msg("进程")),
        Kind.info,
        msg(
            "{host} 上的进程 {pid} 已 {minutes} 分钟没有消息",
            host=one.host,
            pid=one.pid,
            minutes=one.age // timedelta(minutes=1),
        ),
        msg("若是被强行结束，一天后自动不再显示；若还在运行，请查看其日志。"),
    )


def _old(one: Living) -> Finding:
    return Finding(
        PROCESS_NAMES.get(one.kind, msg("进程")),
        Kind.warn,
        msg("{host} 上的进程 {pid} 运行的是旧程序", host=one.host, pid=one.pid),
        msg("升级后请重新启动这个进程。"),
    )


def look_at_outbox() -> Iterator[Finding]:
    """What waits and for how long, and what waits for a person."""
    now = standing(QUEUES)
    late = now.waited > OLDEST_JOB_WARN
    told = msg("{n} 个，最久已等 {waited}", n=now.still, waited=duration(now.waited))
    yield Finding(
        msg("待办任务"),
        Kind.warn if late else Kind.ok,
        told,
        msg("转发进程和工作进程都在运行时，请增加工作进程。") if late else None,
    )
    failed = now.counts["failed"]
    yield Finding(
        msg("失败任务"),
        Kind.bad if failed else Kind.ok,
        msg("{n} 个", n=failed),
        msg("在“运行状况”页查看错误类型，排除原因后重试。") if failed else None,
    )
