"""Use cases of next of kin: a clerk records both proofs, and ends what was wrong."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from service import audit, clock
from service.api.paging import page_of
from service.audit import current_actor
from service.database import db, transaction
from service.identities.models import AccountIdentity, KinStanding
from service.identities.numbers import read_number
from service.identities.problems import AlreadyTied, NotSeen, OwnIdentity, faulty
from service.identities.reading import Identity
from service.identities.service import Seen
from service.messages import msg
from service.numbers import Numbers
from service.private import mask_name
from service.problems import FieldError, NotFound

NUMBERS = Numbers("QS")
"""Numbers of recorded kinships (亲属)."""


class Relation(StrEnum):
    """Who counts as next of kin (Civil Code Art. 1045)."""

    spouse = "spouse"
    parent = "parent"
    child = "child"
    sibling = "sibling"
    grandparent = "grandparent"
    grandchild = "grandchild"


@dataclass(frozen=True)
class NewKin:
    """What lay on the counter: who asks, for whom, and what proves both."""

    kin: Seen
    relation: Relation
    deceased_name: str
    deceased_id_type: str
    deceased_id_number: str
    death_proof: str
    kinship_proof: str

    def __repr__(self) -> str:
        return f"<NewKin {self.relation}>"


def record_kin(new: NewKin) -> KinStanding:
    """Let somebody ask for a deceased person's data (PIPL Art. 49).

    Raises `NotSeen`, `InvalidInput`, `OwnIdentity`, `AlreadyTied`.
    """
    if not new.kin.document_seen:
        sentence = msg("请先核对证件和两项证明的原件，并勾选确认。")
        raise NotSeen(sentence, errors=[FieldError("document_seen", "not-seen", sentence)])
    kin = read_number(new.kin.id_type, new.kin.id_number, "id_number")
    deceased = read_number(new.deceased_id_type, new.deceased_id_number, "deceased_id_number")
    if kin.index == deceased.index:
        raise faulty(
            "deceased_id_number", "same-person", msg("申请人和逝者是同一证件号码，请核对。")
        )
    actor = current_actor()
    with transaction() as session:
        _refuse_own(kin.index, actor.id)
        row = KinStanding(
            number=NUMBERS.new(clock.today()),
            kin_index=kin.index,
            kin_name_mask=mask_name(new.kin.name.strip()),
            kin_id_mask=kin.mask,
            relation=new.relation.value,
            deceased_index=deceased.index,
            deceased_id_type=new.deceased_id_type,
            deceased_id_mask=deceased.mask,
            deceased_name_sealed=new.deceased_name.strip(),
            deceased_name_mask=mask_name(new.deceased_name.strip()),
            death_proof=new.death_proof.strip(),
            kinship_proof=new.kinship_proof.strip(),
            recorded_by_id=actor.id,
            recorded_by=actor.name,
            recorded_at=clock.now(),
        )
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError as error:
            raise AlreadyTied(msg("这位亲属为同一逝者的申请资格已经登记过。")) from error
        audit.record("kin.recorded", "kin_standing", row.number, {"relation": row.relation})
    return row


def _refuse_own(kin_index: bytes, actor_id: int) -> None:
    own = db.session.scalar(
        select(AccountIdentity.id).where(
            AccountIdentity.subject_index == kin_index,
            AccountIdentity.account_id == actor_id,
            AccountIdentity.ended_at.is_(None),
        )
    )
    if own is not None:
        raise OwnIdentity(msg("不能登记自己的亲属资格，请由同事办理。"))


def end_kin(number: str, why: str) -> KinStanding:
    """End a standing; ending twice changes nothing. Raises `NotFound`."""
    with transaction() as session:
        row = session.scalar(
            select(KinStanding)
            .where(KinStanding.number == (NUMBERS.tidy(number) or ""))
            .with_for_update()
        )
        if row is None:
            raise _unknown()
        if row.ended_at is None:
            row.ended_at = clock.now()
            row.ended_by, row.ended_why = current_actor().name, why.strip()
            audit.record("kin.ended", "kin_standing", row.number, {"why": row.ended_why})
    return row


def open_kin(number: str) -> KinStanding:
    """A standing in force, for whoever stands at the window. Raises `NotFound`."""
    row = db.session.scalar(
        select(KinStanding).where(
            KinStanding.number == (NUMBERS.tidy(number) or ""), KinStanding.ended_at.is_(None)
        )
    )
    if row is None:
        raise _unknown()
    return row


def own_kin(identity: Identity | None, number: str) -> KinStanding:
    """A standing in force of the caller's own. Raises `NotFound`, also for somebody else's."""
    row = open_kin(number)
    if identity is None or row.kin_index != identity.subject_index:
        raise _unknown()
    return row


def list_kin(*, cursor: str | None, limit: int) -> tuple[list[KinStanding], str | None]:
    """One page of all standings, the newest first."""
    return page_of(select(KinStanding), KinStanding.id, cursor=cursor, limit=limit)


def _unknown() -> NotFound:
    return NotFound(msg("没有找到这项亲属登记，或已终止。"))
