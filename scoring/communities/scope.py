"""Whose community, and whose membership: every use of either goes through here."""

from scoring.communities.models import Community, Member, MemberState
from service.access import current_account
from service.access.policy import Scope, scope_of
from service.database import db
from service.messages import msg
from service.numbers import Numbers
from service.problems import NotAllowed, NotFound

NUMBERS = Numbers("CP")
"""Numbers of members."""


def community_here(code: str, action: str) -> Community:
    """The community of that code, if the caller may do `action` in it.

    Raises `NotFound`, and `NotAllowed` where the policy holds the caller to another community.
    """
    community = db.session.get(Community, code)
    if community is None:
        raise NotFound(msg("没有找到这个社区。"))
    account = current_account()
    bound = scope_of(account, action) in {Scope.community, Scope.own}
    if bound and (account is None or account.community_code != code):
        raise NotAllowed(msg("您只能查看和办理本社区的事项。"))
    return community


def member_here(number: str, action: str) -> Member:
    """The member of that number, as people type it, if the caller may do `action` about it.

    A manager reaches the own community's members, a resident the own membership. Raises
    `NotFound` for others and for members whose data is erased: that a number exists is told to
    nobody who may not see it.
    """
    member = db.session.query(Member).filter_by(number=NUMBERS.tidy(number) or number).one_or_none()
    if member is None or member.state == MemberState.erased or not reaches(member, action):
        raise NotFound(msg("没有找到这位成员。"))
    return member


def own_membership() -> Member | None:
    """The caller's own membership, or None for an account that is no member's."""
    account = current_account()
    if account is None:
        return None
    member: Member | None = db.session.query(Member).filter_by(account_id=account.id).one_or_none()
    return None if member is None or member.state == MemberState.erased else member


def own_member() -> Member:
    """The caller's own membership. Raises `NotFound` for an account that is no member's."""
    member = own_membership()
    if member is None:
        raise NotFound(msg("您还没有参加社区积分。"))
    return member


def reaches(member: Member, action: str) -> bool:
    """Whether the caller's scope for the action takes the member in."""
    account = current_account()
    scope = scope_of(account, action)
    if scope is Scope.own:
        return account is not None and member.account_id == account.id
    if scope is Scope.community:
        return account is not None and member.community_code == account.community_code
    return True
