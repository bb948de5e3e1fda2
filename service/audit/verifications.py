"""Verifications people ask for: run as a job, followed by a bar, kept as an entry of the trail."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from service import audit, clock
from service.audit.findings import Report, TrailReport
from service.audit.ids import first_id
from service.audit.limits import FINDINGS_KEPT_MAX, VERIFICATIONS_LISTED
from service.audit.models import AuditBlock, AuditEntry, AuditVerification
from service.audit.trails import TRAILS
from service.audit.verify import verify
from service.database import db, transaction
from service.messages import msg
from service.outbox.service import enqueue
from service.problems import NotFound

JOB = "audit.verify"
OBJECT = "audit_verification"
ENDED = "audit.verified"
PERCENT = 100


def ask(newest: int | None, by: int) -> AuditVerification:
    """Ask for a verification of so many blocks of each trail; one still open is returned."""
    with transaction() as session:
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(JOB))))
        waiting = session.scalar(
            select(AuditVerification).where(AuditVerification.state.in_(("queued", "running")))
        )
        if waiting is not None:
            return waiting
        row = AuditVerification(
            newest=newest, asked_by=by, asked_at=clock.now(), state="queued", total=None, done=0
        )
        session.add(row)
        session.flush()
        audit.record("audit.verification_asked", OBJECT, str(row.id), {"newest": newest})
        enqueue(JOB, verification_id=row.id)
    return row


def find(verification_id: int) -> AuditVerification:
    """One verification. Raises `NotFound`."""
    row = db.session.get(AuditVerification, verification_id, populate_existing=True)
    if row is None:
        raise NotFound(msg("没有找到这次核验。"))
    return row


def latest() -> list[AuditVerification]:
    """The last verifications, newest first."""
    newest_first = select(AuditVerification).order_by(AuditVerification.id.desc())
    return list(db.session.scalars(newest_first.limit(VERIFICATIONS_LISTED)))


def result_of(row: AuditVerification) -> dict[str, Any] | None:
    """What a verification found, as the trail keeps it; None while it has not ended."""
    return results_of([row]).get(row.id)


def results_of(rows: Sequence[AuditVerification]) -> dict[int, dict[str, Any]]:
    """What those of some verifications found that have ended, by their id."""
    if not rows:
        return {}
    found = db.session.execute(
        select(AuditEntry.object_ref, AuditEntry.details)
        .where(
            AuditEntry.id >= first_id(min(row.asked_at for row in rows)),
            AuditEntry.object_kind == OBJECT,
            AuditEntry.object_ref.in_([str(row.id) for row in rows]),
            AuditEntry.action == ENDED,
        )
        .order_by(AuditEntry.at)
    )
    return {int(reference): details for reference, details in found}


def last_result() -> tuple[AuditVerification, dict[str, Any]] | None:
    """The newest verification that has ended, with what it found."""
    row = db.session.scalar(
        select(AuditVerification)
        .where(AuditVerification.state == "done")
        .order_by(AuditVerification.id.desc())
        .limit(1)
    )
    found = None if row is None else result_of(row)
    return None if row is None or found is None else (row, found)


def run(verification_id: int) -> None:
    """Run one verification to its end; one that has ended is left alone."""
    row = db.session.get(AuditVerification, verification_id)
    if row is None or row.state == "done":
        return
    progress = _Progress(verification_id, _blocks_to_check(row.newest))
    report = verify(newest=row.newest, on_block=progress.block)
    with transaction() as session:
        row = session.get_one(AuditVerification, verification_id, with_for_update=True)
        if row.state == "done":
            return
        row.state, row.ended_at, row.done = "done", clock.now(), progress.total
        audit.record(ENDED, OBJECT, str(verification_id), _told(report, row.newest))


def fail(verification_id: int) -> None:
    """Note that a verification could not be run to its end."""
    with transaction() as session:
        row = session.get(AuditVerification, verification_id)
        if row is not None and row.state != "done":
            row.state, row.ended_at = "failed", clock.now()
            audit.record("audit.verification_failed", OBJECT, str(verification_id))


def _blocks_to_check(newest: int | None) -> int:
    counts: dict[str, int] = {
        row.trail: row.blocks
        for row in db.session.execute(
            select(AuditBlock.trail, func.count().label("blocks")).group_by(AuditBlock.trail)
        )
    }
    return sum(min(counts.get(name, 0), newest or counts.get(name, 0)) for name in TRAILS)


class _Progress:
    """Writes how far a run has come, once for every whole percent."""

    def __init__(self, verification_id: int, total: int) -> None:
        self._id, self.total, self._done, self._told = verification_id, total, 0, 0
        self._write(state="running", total=total, began_at=clock.now(), done=0)

    def block(self) -> None:
        """Count one block more; blocks sealed meanwhile do not push the bar over its end."""
        self._done = min(self._done + 1, self.total)
        percent = self._done * PERCENT // self.total if self.total else PERCENT
        if percent > self._told:
            self._told = percent
            self._write(done=self._done)

    def _write(self, **values: Any) -> None:
        with transaction() as session:
            row = session.get_one(AuditVerification, self._id)
            for name, value in values.items():
                setattr(row, name, value)


def _told(report: Report, newest: int | None) -> dict[str, Any]:
    listed = [
        {
            "trail": finding.trail,
            "kind": finding.kind.value,
            "block": finding.block,
            "entry": finding.entry,
        }
        for finding in report.findings[:FINDINGS_KEPT_MAX]
    ]
    return {
        "clean": report.is_clean,
        "newest": newest,
        "trails": {trail.trail: _counts(trail) for trail in report.trails},
        "findings": listed,
    }


def _counts(trail: TrailReport) -> dict[str, Any]:
    names = (
        "blocks",
        "retired",
        "leaves",
        "intact",
        "altered",
        "removed",
        "unsealed",
        "waiting",
        "stray",
    )
    return {name: getattr(trail, name) for name in names} | {
        "head": trail.head,
        "findings": trail.findings_count,
    }
