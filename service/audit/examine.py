"""Whether the trails' tables have the parts they need: a check of the doctor's."""

from collections.abc import Iterator

from flask import Flask

from service import clock
from service.audit.limits import MONTHS_AHEAD_LEAST
from service.audit.months import months_ahead
from service.audit.naming import TRAIL_NAMES
from service.audit.parts import State, states
from service.doctor.registry import Finding, Kind, add_check
from service.messages import msg

_LABEL = msg("日志分区")
_REMEDY = msg("运行 flask --app wsgi audit parts --keep，并检查调度进程是否在运行。")


def look_at_parts() -> Iterator[Finding]:
    """One finding a trail, and one more where entries lie in no month's part."""
    for state in states():
        yield _ahead(state)
        if state.in_rest:
            yield Finding(
                _LABEL,
                Kind.warn,
                msg("{trail}有记录落在默认分区", trail=TRAIL_NAMES[state.trail]),
                msg("核对各服务器的时钟，再运行 flask --app wsgi audit parts --keep。"),
            )


def _ahead(state: State) -> Finding:
    months = months_ahead(state.last, clock.now())
    kind = Kind.ok if months >= MONTHS_AHEAD_LEAST else Kind.warn if months > 0 else Kind.bad
    told = msg(
        "{trail}已备好之后 {months} 个月的分区",
        trail=TRAIL_NAMES[state.trail],
        months=max(months, 0),
    )
    return Finding(_LABEL, kind, told, None if kind is Kind.ok else _REMEDY)


def init_examine(app: Flask) -> None:
    """Have the doctor look."""
    add_check(app, "audit.parts", look_at_parts)
