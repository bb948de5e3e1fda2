"""The decision that revokes a repair says until when no new application is taken."""

import pytest

from credit.checks.verifiers import verify
from service import clock
from service.months import add_months
from service.papers.wording import day
from tests.workflows.repair.test_revocation import revoked
from workflows.letters.kinds import LetterKind
from workflows.letters.service import envelope_of, letters_of


@pytest.mark.parametrize(
    ("ground", "banned"), [("false_materials", True), ("wrong_decision", False)]
)
def test_a_revocation_tells_the_ban_and_takes_the_decision_back(world, ground, banned):
    repair = world.granted()
    case = revoked(world, repair, ground=ground)
    (letter,) = [one for one in letters_of(case.id) if one.kind == LetterKind.revocation]
    content = envelope_of(letter).content
    told = {fact.label.zh: fact.value for fact in content.facts}
    last = day(add_months(clock.today(), 36))
    assert told.get("再次申请") == (f"至{last}止不予受理" if banned else None)
    assert repair.number in content.body[0].zh
    taken = {one.number: one for one in letters_of(repair.id)}
    assert content.replaces in taken
    standings = {one.kind: verify(number)[1]["status"] for number, one in taken.items()}
    assert standings["grant"] == standings["third_party"] == "revoked"
    assert standings["acceptance"] == "valid"
