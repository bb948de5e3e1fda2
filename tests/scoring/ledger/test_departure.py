"""Whoever leaves takes the points along; sums of places stay right, and no word is kept."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from scoring.communities.erasing import erase_due
from scoring.communities.leaving import leave
from scoring.ledger.models import Claim, ClaimState, Kind, Total
from scoring.ledger.problems import MemberAway, NotRefundable
from scoring.ledger.service import refuse
from scoring.ledger.spending import give_back
from scoring.ledger.verify import verify
from service import clock
from service.database import db, transaction
from service.files import StoredFile, store
from tests.scoring.ledger.conftest import SECOND, World

pytestmark = pytest.mark.usefixtures("november")


def gone(world: World) -> None:
    leave(world.member)
    erase_due(clock.today() + timedelta(days=3))


def test_leaving_refuses_what_waits(world):
    waiting = world.enter("returned", 1, chosen_points=5)
    leave(world.member)
    claim = db.session.get(Claim, waiting.id, populate_existing=True)
    assert (claim.state, claim.reason, claim.decided_by) == (
        ClaimState.refused,
        "成员退出",
        "system",
    )
    with pytest.raises(MemberAway):
        world.enter("cleaning", 1)


def test_all_points_go_and_places_keep_theirs(world):
    world.enter("volunteer", 2)
    world.enter("cleaning", 1)
    world.spend(4)
    gone(world)
    last = world.entries()[-1]
    assert (last.kind, last.honour, last.spendable, last.dimension) == (Kind.departure, -13, -9, "")
    assert world.sums() == (0, 0)
    total = select(Total.honour[12]).where(Total.grain == "year", Total.dimension == "")
    assert db.session.scalar(total) == 13
    assert verify().wrong == 0


def test_an_award_reversed_afterwards_is_taken_off_places_and_leaves_the_member_at_zero(world):
    wrong = world.enter("volunteer", 2)
    world.enter("cleaning", 1)
    gone(world)
    world.reverse(wrong, "登错了项目")
    assert [(one.kind, one.honour) for one in world.entries()[-3:]] == [
        (Kind.departure, -13), (Kind.reversal, -10), (Kind.departure, 10),
    ]  # fmt: skip
    assert world.sums() == (0, 0)
    total = select(Total.honour[12]).where(Total.grain == "year", Total.dimension == "")
    assert db.session.scalar(total) == 3
    assert verify().wrong == 0


def test_no_word_and_no_file_of_evidence_stays(world):
    with transaction():
        file = store(BytesIO(b"photo"), "photo.jpg")
    claim = world.enter("volunteer", 2, evidence="李叔叔在场", evidence_file=file.id)
    digest = claim.evidence_digest
    refused = world.enter("returned", 1, chosen_points=5)
    with world.acting(SECOND):
        refuse(refused.id, "李叔叔说没有见到")
    gone(world)
    kept = db.session.get(Claim, claim.id, populate_existing=True)
    assert (kept.evidence, kept.evidence_file_id) == (None, None)
    assert db.session.get(Claim, refused.id, populate_existing=True).reason is None
    assert db.session.get(StoredFile, file.id, populate_existing=True) is None
    assert (world.entries()[0].evidence_digest, len(digest)) == (digest, 32)


def test_who_had_nothing_leaves_no_entry(world):
    gone(world)
    assert world.entries() == []


def test_nothing_comes_back_to_who_is_gone(world):
    world.enter("volunteer", 2)
    spent = world.spend(4)
    gone(world)
    with pytest.raises(NotRefundable), transaction() as session:
        give_back(session, spent)
    assert world.sums() == (0, 0)
