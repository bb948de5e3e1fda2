"""Use cases of the switch: stop the issuing of certificates, let it go on, say how it stands."""

from sqlalchemy import func, select

from credit.issuing.limits import CHANGES_LISTED_MAX, REASON_CHARS_MAX
from credit.issuing.models import IssuingChange
from credit.issuing.problems import IssuingStopped, ReasonMissing
from service import audit, clock
from service.audit import current_actor
from service.database import db, transaction
from service.messages import msg
from service.problems import Conflict, FieldError

LOCK = "issuing of certificates"
OBJECT = "certificate_issuing"


def standing() -> IssuingChange | None:
    """The newest turn of the switch; None when it was never touched."""
    newest = select(IssuingChange).order_by(IssuingChange.id.desc()).limit(1)
    return db.session.scalar(newest)


def changes() -> list[IssuingChange]:
    """The last turns, the newest first."""
    newest_first = select(IssuingChange).order_by(IssuingChange.id.desc())
    return list(db.session.scalars(newest_first.limit(CHANGES_LISTED_MAX)))


def require_issuing() -> None:
    """Go on only while certificates are issued. Raises `IssuingStopped`."""
    now = standing()
    if now is not None and now.stopped:
        raise IssuingStopped(
            msg(
                "自{when}起暂停出具证明：{reason}。核查、核验等其他业务照常，恢复后即可出具。",
                when=f"{clock.at_office(now.changed_at):%Y-%m-%d %H:%M}",
                reason=now.reason,
            )
        )


def stop(reason: str) -> IssuingChange:
    """Stop the issuing of all certificates from now on. Raises `ReasonMissing`, `Conflict`."""
    return _turn(True, reason)


def resume(reason: str) -> IssuingChange:
    """Let certificates be issued again. Raises `ReasonMissing`, `Conflict`."""
    return _turn(False, reason)


def _turn(stopped: bool, reason: str) -> IssuingChange:
    words = " ".join(reason.split())
    if not 0 < len(words) <= REASON_CHARS_MAX:
        sentence = msg("请用不超过 {most} 个字写明原因。", most=REASON_CHARS_MAX)
        raise ReasonMissing(sentence, errors=[FieldError("reason", "required", sentence)])
    with transaction() as session:
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(LOCK))))
        now = standing()
        if (now is not None and now.stopped) == stopped:
            raise Conflict(
                msg("已经暂停出具证明。") if stopped else msg("没有暂停，证明正常出具。")
            )
        row = IssuingChange(
            stopped=stopped,
            reason=words,
            changed_by=current_actor().name,
            changed_at=clock.now(),
        )
        session.add(row)
        session.flush()
        if stopped:
            audit.record("certificates.stopped", OBJECT, str(row.id), {"reason": words})
        else:
            audit.record("certificates.resumed", OBJECT, str(row.id), {"reason": words})
    return row
