"""Use cases of identities: verify who stands at the window, and end it."""

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service import audit, clock
from service.access.account import Role
from service.accounts import administration
from service.accounts.administration import Reason
from service.accounts.models import Account
from service.accounts.service import NewAccount
from service.accounts.spoken import LETTERS
from service.ages import is_adult
from service.audit import current_actor
from service.database import transaction
from service.identities.limits import HANDLE_CHARS, HANDLE_TRIES_MAX
from service.identities.models import AccountIdentity, Standing
from service.identities.numbers import ReadNumber, read_number
from service.identities.problems import AlreadyTied, NotSeen, OwnIdentity, faulty
from service.messages import msg
from service.private import mask_name
from service.problems import Conflict, FieldError, NotFound

SERVICE = 0
"""Closes an account in the name of the service: its clerk is no administrator."""
STAFF = frozenset({Role.clerk, Role.reviewer, Role.department, Role.auditor, Role.admin})
"""Whose identity is kept to notice look-ups of oneself and of colleagues."""


@dataclass(frozen=True)
class Seen:
    """What the clerk took from a document that lay on the counter."""

    name: str
    id_type: str
    id_number: str
    document_seen: bool
    """The clerk compared the document with the person."""

    def __repr__(self) -> str:
        return f"<Seen {self.id_type}>"


@dataclass(frozen=True)
class Opened:
    """An account opened for a person, and the password that is shown only now."""

    identity: AccountIdentity
    account_name: str
    one_time_password: str


def open_for(seen: Seen, greeting: str = "") -> Opened:
    """Open a person's own account after seeing the document.

    Raises `NotSeen`, `InvalidInput`, `OwnIdentity`, `AlreadyTied`.
    """
    read = _read(seen)
    with transaction() as session:
        account, password = administration.open_account(
            NewAccount(
                name=_handle(session),
                role=Role.person,
                password="",
                display_name=greeting.strip() or mask_name(seen.name),
            )
        )
        identity = _tie(session, account, seen, read, Standing.own)
    return Opened(identity, account.name, password)


def verify(account_name: str, seen: Seen) -> AccountIdentity:
    """Tie an identity to an account there is: a person's own, or one of the office's staff.

    Raises `NotFound`, `NotSeen`, `InvalidInput`, `OwnIdentity`, `AlreadyTied`.
    """
    read = _read(seen)
    with transaction() as session:
        account = session.scalar(
            select(Account)
            .where(Account.name == account_name, Account.disabled_at.is_(None))
            .with_for_update()
        )
        if account is None:
            sentence = msg("没有这个账号，请核对账号名。")
            raise NotFound(sentence, errors=[FieldError("account", "unknown", sentence)])
        return _tie(session, account, seen, read, _standing(account))


def end(identity_id: int, why: str) -> AccountIdentity:
    """End an identity: a person's account is closed with it. Ending twice changes nothing.

    Raises `NotFound`, `OwnIdentity`.
    """
    with transaction() as session:
        row = session.get(AccountIdentity, identity_id, with_for_update=True)
        if row is None:
            raise NotFound(msg("没有找到这条身份核验。"))
        if row.account_id == current_actor().id:
            raise OwnIdentity(msg("不能终止自己的身份核验，请由同事办理。"))
        if row.ended_at is not None:
            return row
        row.ended_at, row.ended_by, row.ended_why = clock.now(), current_actor().name, why.strip()
        audit.record("identity.ended", "account", str(row.account_id), {"why": row.ended_why})
        if row.standing == Standing.own:
            administration.disable(row.account_id, Reason.on_request, by=SERVICE)
    return row


def _read(seen: Seen) -> ReadNumber:
    if not seen.document_seen:
        sentence = msg("请先核对证件原件，并勾选确认。")
        raise NotSeen(sentence, errors=[FieldError("document_seen", "not-seen", sentence)])
    if not seen.name.strip():
        raise faulty("name", "required", msg("请填写证件上的姓名。"))
    return read_number(seen.id_type, seen.id_number)


def _standing(account: Account) -> Standing:
    if account.role == Role.person:
        return Standing.own
    if account.role in STAFF:
        return Standing.staff
    raise faulty(
        "account",
        "wrong-role",
        msg("只能为个人账号和工作人员账号核验身份。"),
        msg("居民积分账号与信用信息分开，不绑定证件；企业账号以统一社会信用代码为准。"),
    )


def _tie(
    session: Session, account: Account, seen: Seen, read: ReadNumber, standing: Standing
) -> AccountIdentity:
    actor = current_actor()
    if account.id == actor.id:
        raise OwnIdentity(msg("不能核验自己的身份，请由同事办理。"))
    if standing is Standing.own:
        _refuse_child(read.birth_date)
    row = AccountIdentity(
        account_id=account.id,
        standing=standing,
        subject_index=read.index,
        id_type=seen.id_type,
        id_mask=read.mask,
        name_sealed=seen.name.strip(),
        name_mask=mask_name(seen.name.strip()),
        verified_by_id=actor.id,
        verified_by=actor.name,
        verified_at=clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        raise AlreadyTied(
            msg(
                "此人已有个人账号，或此账号已核验过身份。忘记密码的，请管理员重设；"
                "核验有误的，先终止原来的核验。"
            )
        ) from error
    audit.record(
        "identity.verified",
        "account",
        str(account.id),
        {"id_type": row.id_type, "for": standing.value},
    )
    return row


def _refuse_child(birth_date: date | None) -> None:
    if birth_date is not None and not is_adult(birth_date, clock.today()):
        raise faulty(
            "id_number",
            "minor-subject",
            msg("本人未满 18 周岁，不建立信用档案，也不开设个人账号。"),
            msg("监护人可以在窗口代为查询是否误收了信息。"),
        )


def _handle(session: Session) -> str:
    """A name made by chance: it stands in the audit trail for ever and must tell nothing."""
    for _ in range(HANDLE_TRIES_MAX):
        name = "gr-" + "".join(secrets.choice(LETTERS) for _ in range(HANDLE_CHARS))
        if session.scalar(select(Account.id).where(Account.name == name)) is None:
            return name
    raise Conflict(msg("没有找到可用的账号名，请再试一次。"))
