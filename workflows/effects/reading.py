"""Reads effects: those of a case, one with its history, lists, and how each target stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Select, func, select

from service.api.paging import PAGE_ROWS_DEFAULT, page_of
from service.database import db
from service.messages import msg
from workflows.effects.models import (
    SETTLED,
    CaseEffect,
    EffectAttempt,
    EffectState,
    EffectTarget,
)
from workflows.effects.problems import EffectUnknown
from workflows.engine.limits import COUNT_MAX
from workflows.engine.models import CaseFile
from workflows.engine.numbers import tidy_number


class Standing(StrEnum):
    """How a list is filtered: the states, and all that is not done."""

    open = "open"
    pending = "pending"
    manual = "manual"
    dead = "dead"
    confirmed = "confirmed"
    superseded = "superseded"


@dataclass(frozen=True, slots=True)
class EffectFilter:
    """What a list is narrowed to."""

    standing: Standing | None = None
    target: str | None = None
    case_number: str | None = None
    """As people type it."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many effects are in one state at one target, and since when the oldest waits."""

    target: str
    state: str
    count: int
    oldest: datetime | None


def effects_of(case_id: int) -> list[CaseEffect]:
    """All effects of a case, in the order they were asked for."""
    return list(
        db.session.scalars(
            select(CaseEffect).where(CaseEffect.case_id == case_id).order_by(CaseEffect.sequence)
        )
    )


def open_effects(case_id: int) -> int:
    """How many effects of a case are not done yet."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(CaseEffect)
            .where(CaseEffect.case_id == case_id, CaseEffect.state.not_in(SETTLED))
        )
        or 0
    )


def get_effect(effect_id: UUID) -> CaseEffect:
    """One effect. Raises `EffectUnknown`."""
    effect = db.session.get(CaseEffect, effect_id)
    if effect is None:
        raise EffectUnknown(msg("没有找到这项同步，请从列表中重新打开。"))
    return effect


def attempts_at(effect_id: UUID) -> list[EffectAttempt]:
    """Every try at an effect, the newest first."""
    return list(
        db.session.scalars(
            select(EffectAttempt)
            .where(EffectAttempt.effect_id == effect_id)
            .order_by(EffectAttempt.id.desc())
        )
    )


def list_effects(
    wanted: EffectFilter, *, cursor: str | None = None, limit: int = PAGE_ROWS_DEFAULT
) -> tuple[list[CaseEffect], str | None]:
    """One page of effects, the newest first, and the cursor of the next page."""
    return page_of(_narrowed(wanted), CaseEffect.sequence, cursor=cursor, limit=limit)


def cases_named(effects: Sequence[CaseEffect]) -> dict[int, CaseFile]:
    """The cases of some effects, by their ids."""
    ids = {effect.case_id for effect in effects}
    return {
        case.id: case for case in db.session.scalars(select(CaseFile).where(CaseFile.id.in_(ids)))
    }


def tallies() -> list[Tally]:
    """What is not done, counted by target and state."""
    return [
        Tally(*row)
        for row in db.session.execute(
            select(
                CaseEffect.target,
                CaseEffect.state,
                func.count(),
                func.min(CaseEffect.requested_at),
            )
            .where(CaseEffect.state.not_in(SETTLED))
            .group_by(CaseEffect.target, CaseEffect.state)
        )
    ]


def circuits() -> list[EffectTarget]:
    """How the targets have answered lately."""
    return list(db.session.scalars(select(EffectTarget).order_by(EffectTarget.code)))


def waiting_for_a_person() -> int:
    """How many effects only a person can bring on, at most `COUNT_MAX`."""
    some = (
        select(CaseEffect.id)
        .where(CaseEffect.state.in_((EffectState.manual, EffectState.dead)))
        .limit(COUNT_MAX)
        .subquery()
    )
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def _narrowed(wanted: EffectFilter) -> Select[CaseEffect]:
    statement = select(CaseEffect)
    if wanted.standing is Standing.open:
        statement = statement.where(CaseEffect.state.not_in(SETTLED))
    elif wanted.standing is not None:
        statement = statement.where(CaseEffect.state == wanted.standing.value)
    if wanted.target is not None:
        statement = statement.where(CaseEffect.target == wanted.target)
    if wanted.case_number is not None:
        number = tidy_number(wanted.case_number)
        named = select(CaseFile.id).where(CaseFile.number == number)
        statement = statement.where(CaseEffect.case_id.in_(named))
    return statement
