"""Use cases that read the register and what was proposed; every read of a subject is logged."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from credit.measures.deciding import in_my_scope
from credit.measures.happening import Happened, happened_in
from credit.measures.models import Measure, MeasureApplication, MeasureChange
from credit.measures.numbers import tidy_number
from credit.measures.problems import ApplicationUnknown, MeasureUnknown
from credit.measures.vocabulary import ApplicationState, MeasureKind, MeasureState
from credit.records.models import Record
from credit.records.problems import ID_MAX
from credit.subjects.models import Subject
from service import audit, clock
from service.access import Scope, current_account, may, scope_of
from service.api.paging import page_of
from service.audit import QueryRead
from service.database import db, transaction
from service.messages import msg
from service.private import blind_index
from service.statistics.period import Period, period

READ, MANAGE, WORK = "measures.read", "measures.manage", "measures.applications"
PUBLISHED = (MeasureState.active, MeasureState.ended)
"""What the public may read; drafts are nobody's business but the office's."""
FIELDS = ("subject", "record", "state")
COUNT_MAX = 999


@dataclass(frozen=True, slots=True)
class MeasureFilter:
    """Which measures a list shows."""

    kind: MeasureKind | None = None
    state: MeasureState | None = MeasureState.active
    department: str | None = None


@dataclass(frozen=True, slots=True)
class ApplicationFilter:
    """Which applications a list shows."""

    state: ApplicationState | None = None
    measure: str | None = None
    """Number of a measure."""
    kind: MeasureKind | None = None
    happened: Happened | None = None
    """A step that happened, in the period where one is given."""
    asked: Period | None = None


def filter_of(asked: Mapping[str, Any]) -> ApplicationFilter:
    """The filter that the arguments of a list ask for."""
    over = period_of(asked)
    return ApplicationFilter(
        asked["state"], asked["measure"], asked["kind"], asked["happened"], over
    )


def period_of(asked: Mapping[str, Any]) -> Period | None:
    """The days that arguments name; None: all. Raises `InvalidInput` for days that cannot be."""
    first = asked["from_"]
    return None if first is None else period(first, asked["to"], clock.today())


@dataclass(frozen=True, slots=True)
class Seen:
    """One application with what it is about."""

    application: MeasureApplication
    measure: Measure
    subject: Subject | None
    record: Record | None


def list_measures(
    wanted: MeasureFilter, *, cursor: str | None, limit: int
) -> tuple[list[Measure], str | None]:
    """Measures, the newest first; who does not manage them sees the published ones alone."""
    statement = select(Measure)
    if not may(current_account(), MANAGE):
        statement = statement.where(Measure.state.in_(PUBLISHED))
    if wanted.kind is not None:
        statement = statement.where(Measure.kind == wanted.kind)
    if wanted.state is not None:
        statement = statement.where(Measure.state == wanted.state)
    if wanted.department is not None:
        statement = statement.where(Measure.department == wanted.department)
    return page_of(statement, Measure.id, cursor=cursor, limit=limit)


def get_measure(number: str) -> Measure:
    """One measure. Raises `MeasureUnknown`, also for a draft the caller may not see."""
    tidy = tidy_number(number)
    found = db.session.scalar(select(Measure).where(Measure.number == tidy)) if tidy else None
    hidden = found is not None and found.state not in PUBLISHED
    if found is None or (hidden and not may(current_account(), MANAGE)):
        raise MeasureUnknown(msg("没有找到这项措施。请核对编号；草案在生效前不公布。"))
    return found


def list_applications(
    wanted: ApplicationFilter, *, cursor: str | None, limit: int, channel: str
) -> tuple[list[Seen], str | None]:
    """Proposals and what became of them, the newest first; a department sees its unit's alone."""
    statement = _scoped(select(MeasureApplication).join(Measure))
    if wanted.state is not None:
        statement = statement.where(MeasureApplication.state == wanted.state)
    if wanted.measure is not None:
        statement = statement.where(Measure.number == (tidy_number(wanted.measure) or ""))
    if wanted.kind is not None:
        statement = statement.where(Measure.kind == wanted.kind)
    if wanted.happened is not None:
        statement = statement.where(happened_in(wanted.happened, wanted.asked)[1])
    with transaction():
        rows, following = page_of(statement, MeasureApplication.id, cursor=cursor, limit=limit)
        seen = _seen(rows)
        _log(seen, channel)
    return seen, following


def get_application(application_id: int, *, channel: str) -> Seen:
    """One application. Raises `ApplicationUnknown`, also for another unit's."""
    row = db.session.get(MeasureApplication, application_id) if application_id <= ID_MAX else None
    seen = _seen([row])[0] if row is not None else None
    if seen is None or not in_my_scope(seen.measure, WORK):
        raise ApplicationUnknown(msg("没有找到这条措施建议。"))
    with transaction():
        _log([seen], channel)
    return seen


def history_of(measure: Measure) -> Sequence[MeasureChange]:
    """What happened to a measure itself, the latest last."""
    return db.session.scalars(
        select(MeasureChange)
        .where(MeasureChange.measure_id == measure.id, MeasureChange.application_id.is_(None))
        .order_by(MeasureChange.id)
    ).all()


def steps_of(application: MeasureApplication) -> Sequence[MeasureChange]:
    """What happened to one application, the latest last."""
    return db.session.scalars(
        select(MeasureChange)
        .where(MeasureChange.application_id == application.id)
        .order_by(MeasureChange.id)
    ).all()


def count_proposed() -> int:
    """How many proposals wait for the caller's unit, up to `COUNT_MAX`."""
    some = _scoped(select(MeasureApplication.id).join(Measure)).where(
        MeasureApplication.state == ApplicationState.proposed
    )
    found = db.session.scalar(select(func.count()).select_from(some.limit(COUNT_MAX).subquery()))
    return int(found or 0)


def departments() -> list[str]:
    """Units that have measures in force, for the filter of the register."""
    return list(
        db.session.scalars(
            select(Measure.department)
            .where(Measure.state == MeasureState.active)
            .distinct()
            .order_by(Measure.department)
        )
    )


def _scoped(statement: Select[Any]) -> Select[Any]:
    account = current_account()
    if account is not None and scope_of(account, WORK) is Scope.unit:
        return statement.where(Measure.department == account.unit)
    return statement


def _seen(rows: Sequence[MeasureApplication]) -> list[Seen]:
    if not rows:
        return []
    measures = _by_id(Measure, {row.measure_id for row in rows})
    subjects = _by_id(Subject, {row.subject_id for row in rows})
    records = _by_id(Record, {row.record_id for row in rows})
    return [
        Seen(
            row,
            measures[row.measure_id],
            subjects.get(row.subject_id),
            records.get(row.record_id),
        )
        for row in rows
    ]


def _by_id(model: Any, ids: set[Any]) -> dict[Any, Any]:
    rows = db.session.scalars(select(model).where(model.id.in_(ids - {None})))
    return {row.id: row for row in rows}


def _log(seen: Sequence[Seen], channel: str) -> None:
    audit.record_queries(
        QueryRead(
            basis_kind="sharing",
            basis_reference=WORK,
            purpose="measure_handling",
            subject_index=one.subject.id_index or blind_index("name", one.subject.name_key),
            subject_kind=one.subject.kind,
            fields=FIELDS,
            result_hash=_digest(one),
            channel=channel,
            object_ref=one.measure.number,
        )
        for one in seen
        if one.subject is not None
    )


def _digest(one: Seen) -> bytes:
    version = one.record.version if one.record is not None else None
    told = [one.application.id, one.application.state, one.application.record_id, version]
    return hashlib.sha256(json.dumps(told).encode()).digest()
