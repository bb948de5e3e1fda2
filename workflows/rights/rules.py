"""What the tables of requests name: who may not decide, and what a grant does at once."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select

from credit.queries.authorisations import authorisations_of, withdraw
from service.access import Role
from service.accounts.administration import Reason, disable
from service.accounts.models import Account
from service.identities import AccountIdentity, Standing
from service.identities.service import SERVICE, end
from service.messages import msg
from service.notices.addresses import set_address
from service.notices.channels import ChannelName
from workflows.engine.consequences import consequence
from workflows.engine.context import Move
from workflows.engine.guards import guard
from workflows.engine.refusals import Refusal
from workflows.rights.kinds import Erasure, Kind
from workflows.rights.models import RightsRequest

ERASE = "erase"
WHY = "应本人请求（{number}）"


def asked(move: Move) -> RightsRequest:
    """What the case asks for."""
    return move.session.get_one(RightsRequest, move.case.id)


@guard("not_about_oneself")
def not_about_oneself(move: Move) -> Iterator[Refusal]:
    """Staff do not answer requests about themselves."""
    own = move.session.scalar(
        select(AccountIdentity.id).where(
            AccountIdentity.account_id == move.actor.id,
            AccountIdentity.ended_at.is_(None),
            AccountIdentity.subject_index.in_([asked(move).asker_index, asked(move).person_index]),
        )
    )
    if own is not None:
        yield Refusal(
            "own-request",
            msg("这件请求是您本人的，须由另一名工作人员答复。"),
            msg("请由同事办理。"),
        )


@guard("erasure_named")
def erasure_named(move: Move) -> Iterator[Refusal]:
    """Who grants an erasure says what is deleted; who grants anything else deletes nothing."""
    is_erasure = asked(move).kind == Kind.erasure
    erase = move.fields.get(ERASE)
    if is_erasure and not erase:
        yield Refusal("erasure-unnamed", msg("请选择删除了什么。"), field=ERASE)
    if not is_erasure and erase:
        yield Refusal("no-erasure", msg("本件不是删除请求，不能选择删除。"), field=ERASE)
    if erase in {Erasure.contact, Erasure.account} and not _account_ids(move):
        yield Refusal(
            "no-account",
            msg("请求人没有个人账号，没有可删除的联系方式或账号。"),
            field=ERASE,
        )


@consequence("carry_out_right")
def carry_out_right(move: Move) -> None:
    """What can be done at once is done with the answer, in the same transaction."""
    kind, erase = asked(move).kind, move.fields.get(ERASE)
    if kind == Kind.restriction:
        _stop_consents(move)
    if erase in {Erasure.contact, Erasure.account}:
        _forget_addresses(move)
    if erase == Erasure.account:
        _close_accounts(move)


def _stop_consents(move: Move) -> None:
    for row in authorisations_of(move.session, asked(move).person_index):
        if row.withdrawn_at is None:
            withdraw(row.number, _why(move))
    _forget_addresses(move)


def _forget_addresses(move: Move) -> None:
    for account_id in _account_ids(move):
        for channel in ChannelName:
            set_address(account_id, channel, "", "zh")


def _close_accounts(move: Move) -> None:
    """A person's account is closed with its identity; an enterprise's has its code for one."""
    if move.case.subject_code:
        for account_id in _account_ids(move):
            disable(account_id, Reason.on_request, by=SERVICE)
        return
    rows = move.session.scalars(
        select(AccountIdentity.id).where(*_own_identity(move)).order_by(AccountIdentity.id)
    )
    for identity_id in rows.all():
        end(identity_id, _why(move))


def _account_ids(move: Move) -> list[int]:
    """The person's own account; an enterprise's, where an enterprise asks."""
    if move.case.subject_code:
        return list(
            move.session.scalars(
                select(Account.id)
                .where(
                    Account.role == Role.enterprise, Account.subject_code == move.case.subject_code
                )
                .order_by(Account.id)
            )
        )
    return list(
        move.session.scalars(
            select(AccountIdentity.account_id)
            .where(*_own_identity(move))
            .order_by(AccountIdentity.id)
        )
    )


def _own_identity(move: Move) -> tuple[ColumnElement[bool], ...]:
    return (
        AccountIdentity.subject_index == asked(move).person_index,
        AccountIdentity.standing == Standing.own,
        AccountIdentity.ended_at.is_(None),
    )


def _why(move: Move) -> str:
    return WHY.format(number=move.case.number)
