"""The checks of an installation: one list for `flask doctor`, the operations page and alerts.

A check is a function without arguments that runs within the application's context and
returns findings. Parts add theirs from an `init` of their part:

    add_check(app, "imports.last", last_import)
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import structlog
from flask import Flask, current_app

from service.database import db
from service.messages import Message, msg
from service.one_look import one_look

_EXTENSION = "doctor_checks"


class Kind(StrEnum):
    """How a thing stands; the values are also those of a badge."""

    ok = "ok"
    info = "info"
    warn = "warn"
    bad = "bad"


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what it is, how it stands, what is so, and what to do about it."""

    label: Message
    kind: str
    text: Message
    remedy: Message | None = None


Look = Callable[[], Iterable[Finding]]


@dataclass(frozen=True)
class Check:
    """A look with its code. A `deep` one costs time or talks to others: the doctor alone asks."""

    code: str
    look: Look
    deep: bool = False


@dataclass(frozen=True)
class Examined:
    """A finding, and the check that made it."""

    code: str
    finding: Finding


def add_check(app: Flask, code: str, look: Look, *, deep: bool = False) -> None:
    """Let a part have something looked at. Raises ValueError for a code given twice."""
    known: list[Check] = app.extensions.setdefault(_EXTENSION, [])
    if any(check.code == code for check in known):
        raise ValueError(f"check '{code}' is registered twice")
    known.append(Check(code, look, deep))


def checks() -> Sequence[Check]:
    """Every check, in the order in which they were added."""
    known: list[Check] = current_app.extensions.get(_EXTENSION, [])
    return tuple(known)


def examine(*, deep: bool) -> list[Examined]:
    """Run the checks; those that cost time only when `deep`. One that breaks is itself bad."""
    with one_look():
        return [
            Examined(check.code, finding)
            for check in checks()
            if deep or not check.deep
            for finding in _found(check)
        ]


def _found(check: Check) -> list[Finding]:
    try:
        return list(check.look())
    except Exception as error:  # noqa: BLE001 - whatever breaks one look must not hide the others
        db.session.rollback()
        structlog.get_logger("doctor").exception("doctor.broken", check=check.code)
        return [
            Finding(
                msg("检查项 {code}", code=check.code),
                Kind.bad,
                msg("没有查完（{error}）", error=type(error).__name__),
                msg("先处理其他异常再查；仍然如此，请查看日志中的 doctor.broken。"),
            )
        ]


def worst(examined: Iterable[Examined]) -> Kind:
    """The gravest kind among findings; `ok` when there is none."""
    order = list(Kind)
    return max((Kind(one.finding.kind) for one in examined), key=order.index, default=Kind.ok)
