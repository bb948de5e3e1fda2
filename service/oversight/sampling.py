"""The monthly sample of look-ups an auditor reads, drawn so that anybody can redo it.

The look-ups of the month are put in the order of SHA-256(seed, id), and the first are taken. The
seed is the hash of the signed block that closed the month: nobody knew it while the month ran,
and nobody can change it afterwards.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from service import audit, clock
from service.audit.models import AuditBlock
from service.database import db, shared_clock, transaction
from service.months import add_months
from service.oversight.dated import SampleRule, sample_rule
from service.oversight.days import ids_of_month, is_complete
from service.oversight.limits import SAMPLES_BACK_MONTHS
from service.oversight.models import LookupSample, LookupSampleEntry

DRAWN = "oversight.sample_drawn"
OBJECT = "lookup_sample"
_WITHIN = "id >= :low AND id < :high AND operator_id <> 0 AND operator_role = ANY(:roles)"
_COUNT = text(f"SELECT count(*) FROM query_log_entry WHERE {_WITHIN}")  # noqa: S608
_FIRST = text(
    f"SELECT id FROM query_log_entry WHERE {_WITHIN}"  # noqa: S608 - a text of our own
    " ORDER BY sha256(convert_to(:seed || id::text, 'UTF8')), id LIMIT :size"
)


def draw_due() -> list[date]:
    """Draw the samples of past months that have none yet; returns the months."""
    this = clock.today().replace(day=1)
    past = [add_months(this, -back) for back in range(SAMPLES_BACK_MONTHS, 0, -1)]
    return [month for month in past if draw(month) is not None]


def draw(month: date) -> LookupSample | None:
    """Draw a month's sample; None when there is one, nothing to draw, or the month is not sealed
    or not complete.

    Drawing again gives the same entries: see `redo`.
    """
    with transaction() as session:
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": DRAWN})
        if session.get(LookupSample, month) is not None:
            return None
        # A host whose clock is ahead has not seen the month's end.
        now = shared_clock.not_ahead(session, clock.now())
        if not is_complete(clock.begins(add_months(month, 1)), now):
            return None
        seed, rule = _seed(session, month), sample_rule(month)
        if seed is None:
            return None
        population = _population(session, month, rule)
        if not population:
            return None
        size = rule.size(population)
        sample = LookupSample(
            month=month, seed=seed, population=population, size=size, drawn_at=clock.now()
        )
        session.add(sample)
        session.flush()
        session.add_all(
            LookupSampleEntry(month=month, entry_id=entry_id, place=place)
            for place, entry_id in enumerate(_first(session, month, rule, seed, size), start=1)
        )
        told = {"population": population, "size": size, "seed": seed}
        audit.record(DRAWN, OBJECT, month.isoformat(), told)
    return sample


def redo(sample: LookupSample) -> Sequence[UUID]:
    """The entries the seed of a sample gives today, in their order."""
    rule = sample_rule(sample.month)
    return _first(db.session(), sample.month, rule, sample.seed, sample.size)


def _seed(session: Session, month: date) -> str | None:
    """Hash of the first block of the query log that reaches beyond the month."""
    found = session.scalar(
        select(AuditBlock.block_hash)
        .where(
            AuditBlock.trail == "query", AuditBlock.last_at >= clock.begins(add_months(month, 1))
        )
        .order_by(AuditBlock.number)
        .limit(1)
    )
    return None if found is None else bytes(found).hex()


def _population(session: Session, month: date, rule: SampleRule) -> int:
    low, high = ids_of_month(month)
    values = {"low": low, "high": high, "roles": list(rule.roles)}
    return int(session.execute(_COUNT, values).scalar_one())


def _first(session: Session, month: date, rule: SampleRule, seed: str, size: int) -> Sequence[UUID]:
    low, high = ids_of_month(month)
    values = {"low": low, "high": high, "roles": list(rule.roles), "seed": seed, "size": size}
    return session.scalars(_FIRST, values).all()
