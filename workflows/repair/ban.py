"""The ban on further applications after a repair that was got by false means."""

from datetime import date

from sqlalchemy import BindParameter, ColumnElement, bindparam, select
from sqlalchemy.orm import Session

from service import audit
from service.messages import msg
from service.months import add_months
from workflows.engine.context import Move
from workflows.engine.models import ReapplicationBan
from workflows.engine.refusals import Refusal
from workflows.repair.dated_tables import ban_on

GROUND = "ground"
"""The field of a revocation that says why."""


def ban_of(session: Session, subject_id: int, today: date) -> ReapplicationBan | None:
    """The ban in force on a day that lasts longest, if there is any."""
    return session.scalars(_LONGEST, {"subject": subject_id, "today": today}).first()


def in_force(today: date | BindParameter[date]) -> tuple[ColumnElement[bool], ...]:
    """What holds of a ban that is in force on a day; its last day belongs to it."""
    return ReapplicationBan.until >= today, ReapplicationBan.lifted_at.is_(None)


_LONGEST = (
    select(ReapplicationBan)
    .where(ReapplicationBan.subject_id == bindparam("subject"), *in_force(bindparam("today")))
    .order_by(ReapplicationBan.until.desc())
    .limit(1)
)


def ban_refusal(ban: ReapplicationBan) -> Refusal:
    """The reason a ban is, with its last day."""
    return Refusal(
        "banned",
        msg(
            "此前的修复因提供虚假材料或违背承诺被撤销，至 {until} 止不受理修复申请。",
            until=ban.until,
        ),
        msg("依据：{article}。对撤销决定不服的，可以申请行政复议或提起诉讼。", article=ban.article),
    )


def ban_for(move: Move) -> ReapplicationBan | None:
    """Ban the subject of a revocation for the time the table gives; None where no ground calls.

    Months are counted as the Civil Code counts them; the last day belongs to the ban.
    """
    until = banned_until(move)
    if until is None:
        return None
    rule = ban_on(move.today)
    ban = ReapplicationBan(
        subject_id=move.case.subject_id,
        case_id=move.case.id,
        until=until,
        reason=move.reason,
        article=rule.source,
        made_by=move.actor.name,
        made_at=move.at,
        lifted_at=None,
    )
    move.session.add(ban)
    audit.record(
        "case.banned", "case", move.case.number, {"until": ban.until.isoformat(), "rule": rule.code}
    )
    return ban


def banned_until(move: Move) -> date | None:
    """The last day of the ban a revocation brings with it; None where its ground calls for none."""
    rule = ban_on(move.today)
    banned = move.case.fields.get(GROUND) in rule.grounds
    return add_months(move.today, rule.months) if banned else None
