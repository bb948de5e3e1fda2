"""Whether the trails are sealed, and when somebody last looked whether they are whole."""

from collections.abc import Iterator
from typing import Any

from service import clock
from service.audit.overview import unsealed
from service.audit.verifications import last_result
from service.doctor.limits import UNSEALED_AGE_WARN, UNSEALED_WARN, VERIFIED_WARN
from service.doctor.registry import Finding, Kind
from service.messages import msg


def look_at_seals() -> Iterator[Finding]:
    """How many entries wait for their block, and for how long."""
    waiting = unsealed()
    count = sum(one.count for one in waiting.values())
    age = max(one.age for one in waiting.values())
    late = count > UNSEALED_WARN or age > UNSEALED_AGE_WARN
    yield Finding(
        msg("未封存的日志"),
        Kind.warn if late else Kind.ok,
        msg("{n} 条", n=count),
        msg("定时进程和工作进程都在运行时，请看任务“封存日志”是否失败。") if late else None,
    )


def look_at_verification() -> Iterator[Finding]:
    """What the newest verification of the trails found."""
    label = msg("完整性核验")
    found = last_result()
    if found is None:
        yield Finding(
            label,
            Kind.info,
            msg("还没有核验过"),
            msg("请审计员在“审计总览”页发起核验，或运行 flask --app wsgi audit verify。"),
        )
        return
    row, result = found
    when = clock.at_office(row.ended_at or row.asked_at)
    told = msg("{day}，发现 {n} 处问题", day=f"{when:%Y-%m-%d %H:%M}", n=_found(result))
    if _found(result):
        yield Finding(
            label,
            Kind.bad,
            told,
            msg("日志在系统之外被改动：保护现场，按 docs/oversight.md 处理。"),
        )
    elif clock.now() - (row.ended_at or row.asked_at) > VERIFIED_WARN:
        yield Finding(label, Kind.warn, told, msg("已超过一个月，请再核验一次。"))
    else:
        yield Finding(label, Kind.ok, told)


def _found(result: dict[str, Any]) -> int:
    return sum(int(trail["findings"]) for trail in result["trails"].values())
