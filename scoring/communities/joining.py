"""Joining: nobody becomes a member without a yes that is written down."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from scoring.communities.consents import write_consent
from scoring.communities.households import household
from scoring.communities.limits import INVITED_FOR
from scoring.communities.locking import held
from scoring.communities.models import AgeBand, ConsentKind, GivenBy, Member, MemberState
from scoring.communities.papers import Paper, keep_paper
from scoring.communities.personal import faults_of_person
from scoring.communities.problems import ConsentNeeded, NotActive, PublicNameTaken, faulty
from scoring.communities.public_names import fault_of, tidy_name
from scoring.communities.scope import NUMBERS
from scoring.communities.sign_in import open_sign_in, rename_sign_in
from service import audit, clock
from service.database import transaction
from service.messages import msg
from service.problems import InvalidInput


@dataclass(frozen=True)
class NewMember:
    """What a manager writes down of somebody who wants to take part."""

    community_code: str
    household: str
    """Code of the household, e.g. `3-2-501`."""
    public_name: str
    name: str
    """How the community knows the person."""
    age_band: AgeBand = AgeBand.adult
    phone: str = ""
    guardian: str = ""
    """Name of the guardian of a teenager."""
    agreed: bool = False
    """A signed form lies before the manager; without it an adult is invited to agree signed in."""
    on_boards: bool = False
    guardian_agreed: bool = False
    paper: Paper | None = None
    open_account: bool = False
    account_id: int | None = None
    """A sign-in the person has already."""


@dataclass(frozen=True)
class Joined:
    """A new member and, when an account was opened, how to sign in for the first time."""

    member: Member
    account_name: str | None = None
    one_time_password: str | None = None


def join(new: NewMember) -> Joined:
    """Make somebody a member, or invite who will agree signed in.

    Raises `ConsentNeeded`, `InvalidInput`, `PublicNameTaken`.
    """
    _require_consent(new)
    with transaction() as session:
        place = household(new.community_code, new.household)
        public_name = free_name(session, new.community_code, new.public_name, new.name)
        today = clock.today()
        member = Member(
            number=NUMBERS.new(today),
            community_code=new.community_code,
            household_id=place.id,
            public_name=public_name,
            name_sealed=tidy_name(new.name),
            phone_sealed=tidy_name(new.phone) or None,
            age_band=new.age_band,
            has_guardian=new.age_band is AgeBand.teen,
            guardian_sealed=tidy_name(new.guardian) or None,
            on_boards=new.agreed and new.on_boards,
            state=MemberState.active if new.agreed else MemberState.invited,
            account_id=new.account_id,
            joined_on=today,
            erase_by=None if new.agreed else today + INVITED_FOR,
        )
        session.add(member)
        flush_name(session)
        audit.record(
            "member.joined" if new.agreed else "member.invited",
            "member",
            member.number,
            {"community": new.community_code, "age_band": member.age_band},
        )
        if new.agreed:
            _write_paper_consents(session, member, new)
        opened = new.account_id is None and (new.open_account or not new.agreed)
        name, password = open_sign_in(member) if opened else (None, None)
    return Joined(member, name, password)


def accept(member: Member, public_name: str, *, on_boards: bool) -> None:
    """The yes of somebody invited, given signed in. Raises `NotActive` when it was given before."""
    with transaction() as session:
        member = held(session, member.id)
        if member.state != MemberState.invited:
            raise NotActive(msg("您已经同意过，或已经退出。"))
        if tidy_name(public_name) != member.public_name:
            member.public_name = free_name(
                session, member.community_code, public_name, member.name_sealed or ""
            )
            flush_name(session)
            rename_sign_in(session, member)
        member.state, member.erase_by = MemberState.active, None
        member.on_boards, member.joined_on = on_boards, clock.today()
        write_consent(session, member, ConsentKind.take_part, given=True, given_by=GivenBy.self)
        if on_boards:
            write_consent(session, member, ConsentKind.on_boards, given=True, given_by=GivenBy.self)
        audit.record("member.joined", "member", member.number, {"age_band": member.age_band})


def free_name(session: Session, community_code: str, wanted: str, real_name: str) -> str:
    """A public name nobody of the community has. Raises `InvalidInput`, `PublicNameTaken`."""
    name = tidy_name(wanted)
    require_fit(name, real_name)
    taken = select(Member.id).where(
        Member.community_code == community_code, Member.public_name == name
    )
    if session.scalar(taken) is not None:
        raise _taken()
    return name


def require_fit(public_name: str, real_name: str) -> None:
    """Refuse a tidy public name that tells who it is. Raises `InvalidInput`."""
    fault = fault_of(public_name, real_name)
    if fault is not None:
        raise faulty("public_name", "bad-public-name", fault)


def flush_name(session: Session) -> None:
    """Write a new public name; another may have taken it in this very moment."""
    try:
        session.flush()
    except IntegrityError as error:
        if "uq_member_public_name" in str(error.orig):
            raise _taken() from error
        raise


def _taken() -> PublicNameTaken:
    sentence = msg("这个公开名称已有人用，请换一个。")
    return PublicNameTaken(sentence, errors=faulty("public_name", "taken", sentence).errors)


def require_personal(*, name: str = "", guardian: str = "", phone: str = "") -> None:
    """Refuse what must not be kept of a person. Raises `InvalidInput`."""
    faults = faults_of_person(name=name, guardian=guardian, phone=phone)
    if faults:
        raise InvalidInput(msg("填写内容有误，请按提示改正。"), errors=faults)


def _require_consent(new: NewMember) -> None:
    if not tidy_name(new.name):
        raise faulty("name", "required", msg("请填写姓名或称呼。"))
    require_personal(name=new.name, guardian=new.guardian, phone=new.phone)
    if new.age_band is not AgeBand.teen:
        return
    if not tidy_name(new.guardian):
        raise faulty("guardian", "required", msg("14 至 17 周岁要填写监护人姓名。"))
    if not (new.agreed and new.guardian_agreed):
        sentence = msg("14 至 17 周岁要本人和监护人都在纸质同意书上签字后才能参加。")
        raise ConsentNeeded(
            sentence, errors=faulty("guardian_agreed", "consent-needed", sentence).errors
        )


def _write_paper_consents(session: Session, member: Member, new: NewMember) -> None:
    paper_id = keep_paper(new.paper)
    given = {ConsentKind.take_part: GivenBy.paper}
    if new.on_boards:
        given[ConsentKind.on_boards] = GivenBy.paper
    if new.age_band is AgeBand.teen:
        given[ConsentKind.guardian] = GivenBy.guardian
    for kind, given_by in given.items():
        write_consent(session, member, kind, given=True, given_by=given_by, paper_id=paper_id)
