"""Leaving is possible at any time, and three days later nothing personal is left."""

import io
from datetime import timedelta

import pytest

from scoring.communities import erasing
from scoring.communities.consents import consents_of
from scoring.communities.erasing import erase_due
from scoring.communities.joining import accept
from scoring.communities.leaving import leave
from scoring.communities.models import AgeBand, Member, MemberState
from scoring.communities.papers import Paper
from scoring.communities.problems import NotActive
from scoring.communities.sign_in import reset_password
from service import clock
from service.accounts.models import Account
from service.accounts.service import SignInRefused, check_password
from service.database import db
from service.files import StoredFile
from service.notices.addresses import set_address
from service.notices.channels import ChannelName
from service.notices.models import NoticeAddress
from service.problems import Conflict

PERSONAL = ("public_name", "name_sealed", "phone_sealed", "guardian_sealed", "household_id",
            "account_id")  # fmt: skip


@pytest.fixture
def hooks(monkeypatch):
    """What the other rooms were told, instead of what they do."""
    told: list[tuple[str, str]] = []
    for name in ("on_leave", "on_erase"):
        hook = lambda session, member, name=name: told.append((name, member.public_name))  # noqa: E731
        monkeypatch.setattr(erasing, name, [hook])
    monkeypatch.setattr("scoring.communities.leaving.on_leave", erasing.on_leave)
    return told


def test_leaving_works_at_once_and_promises_a_day(joined, hooks):
    new = joined(on_boards=True, open_account=True)
    member = leave(new.member)
    assert (member.state, member.on_boards) == (MemberState.left, False)
    assert member.erase_by == clock.today() + timedelta(days=3)
    assert hooks == [("on_leave", "小桥流水")]
    assert (consents_of(member)[0].kind, consents_of(member)[0].given) == ("take_part", False)
    with pytest.raises(SignInRefused):
        check_password(new.account_name, new.one_time_password, "test")
    with pytest.raises(NotActive):
        leave(member)


def test_everything_personal_is_gone_within_the_promise(joined, hooks):
    new = joined(
        age_band=AgeBand.teen, guardian="林母", guardian_agreed=True, phone="13800000000",
        open_account=True, paper=Paper(io.BytesIO(b"%PDF-1.7"), "form.pdf"),
    )  # fmt: skip
    set_address(new.member.account_id, ChannelName.sms, "13800000000", "zh")
    member = leave(new.member)
    account_id = member.account_id
    assert erase_due(clock.today()) == 0
    assert erase_due(member.erase_by) == 1
    assert hooks == [("on_leave", "小桥流水"), ("on_erase", "小桥流水")]
    db.session.expire_all()
    assert [getattr(member, name) for name in PERSONAL] == [None] * len(PERSONAL)
    assert (member.state, member.has_guardian) == (MemberState.erased, False)
    assert db.session.query(StoredFile).count() == 0
    assert db.session.query(NoticeAddress).count() == 0
    account = db.session.get(Account, account_id)
    assert account.display_name == account.name
    assert erase_due(member.erase_by) == 0


def test_a_day_of_standstill_breaks_no_promise(joined, hooks):
    member = leave(joined().member)
    assert erase_due(member.erase_by - timedelta(days=1)) == 1


def test_an_invitation_nobody_answered_is_forgotten(joined, hooks):
    new = joined(agreed=False)
    account = db.session.get(Account, new.member.account_id)
    assert account.display_name == "小桥流水"
    assert erase_due(new.member.erase_by) == 0, "the last day is the invited person's"
    assert erase_due(new.member.erase_by + timedelta(days=1)) == 1
    assert new.member.state == MemberState.erased
    db.session.expire_all()
    assert account.display_name == account.name
    with pytest.raises(SignInRefused):
        check_password(new.account_name, new.one_time_password, "test")
    assert consents_of(new.member) == []


def test_who_declines_an_invitation_never_took_part(joined, hooks):
    member = leave(joined(agreed=False).member)
    assert (member.state, member.left_on) == (MemberState.left, None)
    assert member.erase_by == clock.today() + timedelta(days=3)
    assert consents_of(member) == []


def test_who_said_yes_in_time_stays(joined, hooks):
    new = joined(agreed=False)
    day = new.member.erase_by
    accept(new.member, "小桥流水", on_boards=True)
    assert erase_due(day + timedelta(days=400)) == 0


def test_a_fault_in_one_room_keeps_the_person_whole(joined, monkeypatch):
    member = leave(joined().member)
    other = leave(joined(public_name="小河", name="别人").member)

    def fails(_session, leaver):
        if leaver.public_name == "小桥流水":
            raise RuntimeError("not now")

    monkeypatch.setattr(erasing, "on_erase", [fails])
    with pytest.raises(RuntimeError):
        erase_due(member.erase_by)
    db.session.expire_all()
    assert db.session.get(Member, member.id).public_name == "小桥流水"
    assert db.session.get(Member, other.id).state == MemberState.erased, "and nobody else waits"


def test_through_a_membership_no_account_of_the_office_is_closed_or_reset(joined, account, hooks):
    manager = account("community")
    member = joined(account_id=manager.id).member
    with pytest.raises(Conflict):
        reset_password(member, by=0)
    leave(member)
    assert db.session.get(Account, manager.id).disabled_at is None


def test_the_name_is_free_again_once_it_is_erased(joined, hooks):
    member = leave(joined().member)
    erase_due(member.erase_by)
    assert joined().member.public_name == "小桥流水"
