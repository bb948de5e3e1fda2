"""A member's own sign-in: opened by the manager, closed when the member leaves."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoring.communities.limits import HANDLE_CHARS, HANDLE_TRIES_MAX
from scoring.communities.locking import held
from scoring.communities.models import Member, MemberState
from scoring.communities.problems import HasAccount, NotActive
from service import audit
from service.access.account import Role
from service.accounts import administration
from service.accounts.administration import Reason
from service.accounts.models import Account
from service.accounts.service import NewAccount
from service.accounts.spoken import LETTERS
from service.database import transaction
from service.messages import msg
from service.problems import Conflict

SERVICE = 0
"""Acts on an account in the name of the service: the caller may be the account itself."""


def open_sign_in(member: Member) -> tuple[str, str]:
    """Open a member's account; returns its name and the password that is shown only now.

    The name is made by chance: it stands in the audit trail for ever and must tell nothing.
    Raises `HasAccount`, `NotActive`.
    """
    with transaction() as session:
        member = held(session, member.id)
        if member.account_id is not None:
            raise HasAccount(msg("这位成员已有账号；忘记密码时可以重设。"))
        if member.state not in {MemberState.active, MemberState.invited}:
            raise NotActive(msg("这位成员已经退出，不能再开设账号。"))
        account, password = administration.open_account(
            NewAccount(
                name=_handle(session, member.community_code),
                role=Role.resident,
                password="",
                display_name=member.public_name or "",
                community_code=member.community_code,
            )
        )
        member.account_id = account.id
        audit.record("member.account_opened", "member", member.number, {"account": account.id})
    return account.name, password


def reset_password(member: Member, *, by: int) -> str:
    """A new temporary password for who forgot it.

    A resident's account alone: through a membership nobody gets into an account of the office.
    Raises `Conflict` where there is none.
    """
    with transaction() as session:
        account = session.get(Account, member.account_id) if member.account_id else None
        if account is None or account.role != Role.resident or account.disabled_at is not None:
            raise Conflict(msg("这位成员没有可以在这里重设密码的账号。"))
        return administration.reset_password(account.id, Reason.forgot, by=by)


def close_sign_in(session: Session, member: Member) -> None:
    """Close a resident's account; a manager who leaves the points keeps the office's account."""
    if member.account_id is None:
        return
    account = session.get_one(Account, member.account_id)
    if account.role == Role.resident:
        administration.disable(account.id, Reason.left, by=SERVICE)


def rename_sign_in(session: Session, member: Member) -> None:
    """Greet a resident by the public name now chosen."""
    if member.account_id is None:
        return
    account = session.get_one(Account, member.account_id)
    if account.role == Role.resident:
        account.display_name = member.public_name or account.name


def _handle(session: Session, community_code: str) -> str:
    for _ in range(HANDLE_TRIES_MAX):
        chance = "".join(secrets.choice(LETTERS) for _ in range(HANDLE_CHARS))
        name = f"{community_code.lower()}-{chance}"
        if session.scalar(select(Account.id).where(Account.name == name)) is None:
            return name
    raise Conflict(msg("没有找到可用的账号名，请再试一次。"))
