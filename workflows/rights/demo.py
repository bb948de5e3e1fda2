"""Requests of the demonstration, made and answered through the use cases people use."""

from collections.abc import Mapping

from sqlalchemy import func, select

from credit.checks.models import Check
from credit.demo.district import District, small_district
from service import clock
from service.accounts.demo import actor
from service.accounts.models import Account
from service.audit import acting_as
from service.database import db
from service.demo import Scale
from service.identities import identity_of
from service.identities.kin import NewKin, Relation, record_kin
from service.identities.numbers import read_number
from service.identities.service import Seen
from service.notices.addresses import set_address
from service.notices.channels import ChannelName
from workflows.engine.fire import Firing, fire
from workflows.rights.asking import of_account
from workflows.rights.kinds import Kind
from workflows.rights.models import RightsRequest
from workflows.rights.service import Wish, open_request

DECEASED = 41
"""Which of the demonstration's people is no longer alive: one with something on record."""


def load_requests(_scale: Scale) -> Mapping[str, int]:
    """An answered request, one that waits, and a deceased relative; loading again adds nothing."""
    person = db.session.scalars(select(Account).where(Account.name == "person")).one_or_none()
    identity = identity_of(person)
    if person is not None and identity is not None and not _count():
        _make_requests(person)
        _record_kin(person)
    return {"rights_requests": _count()}


def _make_requests(person: Account) -> None:
    identity = identity_of(person)
    assert identity is not None, "asked before"
    with acting_as(actor("person")):
        set_address(person.id, ChannelName.email, "person@example.com", "zh")
        asking = of_account(person)
        answered = open_request(
            asking, Wish(Kind.explanation, "请说明谁可以看到我的信用记录。"), channel="page"
        )
        check = _final_check(identity.subject_index)
        if check is not None:
            wish = Wish(Kind.human_decision, "请由工作人员重新看一遍。", check_number=check)
            open_request(asking, wish, channel="page")
        open_request(asking, Wish(Kind.copy, "请给我一份盖章的副本。"), channel="page")
    with acting_as(actor("clerk")):
        said = (
            "自然人的信用记录不公开，只有依法共享的部门和您授权的单位可以查询，每次查询都有记录。"
        )
        fire(answered.number, Firing("grant", said))


def _final_check(index: bytes) -> str | None:
    rows = db.session.scalars(
        select(Check)
        .where(Check.id_index == index, Check.superseded_by_id.is_(None))
        .order_by(Check.id)
    )
    return next((row.number for row in rows if row.final), None)


def _record_kin(person: Account) -> None:
    """The window saw the proofs: the person is the child of somebody who died."""
    district = small_district(clock.today())
    index = identity_of(person)
    assert index is not None, "asked before"
    deceased, kin = district.people[DECEASED], _party_of(district, index.subject_index)
    with acting_as(actor("clerk")):
        record_kin(
            NewKin(
                kin=Seen(index.name, kin[0], kin[1], document_seen=True),
                relation=Relation.child,
                deceased_name=deceased.name,
                deceased_id_type=deceased.id_type,
                deceased_id_number=deceased.number,
                death_proof="居民死亡医学证明（推断）书 3301062026000123",
                kinship_proof="户口簿",
            )
        )


def _party_of(district: District, index: bytes) -> tuple[str, str]:
    return next(
        (one.id_type, one.number)
        for one in district.people
        if read_number(one.id_type, one.number).index == index
    )


def _count() -> int:
    return db.session.scalar(select(func.count()).select_from(RightsRequest)) or 0
