"""Use cases of the retention: foretell what goes on a day, and let it go."""

from collections import Counter
from datetime import date, datetime, time

from sqlalchemy import func, select

from credit.records.models import Record
from credit.retention import fading, proofs
from credit.retention.due import hold_of, is_past
from credit.retention.erasing import erase_some
from credit.retention.models import RetentionRun
from credit.retention.tally import Tally, Trail
from service import audit, clock
from service.audit import current_actor, retiring
from service.audit.trails import TRAILS
from service.database import db, shared_clock, transaction

RUN = "retention.run"
OBJECT = "retention_run"


def foretell(day: date | None = None) -> Tally:
    """What would go on a day, by default today. Nothing is changed."""
    at = datetime.combine(day, time.max, clock.OFFICE_ZONE) if day else clock.now()
    day = clock.at_office(at).date()
    leaving, held = _past(day)
    trails = {name: retiring.due(name, at) for name in TRAILS}
    return Tally(
        day=day,
        dry_run=True,
        past=sum(leaving.values()) + sum(held.values()),
        leaving=sum(leaving.values()),
        by_kind=dict(sorted(leaving.items())),
        held=dict(sorted(held.items())),
        subjects=0,
        checks=fading.count_checked(day),
        imports=fading.count_imports(day),
        batches=fading.count_batches(day),
        authorisations=proofs.count_authorised(day),
        messages=fading.count_messages(day),
        trails={name: Trail(one.blocks, one.entries) for name, one in trails.items()},
    )


def run(now: datetime | None = None) -> Tally:
    """Let go whatever is due, in short transactions; a run that is killed goes on next time.

    A moment to come is not gone by: nothing leaves before its time, whatever a command or the
    clock of this host says.
    """
    began = shared_clock.not_ahead(db.session(), clock.now())
    now = min(now or began, began)
    day = clock.at_office(now).date()
    kinds: Counter[str] = Counter()
    subjects = 0
    while True:
        some, named = erase_some(day)
        kinds.update(some)
        subjects += named
        if not some:
            break
    _, held = _past(day)
    checks, imports = fading.forget_checked(day), fading.forget_imports(day)
    batches, authorisations = fading.forget_batches(day), proofs.forget_authorised(day)
    messages = fading.forget_messages(day)
    trails = {name: Trail(one.blocks, one.entries) for name, one in retiring.retire(now).items()}
    done = Tally(
        day=day,
        dry_run=False,
        past=kinds.total() + sum(held.values()),
        leaving=kinds.total(),
        by_kind=dict(sorted(kinds.items())),
        held=dict(sorted(held.items())),
        subjects=subjects,
        checks=checks,
        imports=imports,
        batches=batches,
        authorisations=authorisations,
        messages=messages,
        trails=trails,
    )
    _note(done, began)
    return done


def run_daily(now: datetime) -> int:
    """The first tick of a day runs it; later ones find it done. Returns how much went."""
    now = shared_clock.not_ahead(db.session(), min(now, clock.now()))
    day = clock.at_office(now).date()
    # The newest by number: a run noted ahead of its day by a wrong clock is no run of that day.
    newest = select(RetentionRun.day).order_by(RetentionRun.id.desc()).limit(1)
    if db.session.scalar(newest) == day:
        return 0
    return run(now).total


def _past(day: date) -> tuple[Counter[str], Counter[str]]:
    """Records past their last day: those free to go by kind, the others by what holds them."""
    past = select(Record.kind, hold_of(day).label("hold")).where(is_past(day)).subquery()
    rows = db.session.execute(
        select(past.c.kind, past.c.hold, func.count()).group_by(past.c.kind, past.c.hold)
    )
    leaving: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for kind, hold, count in rows:
        if hold is None:
            leaving[kind] += count
        else:
            held[hold] += count
    return leaving, held


def _note(done: Tally, began: datetime) -> None:
    with transaction() as session:
        row = RetentionRun(
            day=done.day,
            began_at=began,
            ended_at=shared_clock.not_ahead(db.session(), clock.now()),
            actor=current_actor().name,
            counts=done.as_json(),
        )
        session.add(row)
        session.flush()
        audit.record(RUN, OBJECT, str(row.id), done.as_json())
