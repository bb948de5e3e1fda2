"""The query log of points: whoever reads about a member leaves an entry, the member alone not."""

from scoring.communities.models import Member
from scoring.communities.reads import PURPOSE
from service import audit
from service.access import current_account
from service.audit import QueryRead
from service.database import transaction
from service.private import blind_index

STATEMENT = ("entries", "claims", "evidence")
PERSON = "natural_person"


def log_statement(member: Member, channel: str, days: str) -> None:
    """Log, in a transaction of its own, that somebody else read a member's statement."""
    account = current_account()
    if account is not None and member.account_id == account.id:
        return
    with transaction():
        audit.log_query(
            QueryRead(
                basis_kind="authorisation",
                basis_reference="points.statement",
                purpose=PURPOSE,
                subject_index=blind_index("member", member.number),
                subject_kind=PERSON,
                fields=STATEMENT,
                result_hash=days.encode(),
                channel=channel,
                object_ref=member.number,
            )
        )
