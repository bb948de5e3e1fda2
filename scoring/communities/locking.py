"""Holds a member, or a community and what it settles and keeps, while it is changed."""

from sqlalchemy.orm import Session

from scoring.communities.models import Community, Member


def held(session: Session, member_id: int) -> Member:
    """The member as it is now, kept from other changes until the transaction ends.

    Rows that only name the member may still be written meanwhile.
    """
    return session.get_one(
        Member, member_id, with_for_update={"key_share": True}, populate_existing=True
    )


def held_community(session: Session, code: str) -> Community:
    """The same of a community: its settings, its places and its catalogue change one at a time."""
    return session.get_one(
        Community, code, with_for_update={"key_share": True}, populate_existing=True
    )
