"""Which facts can change what another one comes to; those that cannot are added up apart."""

from collections.abc import Iterator, Sequence
from datetime import date

from credit.rules.drafts import Draft, Drafting
from credit.rules.facts import Fact
from credit.rules.vocabulary import RepeatOf

Tie = tuple[str, object]
"""What facts may have in common, by its kind."""


def circles(drafting: Drafting, facts: Sequence[Fact], as_of: date) -> list[list[Fact]]:
    """The facts in circles: none changes what a fact of another circle comes to by itself.

    What is repaired or taken off its list falls under the same items as before, and what counts
    on another day does so too, so circles hold for all that is tried of these facts. A cap ties
    nobody: whichever fact has the last of it, together they come to the same.
    """
    found: list[list[Fact]] = []
    place: dict[Tie, int] = {}
    for fact in facts:
        ties = set(_ties(drafting, fact, as_of))
        met = sorted({place[tie] for tie in ties if tie in place})
        into = met[0] if met else len(found)
        if not met:
            found.append([])
        found[into].append(fact)
        for other in met[1:]:
            found[into] += found[other]
            found[other] = []
            place = {tie: into if at == other else at for tie, at in place.items()}
        place |= dict.fromkeys(ties, into)
    return [circle for circle in found if circle]


def _ties(drafting: Drafting, fact: Fact, as_of: date) -> Iterator[Tie]:
    """An act of which the heaviest counts alone, and what makes a fact the repeat of another."""
    if drafting.table.highest_only and fact.act_id is not None:
        yield "act", fact.act_id
    repeats = drafting.table.repeats
    if RepeatOf.KIND in repeats:
        yield "kind", fact.kind
    if RepeatOf.PENALTY_KIND in repeats:
        yield from (("penalty", kind) for kind in fact.penalty_kinds)
    for draft in drafting.of(fact, as_of, confirmed=False):
        if _repeats_of_item(draft):
            yield "item", draft.place


def _repeats_of_item(draft: Draft) -> bool:
    repeat = draft.item.repeat if draft.item else None
    return repeat is not None and repeat.of is RepeatOf.ITEM
