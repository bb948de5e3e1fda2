"""Changes of a membership: another public name, a new home, a corrected name, a yes or no."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from scoring.communities.consents import write_consent
from scoring.communities.households import household
from scoring.communities.joining import flush_name, free_name, require_fit, require_personal
from scoring.communities.locking import held
from scoring.communities.models import AgeBand, ConsentKind, GivenBy, Member, MemberState
from scoring.communities.problems import NotActive, faulty
from scoring.communities.public_names import tidy_name
from scoring.communities.sign_in import rename_sign_in
from service import audit
from service.database import transaction
from service.messages import msg


@dataclass(frozen=True)
class Changes:
    """What is to be different; None leaves as it is."""

    public_name: str | None = None
    household: str | None = None
    """Code of the new household; what was earned before stays with the old one."""
    name: str | None = None
    phone: str | None = None
    """Empty takes it away."""
    of_age: bool = False
    """A teenager has become eighteen: the guardian is forgotten."""


def change(member: Member, changes: Changes) -> Member:
    """Change a membership; the trail tells which things, never what they were.

    Raises `NotActive`, `InvalidInput`, `PublicNameTaken`.
    """
    with transaction() as session:
        member = _locked(session, member)
        before = _told(member)
        require_personal(name=changes.name or "", phone=changes.phone or "")
        if changes.name is not None:
            _rename_person(member, changes.name)
        _rename(session, member, changes.public_name)
        if changes.household is not None:
            member.household_id = household(member.community_code, changes.household).id
        if changes.phone is not None:
            member.phone_sealed = tidy_name(changes.phone) or None
        if changes.of_age and member.age_band == AgeBand.teen:
            member.age_band = AgeBand.adult
            member.guardian_sealed, member.has_guardian = None, False
        flush_name(session)
        after = _told(member)
        changed = [name for name in before if before[name] != after[name]]
        if changed:
            audit.record("member.changed", "member", member.number, {"fields": changed})
    return member


def say_about_boards(member: Member, *, given: bool, given_by: GivenBy) -> Member:
    """Agree to standing on boards, or withdraw it; saying the same again changes nothing."""
    with transaction() as session:
        member = _locked(session, member)
        if member.state != MemberState.active:
            raise NotActive(msg("请先同意参加。"))
        if member.on_boards != given:
            member.on_boards = given
            write_consent(session, member, ConsentKind.on_boards, given=given, given_by=given_by)
    return member


def _locked(session: Session, member: Member) -> Member:
    fresh = held(session, member.id)
    if fresh.state not in {MemberState.active, MemberState.invited}:
        raise NotActive(msg("这位成员已经退出，不能再修改。"))
    return fresh


def _rename_person(member: Member, name: str) -> None:
    tidy = tidy_name(name)
    if not tidy:
        raise faulty("name", "required", msg("请填写姓名或称呼。"))
    member.name_sealed = tidy


def _rename(session: Session, member: Member, wanted: str | None) -> None:
    """Take the public name wanted; one that stays must not be the name now written down."""
    real_name = member.name_sealed or ""
    if wanted is None or tidy_name(wanted) == member.public_name:
        require_fit(member.public_name or "", real_name)
        return
    member.public_name = free_name(session, member.community_code, wanted, real_name)
    rename_sign_in(session, member)


def _told(member: Member) -> dict[str, object]:
    return {
        "public_name": member.public_name,
        "household": member.household_id,
        "name": member.name_sealed,
        "phone": member.phone_sealed,
        "age_band": member.age_band,
    }
