"""Whose claims and entries the caller may touch; every use by number goes through here."""

from uuid import UUID

from scoring.communities.models import Member
from scoring.ledger.models import Claim, Entry
from scoring.ledger.problems import ClaimUnknown, EntryUnknown
from service.access import current_account
from service.access.policy import Scope, scope_of
from service.database import db
from service.messages import msg


def claim_here(claim_id: UUID, action: str) -> Claim:
    """A claim, if the caller may do `action` about it. Raises `ClaimUnknown`."""
    claim = db.session.get(Claim, claim_id)
    if claim is None or not _reaches(claim.community_code, claim.member_id, action):
        raise ClaimUnknown(msg("没有找到这笔积分。"))
    return claim


def entry_here(entry_id: UUID, action: str) -> Entry:
    """An entry, if the caller may do `action` about it. Raises `EntryUnknown`."""
    entry = db.session.get(Entry, entry_id)
    if entry is None or not _reaches(entry.community_code, entry.member_id, action):
        raise EntryUnknown(msg("没有找到这笔积分。"))
    return entry


def _reaches(community_code: str, member_id: int, action: str) -> bool:
    account = current_account()
    scope = scope_of(account, action)
    if scope is Scope.community:
        return account is not None and account.community_code == community_code
    if scope is Scope.own:
        member = db.session.get_one(Member, member_id)
        return account is not None and member.account_id == account.id
    return True
