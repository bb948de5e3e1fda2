"""The public's search: one organisation at a time, published items alone, so many in a while.

What is not on file and what has nothing published are answered alike and after the same
work, so that nothing can be learned by trying out codes or names.
"""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from credit.queries.answering import Answered, Denied, answer_block, look_beside, tell
from credit.queries.calls import Asked, Call, Faulty
from credit.queries.limits import (
    NAME_TAIL_CHARS,
    PUBLIC_DAY,
    PUBLIC_PER_ADDRESS_DAY_MAX,
    PUBLIC_PER_ADDRESS_MAX,
    PUBLIC_WINDOW,
)
from credit.queries.lookup import by_name_and_tail
from credit.queries.models import Basis, Channel, CreditQuery
from credit.queries.problems import PublicThrottled
from credit.queries.purposes import Asker
from credit.queries.service import Ground, asked, denied, new_call, record_single
from credit.subjects.identifiers import Identifier, IdType, SubjectKind, parse
from credit.subjects.names import name_key
from service import clock
from service.database import transaction
from service.messages import msg
from service.private import blind_index

PURPOSE, REFERENCE = "public_search", "publicity"
LOCK_SPACE = 0x43575155
"""First half of the advisory locks under which queries of one address are counted."""


@dataclass(frozen=True)
class PublicQuery:
    """An organisation by its code, or by its full name and the end of its code."""

    code: str = ""
    id_type: IdType = IdType.USCC
    name: str = ""
    tail: str = ""


def ask_public(wanted: PublicQuery, address: str) -> tuple[Call, Answered]:
    """What is published about one organisation.

    Raises `InvalidIdentifier`, `PublicThrottled`, or `QueryDenied` for who is no organisation.
    """
    index = blind_index("address", address)
    ground = Ground(PURPOSE, Basis.publicity, REFERENCE)
    call = new_call(ground, Asker.public, Channel.public, address_index=index)
    one = _asked(wanted, call)
    with transaction() as session:
        _take_turn(session, index)
        result = _answer(session, call, one, wanted)
        record_single(session, call, result)
    if isinstance(result, Denied):
        raise denied(call, result.reason)
    return call, result


def _asked(wanted: PublicQuery, call: Call) -> Asked:
    if wanted.code:
        identifier = parse(wanted.id_type, wanted.code, today=call.day, field="subject.id_number")
        return asked(0, identifier)
    nobody = Identifier(IdType.USCC, "", SubjectKind.ORGANISATION)
    return Asked(0, nobody, blind_index("name", name_key(wanted.name)), wanted.name)


def _answer(session: Session, call: Call, one: Asked, wanted: PublicQuery) -> Answered | Denied:
    if wanted.code:
        result = answer_block(session, call, [one])[0]
        assert not isinstance(result, Faulty)
    else:
        result = _by_name(session, call, one, wanted)
    if isinstance(result, Answered) and result.nothing:
        return Answered(one, None)
    return result


def _by_name(session: Session, call: Call, one: Asked, wanted: PublicQuery) -> Answered:
    """One organisation, or nothing where two share name and tail: a name never decides."""
    tail = wanted.tail.strip().upper()[-NAME_TAIL_CHARS:]
    found = by_name_and_tail(session, wanted.name, tail)
    beside = look_beside(session, call, found)
    public = [each for each in found if each.subject.kind in call.purpose.subjects]
    return tell(call, one, public[0] if len(public) == 1 else None, beside)


def _take_turn(session: Session, index: bytes) -> None:
    """Wait for one's turn until the transaction ends. Raises `PublicThrottled` at the limit."""
    key = int.from_bytes(index[:4], signed=True)
    session.execute(select(func.pg_advisory_xact_lock(LOCK_SPACE, key)))
    now = clock.now()
    lately, today = session.execute(
        select(func.count().filter(CreditQuery.at > now - PUBLIC_WINDOW), func.count()).where(
            CreditQuery.address_index == index, CreditQuery.at > now - PUBLIC_DAY
        )
    ).one()
    if lately >= PUBLIC_PER_ADDRESS_MAX or today >= PUBLIC_PER_ADDRESS_DAY_MAX:
        wait = PUBLIC_WINDOW if lately >= PUBLIC_PER_ADDRESS_MAX else PUBLIC_DAY
        seconds = int(wait.total_seconds())
        raise PublicThrottled(
            msg("查询次数过多，请 {minutes} 分钟后再试。", minutes=seconds // 60),
            retry_after_seconds=seconds,
        )
