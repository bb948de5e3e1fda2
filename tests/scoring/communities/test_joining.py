"""Nobody becomes a member without a recorded yes; children not at all; no identity number."""

import hashlib
import io
from datetime import date

import pytest

from scoring.communities.consent_texts import all_texts, text_on
from scoring.communities.consents import consents_of
from scoring.communities.joining import NewMember, accept, join
from scoring.communities.models import AgeBand, ConsentKind, Member, MemberState
from scoring.communities.papers import Paper
from scoring.communities.problems import ConsentNeeded, HasAccount, NotActive, PublicNameTaken
from scoring.communities.sign_in import open_sign_in
from service import clock
from service.accounts.models import Account
from service.accounts.service import check_password
from service.audit.models import AuditEntry
from service.database import db
from service.files import open_stored
from service.problems import InvalidInput


def test_a_signed_form_makes_a_member_and_keeps_the_yes_to_its_text(joined):
    member = joined(on_boards=True, paper=Paper(io.BytesIO(b"%PDF-1.7"), "form.pdf")).member
    assert member.state == MemberState.active
    assert member.on_boards
    given = {one.kind: one for one in consents_of(member)}
    assert set(given) == {"take_part", "on_boards"}
    text = text_on(ConsentKind.take_part, clock.today())
    assert given["take_part"].text_digest == hashlib.sha256(text.chinese.encode()).digest()
    assert given["take_part"].given_by == "paper"
    assert open_stored(given["take_part"].paper_id).read() == b"%PDF-1.7"


def test_boards_are_agreed_to_apart(joined):
    member = joined(on_boards=False).member
    assert not member.on_boards
    assert [one.kind for one in consents_of(member)] == ["take_part"]
    assert Member.__table__.c.on_boards.default.arg is False, "nor by forgetting to ask"


def test_without_a_form_an_adult_is_invited_and_says_yes_signed_in(joined):
    new = joined(agreed=False, on_boards=True)
    member = new.member
    assert member.state == MemberState.invited
    assert not member.on_boards, "nobody stands on boards before agreeing"
    assert consents_of(member) == []
    assert check_password(new.account_name, new.one_time_password, "test").role == "resident"
    accept(member, "小桥人家", on_boards=False)
    assert (member.state, member.public_name, member.erase_by) == ("active", "小桥人家", None)
    assert [one.given_by for one in consents_of(member)] == ["self"]
    with pytest.raises(NotActive):
        accept(member, "小桥人家", on_boards=True)


@pytest.mark.parametrize(
    "missing", [{"agreed": False}, {"guardian_agreed": False}, {"guardian": " "}]
)
def test_a_teenager_needs_both_signatures(joined, missing):
    whole = {"age_band": AgeBand.teen, "guardian": "林母", "guardian_agreed": True}
    with pytest.raises((ConsentNeeded, InvalidInput)):
        joined(**(whole | missing))
    assert db.session.query(Member).count() == 0
    member = joined(**whole).member
    assert {one.kind: one.given_by for one in consents_of(member)} == {
        "take_part": "paper",
        "guardian": "guardian",
    }


def test_a_public_name_is_one_persons_alone(joined):
    joined()
    with pytest.raises(PublicNameTaken):
        joined(public_name=" 小桥流水 ", name="别人")


def test_an_unknown_household_is_told_with_what_to_do(joined):
    with pytest.raises(InvalidInput) as refused:
        joined(household="9-9-999")
    assert refused.value.errors[0].field == "household"
    assert "住处" in str(refused.value.errors[0].remedy)


def test_a_name_given_in_full_width_finds_its_household(joined):
    assert joined(household=" １-1-101 ").member.household_id is not None


def test_nothing_a_member_is_made_of_can_hold_an_identity_number():
    fields = {*NewMember.__dataclass_fields__, *Member.__table__.columns.keys()}
    assert not any("id_number" in name or "identity" in name or "birth" in name for name in fields)


def test_the_trail_tells_no_names(joined):
    joined(phone="13800000000", open_account=True)
    told = str([(one.details, one.object_ref) for one in db.session.query(AuditEntry)])
    assert not any(word in told for word in ("林秋月", "小桥流水", "13800000000"))


def test_the_sign_in_that_is_opened_tells_nothing(joined):
    new = joined(open_account=True)
    assert new.account_name.startswith("test-scope-")
    assert new.member.account_id is not None


def test_of_two_who_open_a_sign_in_at_once_the_second_is_told(joined, at_once):
    member = joined().member
    assert member.account_id is None, "as both of them saw it"
    member_id = member.id
    at_once([lambda: open_sign_in(db.session.get_one(Member, member_id))])
    with pytest.raises(HasAccount):
        open_sign_in(member)
    assert db.session.query(Account).filter_by(role="resident").count() == 1


@pytest.mark.parametrize("kind", ConsentKind)
def test_every_kind_has_a_text_in_both_languages(kind):
    text = text_on(kind, clock.today())
    assert text.english
    assert text.chinese
    assert "  " not in text.chinese
    assert text.evidence


def test_who_agrees_to_boards_is_told_that_homes_are_shown():
    text = text_on(ConsentKind.on_boards, date(2026, 11, 27))
    assert "住在一起" in text.chinese
    assert "live together" in text.english
    assert text_on(ConsentKind.on_boards, date(2026, 11, 26)).version == "on-boards-1"


def test_texts_of_a_kind_never_overlap():
    for text in all_texts():
        same = [one for one in all_texts() if one.kind is text.kind and one is not text]
        assert all(one.version != text.version for one in same)
        assert all(
            (one.valid_to and one.valid_to < text.valid_from)
            or (text.valid_to and text.valid_to < one.valid_from)
            for one in same
        )


def test_before_the_first_text_there_is_none():
    with pytest.raises(LookupError):
        text_on(ConsentKind.take_part, date(2001, 1, 1))


def test_join_says_which_community_is_meant(app):
    with pytest.raises(InvalidInput):
        join(NewMember("NOWHERE", "1", "小桥流水", "林秋月", agreed=True))
