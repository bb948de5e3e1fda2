"""Points are entered, approved or refused, and reversed, by those who may and no one else."""

from copy import deepcopy
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from scoring.catalogue.problems import AwardRefused, NoCatalogueCovers
from scoring.communities.models import Member
from scoring.ledger import service
from scoring.ledger.limits import (
    DONE_DAYS_AGO_MAX,
    EVENT_ID_CHARS_MAX,
    EVIDENCE_CHARS_MAX,
    REASON_CHARS_MAX,
)
from scoring.ledger.models import Claim, ClaimState, Entry, Kind, Source
from scoring.ledger.problems import (
    AlreadyReversed,
    ClaimDecided,
    ClaimUnknown,
    EntryRefused,
    EntryUnknown,
    EventCounted,
    MemberAway,
    NothingEarned,
    NotReversible,
    OwnInterest,
    SamePerson,
)
from service.audit import Actor
from service.audit.models import AuditEntry
from service.database import db
from service.problems import NotFound
from tests.factories.points import SMALL_CATALOGUE, CatalogueRow
from tests.scoring.ledger.conftest import CODE, FIRST, SECOND, TODAY, World

pytestmark = pytest.mark.usefixtures("november")


def resident(member: Member, account) -> Actor:
    """The member's own sign-in."""
    opened = account("resident")
    member.account_id = opened.id
    db.session.commit()
    return Actor(opened.id, opened.name, "resident", CODE)


def adopt(**items: object) -> None:
    """A further version with other items, from today."""
    content = deepcopy(SMALL_CATALOGUE) | {"valid_from": TODAY.isoformat()}
    content["items"] = [one | items.get(one["code"], {}) for one in content["items"]]
    content["items"] += [one for code, one in items.items() if code == "extra"]
    CatalogueRow(community_code=CODE, version=2, valid_from=TODAY, content=content, digest=b"2")
    db.session.commit()


def test_what_needs_no_second_person_is_in_the_ledger_at_once(world: World):
    claim = world.enter("volunteer", "2.5", event_id="EV1")
    (entry,) = world.entries()
    assert (claim.state, claim.points, claim.worth) == (ClaimState.approved, 12, 12)
    assert (entry.id, entry.kind, entry.dimension) == (claim.id, Kind.award, "shan")
    assert (entry.honour, entry.spendable, entry.expires_on) == (12, 12, date(2026, 12, 31))
    assert (entry.entered_by, entry.approved_by_id, entry.event_id) == (FIRST.name, None, "EV1")
    assert (world.sums(), world.lots()) == ((12, 12), [(date(2026, 12, 31), 12)])


def test_what_is_entered_is_told_to_the_trail_without_its_words(world):
    claim = world.enter("volunteer", 2, evidence="张阿姨看见了")
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.object_ref == str(claim.id)))
    (entry,) = told
    assert (entry.action, entry.details["points"]) == ("points.entered", 10)
    assert "张阿姨" not in str(entry.details)
    assert db.session.get(Claim, claim.id).evidence == "张阿姨看见了"


def test_a_cap_leaves_the_rest_and_then_nothing_until_it_opens(world):
    world.enter("volunteer", 7)
    capped = world.enter("volunteer", 3)
    assert (capped.points, capped.worth, capped.capped_by) == (5, 15, "month")
    with pytest.raises(NothingEarned, match="2026-12-01起可以再得分") as refused:
        world.enter("volunteer", 1)
    assert refused.value.extra["open_again_on"] == date(2026, 12, 1)
    assert world.enter("volunteer", 1, done_on=date(2026, 10, 31)).points == 5
    assert world.enter("cleaning", 1).points == 3
    assert world.sums() == (48, 48)


def test_what_waits_counts_towards_the_cap_until_it_is_refused(world, account):
    own = resident(world.member, account)
    waiting = world.enter("volunteer", 8, source=Source.check_in, by=own, event_id="EV")
    assert (waiting.state, world.sums()) == (ClaimState.pending, (0, 0))
    with pytest.raises(NothingEarned):
        world.enter("volunteer", 1)
    world.refuse(waiting, "没有到场")
    assert world.enter("volunteer", 1, event_id="EV").points == 5


def test_what_was_reversed_frees_the_cap(world):
    first = world.enter("volunteer", 8)
    world.reverse(first)
    assert world.enter("volunteer", 8).points == 40
    assert world.sums() == (40, 40)


def test_a_second_person_approves(world):
    claim = world.enter("returned", 1, chosen_points=15)
    assert world.sums() == (0, 0)
    entry = world.approve(claim)
    assert (entry.id, entry.honour, entry.posted_on) == (claim.id, 15, TODAY)
    assert (entry.entered_by, entry.approved_by) == (FIRST.name, SECOND.name)
    assert (world.sums(), db.session.get(Claim, claim.id).state) == ((15, 15), "approved")


def test_whoever_entered_decides_nothing(world):
    claim = world.enter("returned", 1, chosen_points=5)
    for decide in (world.approve, world.refuse):
        with pytest.raises(SamePerson, match="另一位管理员"):
            decide(claim, by=FIRST)
    assert world.entries() == []


def test_nobody_handles_points_of_their_own(world, account):
    own = resident(world.member, account)
    waiting = world.enter("returned", 1, chosen_points=5)
    award = world.enter("cleaning", 1)
    with pytest.raises(OwnInterest):
        world.enter("cleaning", 1, by=own)
    with pytest.raises(OwnInterest):
        world.approve(waiting, by=own)
    with pytest.raises(OwnInterest):
        world.refuse(waiting, by=own)
    with pytest.raises(OwnInterest):
        world.reverse(award, by=own)
    assert world.sums() == (3, 3)


def test_who_checked_in_does_not_approve_it(world, account):
    own = resident(world.member, account)
    waiting = world.enter("cleaning", 1, source=Source.check_in, by=own)
    with pytest.raises(SamePerson):
        world.approve(waiting, by=own)
    assert world.approve(waiting, by=FIRST).honour == 3


def test_a_claim_is_decided_once(world):
    claim = world.enter("returned", 1, chosen_points=5)
    world.approve(claim)
    with pytest.raises(ClaimDecided) as decided:
        world.refuse(claim)
    assert decided.value.extra["state"] == "approved"
    refused = world.refuse(world.enter("returned", 1, chosen_points=5))
    with pytest.raises(ClaimDecided):
        world.approve(refused)
    with pytest.raises(ClaimUnknown):
        service.approve(uuid4())
    assert world.sums() == (5, 5)


def test_the_same_event_counts_once_and_the_refusal_names_the_entry(world):
    first = world.enter("volunteer", 1, event_id="EV1")
    with pytest.raises(EventCounted) as counted:
        world.enter("cleaning", 1, event_id="EV1")
    assert counted.value.extra["entry"] == str(first.id)
    other = world.another()
    assert world.enter("cleaning", 1, event_id="EV1", member=other).points == 3
    world.reverse(first)
    with pytest.raises(EventCounted):
        world.enter("volunteer", 1, event_id="EV1")


@pytest.mark.parametrize(
    ("item", "values", "code"),
    [
        ("singing", {}, "unknown-item"),
        ("volunteer", {"evidence": " "}, "evidence-missing"),
        ("volunteer", {"evidence": "字" * (EVIDENCE_CHARS_MAX + 1)}, "too-long"),
        ("volunteer", {"event_id": "e" * (EVENT_ID_CHARS_MAX + 1)}, "bad-event"),
        ("volunteer", {"done_on": TODAY + timedelta(days=1)}, "in-future"),
        ("volunteer", {"done_on": date(2025, 12, 31)}, "before-joining"),
        ("volunteer", {"done_on": TODAY - timedelta(days=DONE_DAYS_AGO_MAX + 1)}, "too-long-ago"),
        ("returned", {"source": Source.check_in}, "not-this-way"),
    ],
)
def test_what_cannot_be_entered_says_why(world, item, values, code):
    with pytest.raises(EntryRefused) as refused:
        world.enter(item, 1, **values)
    assert code in [error.code for error in refused.value.errors]
    assert world.entries() == []


def test_limits_are_kept_to_the_last(world):
    joined = TODAY - timedelta(days=DONE_DAYS_AGO_MAX)
    old = world.another(joined_on=joined)
    CatalogueRow(community_code=CODE, version=3, valid_from=joined, digest=b"3")
    db.session.commit()
    longest = {"evidence": "字" * EVIDENCE_CHARS_MAX, "event_id": "e" * EVENT_ID_CHARS_MAX}
    claim = world.enter("volunteer", 1, member=old, done_on=joined, **longest)
    undone = world.reverse(claim, "错" * REASON_CHARS_MAX)
    assert (claim.points, undone.reason) == (5, "错" * REASON_CHARS_MAX)


def test_all_faults_are_told_at_once(world):
    with pytest.raises(EntryRefused) as refused:
        world.enter("volunteer", 1, evidence="", event_id="", done_on=date(2026, 12, 1))
    assert [error.code for error in refused.value.errors] == [
        "in-future",
        "bad-event",
        "evidence-missing",
    ]


def test_quantity_and_choice_are_the_catalogues_to_refuse(world):
    for item, quantity, chosen in (("cleaning", "0.5", None), ("returned", 1, 21)):
        with pytest.raises(AwardRefused):
            world.enter(item, quantity, chosen_points=chosen)
    old = world.another(joined_on=date(2025, 1, 1))
    with pytest.raises(NoCatalogueCovers):
        world.enter("cleaning", 1, member=old, done_on=date(2025, 12, 31))


def test_the_catalogue_of_the_day_of_the_deed_counts(world):
    adopt(cleaning={"points": 7})
    assert world.enter("cleaning", 1, done_on=TODAY - timedelta(days=1)).points == 3
    assert world.enter("cleaning", 1).points == 7


def test_who_has_left_earns_nothing(world):
    claim = world.enter("returned", 1, chosen_points=5)
    world.member.state = "left"
    db.session.commit()
    with pytest.raises(MemberAway):
        world.enter("cleaning", 1)
    with pytest.raises(MemberAway):
        world.approve(claim)
    assert world.entries() == []


def test_members_of_other_communities_are_unknown(world):
    with pytest.raises(NotFound):
        service.enter(service.NewEntry("ELSEWHERE", world.member.number, "cleaning", 1, TODAY))


def test_a_reversal_takes_all_honour_and_what_is_left(world):
    award = world.enter("volunteer", 4)
    world.spend(15)
    undone = world.reverse(award, "  时长  登记有误 ")
    assert (undone.kind, undone.honour, undone.spendable) == (Kind.reversal, -20, -5)
    assert (undone.of_entry_id, undone.reason) == (award.id, "时长 登记有误")
    assert (undone.dimension, undone.posted_on) == ("shan", TODAY)
    assert (world.sums(), world.lots()) == ((0, 0), [(date(2026, 12, 31), 0)])


def test_an_award_is_reversed_once_and_nothing_else_is(world):
    award = world.enter("volunteer", 2)
    spent = world.spend(4)
    undone = world.reverse(award)
    with pytest.raises(AlreadyReversed) as again:
        world.reverse(award)
    assert again.value.extra["reversal"] == str(undone.id)
    for entry in (spent, undone):
        with pytest.raises(NotReversible):
            world.reverse(entry)
    with pytest.raises(EntryUnknown):
        service.reverse(uuid4(), "查无此事")
    for reason in ("", "  ", "长" * (REASON_CHARS_MAX + 1)):
        with pytest.raises(EntryRefused):
            world.reverse(award, reason)


def test_minus_items_take_honour_alone_and_are_reversed_too(world):
    litter = {"code": "litter", "points": -5, "caps": {"day": 5}, "entered_by": ["manager"]}
    minus = SMALL_CATALOGUE["items"][2] | litter
    adopt(extra=minus)
    world.enter("volunteer", 2)
    taken = world.enter("litter", 1)
    assert (taken.points, world.sums()) == (-5, (5, 10))
    with pytest.raises(NothingEarned):
        world.enter("litter", 1)
    undone = world.reverse(taken)
    assert (undone.honour, undone.spendable, world.sums()) == (5, 0, (10, 10))


def test_tiers_count_what_was_entered_before(world):
    adopt(volunteer={"points": None, "caps": {}, "tiers": [
        {"at": 10, "points": 2}, {"at": 20, "points": 5}]})  # fmt: skip
    nothing_yet = world.enter("volunteer", 8)
    assert (nothing_yet.points, world.sums()) == (0, (0, 0))
    assert world.enter("volunteer", 4).points == 2
    assert world.enter("volunteer", 8).points == 5
    assert world.sums() == (7, 7)
    kinds = [(entry.kind, entry.honour, entry.expires_on) for entry in world.entries()]
    assert kinds[0] == (Kind.award, 0, None)
    assert db.session.query(Entry).count() == 3
