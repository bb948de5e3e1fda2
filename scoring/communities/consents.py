"""Writes down who agreed to what, to which text, and how."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoring.communities.consent_texts import text_on
from scoring.communities.models import ConsentKind, GivenBy, Member, MemberConsent
from service import audit, clock
from service.database import db


def write_consent(
    session: Session,
    member: Member,
    kind: ConsentKind,
    *,
    given: bool,
    given_by: GivenBy,
    paper_id: UUID | None = None,
) -> None:
    """Add one yes or no to the text in use today, in the caller's transaction."""
    text = text_on(kind, clock.today())
    actor = audit.current_actor()
    session.add(
        MemberConsent(
            member_id=member.id,
            kind=kind,
            given=given,
            text_version=text.version,
            text_digest=text.digest,
            given_by=given_by,
            paper_id=paper_id,
            recorded_by_id=actor.id,
            recorded_by=actor.name,
            at=clock.now(),
        )
    )
    done = "member.consent_given" if given else "member.consent_withdrawn"
    audit.record(
        done, "member", member.number, {"kind": kind, "text": text.version, "given_by": given_by}
    )


def consents_of(member: Member) -> list[MemberConsent]:
    """Every yes and no of a member, the newest first."""
    return list(
        db.session.scalars(
            select(MemberConsent)
            .where(MemberConsent.member_id == member.id)
            .order_by(MemberConsent.id.desc())
        )
    )
