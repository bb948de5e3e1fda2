"""Which measures apply to whom on a day: what an answer to a query lists."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from credit.measures.looking import among, measures_in, picture_of
from credit.measures.models import Measure, MeasureApplication
from credit.measures.standing import lapse_of, last_day_of
from credit.measures.vocabulary import ApplicationState
from service import clock


@dataclass(frozen=True, slots=True)
class Applying:
    """One measure that applies to a subject, with what it rests on."""

    application_id: int
    number: str
    """Of the measure in the register."""
    kind: str
    """incentive or constraint."""
    name: str
    name_en: str | None
    content: str
    department: str
    legal_basis: tuple[dict[str, Any], ...]
    """Each {level, doc, article}."""
    published_url: str | None
    record_id: int
    since: date
    """The day it was confirmed."""
    until: date | None
    """Its last day as far as it is known: of its term, or of its record, whichever is first."""


def applying_to(
    session: Session, subject_ids: Collection[int], day: date
) -> dict[int, list[Applying]]:
    """The confirmed measures that stand on a day, by subject, incentives first.

    Subjects without any are left out. What has lapsed since the last look is not listed,
    whether or not anybody has written that down yet.
    """
    wanted = set(subject_ids)
    if not wanted:
        return {}
    rows = session.execute(
        select(MeasureApplication, Measure)
        .join(Measure, Measure.id == MeasureApplication.measure_id)
        .where(
            among(MeasureApplication.subject_id, wanted),
            MeasureApplication.state == ApplicationState.confirmed,
        )
        .order_by(Measure.kind.desc(), MeasureApplication.id)
    ).all()
    if not rows:
        return {}
    measures = measures_in(session, {measure.id for _, measure in rows})
    picture = picture_of(session, wanted, day)
    found: dict[int, list[Applying]] = defaultdict(list)
    for application, measure in rows:
        record = picture.records.get(application.record_id or 0)
        if record is None or record.subject_id != application.subject_id:
            continue
        kinds = picture.standing_kinds.get(record.subject_id, frozenset())
        until = application.until
        if lapse_of(measures[measure.id], record, record.subject_kind, kinds, day, until=until):
            continue
        found[record.subject_id].append(_applying(application, measure, record))
    return dict(found)


def applied_because_of(session: Session, record_id: int) -> int:
    """How many confirmed measures rest on a record, as they are written down."""
    count = session.scalar(
        select(func.count())
        .select_from(MeasureApplication)
        .where(
            MeasureApplication.record_id == record_id,
            MeasureApplication.state == ApplicationState.confirmed,
        )
    )
    return int(count or 0)


def _applying(application: MeasureApplication, measure: Measure, record: Any) -> Applying:
    assert application.confirmed_at is not None
    ends = (application.until, last_day_of(record), measure.valid_to)
    return Applying(
        application_id=application.id,
        number=measure.number,
        kind=measure.kind,
        name=measure.name,
        name_en=measure.name_en,
        content=measure.content,
        department=measure.department,
        legal_basis=tuple(measure.legal_basis),
        published_url=measure.published_url,
        record_id=record.id,
        since=clock.at_office(application.confirmed_at).date(),
        until=min((end for end in ends if end is not None), default=None),
    )
