"""A later correction: the subject is checked anew, and the new check replaces the old one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.checks.models import BasisKind, Check
from credit.checks.named import named
from credit.checks.problems import AlreadyDecided, CorrectionUnderWay
from credit.checks.service import NewCheck, create_check, lock_check
from credit.checks.succession import settle, supersede
from credit.subjects.identifiers import IdType
from service.database import transaction
from service.messages import msg


def recheck(number: str, *, channel: str = "api") -> Check:
    """Check the same subject again by today's data and rules; the new check corrects the old.

    The old one is superseded when the new one is final, so that no certificate loses
    its force by a negative result that no human has confirmed. Raises `NotFound`,
    `AlreadyDecided` when it was superseded already, `CorrectionUnderWay` when a
    correction waits for its reviewer.
    """
    with transaction() as session:
        old = lock_check(session, number)
        _refuse_second_correction(session, old)
        name, id_number = named(old)
        new = NewCheck(
            purpose=old.purpose,
            name=name,
            id_type=IdType(old.id_type),
            id_number=id_number,
            basis_kind=BasisKind(old.basis_kind),
            basis_reference=old.basis_reference,
        )
        check = create_check(new, channel=channel, supersedes_id=old.id)
        if not old.final:
            supersede(old, check, "rechecked")  # nothing of it had left the office
        settle(session, check, "corrected")
    return check


def _refuse_second_correction(session: Session, old: Check) -> None:
    if old.superseded_by_id is not None:
        raise AlreadyDecided(msg("核查 {number} 已被新的核查取代。", number=old.number))
    waiting = session.scalar(
        select(Check.number).where(Check.supersedes_id == old.id, Check.superseded_by_id.is_(None))
    )
    if waiting is not None:
        raise CorrectionUnderWay(
            msg("更正 {waiting} 正在等待复核，请先办结。", waiting=waiting), waiting=waiting
        )
