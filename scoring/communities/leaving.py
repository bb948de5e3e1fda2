"""Leaving: at any time, by oneself or through the manager, with nothing asked."""

from scoring.communities.consents import write_consent
from scoring.communities.erasing import on_leave
from scoring.communities.limits import ERASED_AFTER
from scoring.communities.locking import held
from scoring.communities.models import ConsentKind, GivenBy, Member, MemberState
from scoring.communities.problems import NotActive
from scoring.communities.sign_in import close_sign_in
from service import audit, clock
from service.database import transaction
from service.messages import msg


def leave(member: Member, *, given_by: GivenBy = GivenBy.self) -> Member:
    """End a membership: off the boards and signed out at once, all erased within three days.

    Raises `NotActive` for who has left before.
    """
    with transaction() as session:
        member = held(session, member.id)
        if member.state not in {MemberState.active, MemberState.invited}:
            raise NotActive(msg("这位成员已经退出。"))
        for hook in on_leave:
            hook(session, member)
        today = clock.today()
        if member.state == MemberState.active:  # who only was invited never took part
            write_consent(session, member, ConsentKind.take_part, given=False, given_by=given_by)
            member.left_on = today
        member.state = MemberState.left
        member.on_boards = False
        member.erase_by = today + ERASED_AFTER
        close_sign_in(session, member)
        audit.record("member.left", "member", member.number, {"given_by": given_by})
    return member
