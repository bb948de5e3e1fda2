"""Tells the parties of a case what happened, what is due, and what they can do."""

from collections.abc import Iterable

from sqlalchemy import Text, and_, any_, bindparam, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from service import clock
from service.access import Role
from service.accounts.models import Account
from service.database import db
from service.messages import Message, msg
from service.notices.service import tell
from workflows.engine import hooks
from workflows.engine.context import Move
from workflows.engine.models import CaseFile
from workflows.engine.naming import hint_of, name_of, party_name
from workflows.engine.parties import canonical_unit
from workflows.engine.party import Party
from workflows.engine.registry import definition

ACCOUNTS_MAX = 500
"""Accounts of one party a message goes to; a party with more is told by its work list."""
_ROLES = {
    Party.applicant: Role.enterprise,
    Party.window: Role.clerk,
    Party.authority: Role.department,
    Party.office: Role.reviewer,
}

# Roles go out as one array: the statement is the same however many they are.
_STANDING = select(Account.id, Account.role, Account.unit).where(
    Account.disabled_at.is_(None),
    Account.role == any_(bindparam("roles", type_=ARRAY(Text))),
    or_(Account.role != Role.enterprise, Account.subject_code == bindparam("code")),
)


def accounts_of(case: CaseFile, parties: Iterable[Party]) -> list[int]:
    """The accounts that stand for some parties of a case, disabled ones left out."""
    if case.about is not None:
        return _accounts_of_dispute(case, frozenset(parties))
    wanted = frozenset(parties)
    roles = {_ROLES[party] for party in wanted if party in _ROLES}
    if not case.subject_code:
        roles.discard(Role.enterprise)
    own = _own_account(case) if Party.applicant in wanted else []
    if not roles:
        return own
    rows = db.session.execute(_STANDING, {"roles": sorted(roles), "code": case.subject_code})
    today, found = clock.today(), {role: list[int]() for role in roles}
    for row in rows:
        # A unit stands for the authority however it is spelled.
        if row.role != Role.department or canonical_unit(row.unit, today) == case.authority:
            found[row.role].append(row.id)
    told = [account for accounts in found.values() for account in accounts[:ACCOUNTS_MAX]]
    return [*own, *told]


def _own_account(case: CaseFile) -> list[int]:
    """The account of a natural person that filed a case about the person itself."""
    if case.subject_code:
        return []
    statement = select(Account.id).where(
        Account.id == case.created_by_id,
        Account.role == Role.person,
        Account.disabled_at.is_(None),
    )
    return list(db.session.scalars(statement))


def _accounts_of_dispute(case: CaseFile, parties: frozenset[Party]) -> list[int]:
    """Whoever disputes, and the managers of the community that decides."""
    stands_for = {
        Party.applicant: Account.id == case.created_by_id,
        Party.authority: and_(
            Account.role == Role.community, Account.community_code == case.authority
        ),
    }
    wanted = [stands_for[party] for party in sorted(parties) if party in stands_for]
    if not wanted:
        return []
    statement = select(Account.id).where(Account.disabled_at.is_(None), or_(*wanted))
    return list(db.session.scalars(statement.order_by(Account.id).limit(ACCOUNTS_MAX)))


def tell_parties(move: Move) -> None:
    """Tell those the action's table names, but not the one who took it."""
    case, found = move.case, move.definition
    state = found.states[case.state]
    subject = msg(
        "{type} {number}：{state}",
        type=name_of(found), number=case.number, state=name_of(state),
    )  # fmt: skip
    body = msg(
        "{party}办理了“{action}”。{hint}",
        party=party_name(found, move.party),
        action=name_of(move.rule),
        hint=hint_of(state),
    )
    _tell(case, move.rule.notify, "case.moved", subject, body, but=move.actor.id)


def tell_alarm(case: CaseFile, kind: str, clock_kind: str, due_on: str) -> None:
    """Tell whose turn it is that time runs out, and the office when it has run out for long.

    In a dispute both sides are told instead of the office, and to whom they can turn.
    """
    found = definition(case.case_type, case.definition_version)
    subjects = {
        "amber": msg("办件 {number} 即将到期", number=case.number),
        "red": msg("办件 {number} 已到期限", number=case.number),
        "escalation": msg("办件 {number} 超期未办，请督办", number=case.number),
    }
    body = msg(
        "“{clock}”的期限是 {due}，现在是“{state}”。",
        clock=name_of(found.clocks[clock_kind]),
        due=due_on,
        state=name_of(found.states[case.state]),
    )
    parties = {Party(case.owner)}
    if kind == "escalation":
        parties = {Party.office}
        if case.about is not None:
            parties = {Party.authority, Party.applicant}
            subjects[kind] = msg(
                "办件 {number} 超期未答复，可以请居民委员会或居民议事会督促", number=case.number
            )
    once = f"alarm:{case.number}:{kind}:{clock_kind}:{due_on}"
    _tell(case, parties, f"case.{kind}", subjects[kind], body, once_key=once)


def tell_recomputed(
    case: CaseFile, before: str, after: str, source: str, once_key: str | None = None
) -> None:
    """Tell both sides that a due day moved because the calendar changed."""
    _tell(
        case,
        {Party(case.owner), Party.applicant},
        "case.recomputed",
        msg("办件 {number} 的期限有变化", number=case.number),
        msg(
            "按“{source}”，期限由 {before} 改为 {after}。",
            source=source,
            before=before,
            after=after,
        ),
        once_key=once_key,
    )


def _tell(
    case: CaseFile,
    parties: Iterable[Party],
    kind: str,
    subject: Message,
    body: Message,
    *,
    once_key: str | None = None,
    but: int = 0,
) -> None:
    accounts = [account for account in accounts_of(case, parties) if account != but]
    tell(accounts, kind, subject, body, link=f"/cases/{case.number}", once_key=once_key)


hooks.on_notify.append(tell_parties)
