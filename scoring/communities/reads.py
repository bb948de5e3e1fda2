"""The query log of community points: every read of personal data leaves an entry."""

from collections.abc import Sequence

from sqlalchemy import select

from scoring.communities.models import Member
from service import audit
from service.audit import QueryRead, current_actor
from service.audit.models import QueryLogEntry
from service.database import db, transaction
from service.private import blind_index

PURPOSE = "community_points"
KIND = "member"


def log_member_read(
    member: Member, fields: Sequence[str], *, action: str, channel: str = "page"
) -> None:
    """Log that something of a member was read: by the member, or by whom `action` allows it."""
    own = member.account_id is not None and member.account_id == current_actor().id
    with transaction():
        audit.log_query(
            QueryRead(
                basis_kind="authorisation",
                basis_reference="self" if own else action,
                purpose=PURPOSE,
                subject_index=_index(member),
                subject_kind=KIND,
                fields=tuple(fields),
                channel=channel,
                object_ref=member.number,
            )
        )


def log_list_read(community_code: str, fields: Sequence[str], *, action: str) -> None:
    """Log that a list of members was read; it is about nobody in particular."""
    with transaction():
        audit.log_query(
            QueryRead(
                basis_kind="authorisation",
                basis_reference=action,
                purpose=PURPOSE,
                subject_index=b"",
                subject_kind="community",
                fields=tuple(fields),
                object_ref=community_code,
            )
        )


def reads_about(member: Member, limit: int | None = None) -> list[QueryLogEntry]:
    """Who read what of a member, others than the member alone, the newest first."""
    about = select(QueryLogEntry).where(QueryLogEntry.subject_index == _index(member))
    if member.account_id is not None:
        about = about.where(QueryLogEntry.operator_id != member.account_id)
    newest = about.order_by(QueryLogEntry.at.desc(), QueryLogEntry.id.desc())
    return list(db.session.scalars(newest.limit(limit)))


def _index(member: Member) -> bytes:
    return blind_index(KIND, member.number)
