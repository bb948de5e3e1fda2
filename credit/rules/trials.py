"""The same facts judged again, some of them changed, at the cost of what the change touches.

`judge` is what defines a result. Here the facts are taken apart into circles (`ties.py`), each is
added up by itself with the very same functions, and what all come to is kept: a changed fact has
its own circle added up anew, and the difference moves the sum.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property

from credit.rules.drafts import Drafting, make_drafts
from credit.rules.facts import Fact
from credit.rules.sums import Sums, added_up, come_to, sums_of


class Part:
    """What one circle comes to, and what its open questions could make of it."""

    def __init__(self, drafting: Drafting, facts: Sequence[Fact], as_of: date) -> None:
        self._drafting, self._facts, self._as_of = drafting, facts, as_of
        drafts = make_drafts(drafting, facts, as_of)
        self.plain = sums_of(drafting.table, drafts)
        self._questions = {draft.fact.record_id for draft in drafts if draft.in_question}

    @cached_property
    def confirmed(self) -> Sums:
        """With every question answered against the subject."""
        return self._with(self._questions) if self._questions else self.plain

    @cached_property
    def alone(self) -> Sequence[Sums]:
        """With each question by itself answered so."""
        return [self._with({record}) for record in self._questions]

    def _with(self, records: set[int]) -> Sums:
        drafts = make_drafts(self._drafting, self._facts, self._as_of, records)
        return sums_of(self._drafting.table, drafts)


class Trials:
    """Tries what a result on one day would be."""

    def __init__(self, drafting: Drafting, apart: Sequence[Sequence[Fact]], as_of: date) -> None:
        """`apart` are the facts as `circles` takes them apart."""
        self._drafting, self._table = drafting, drafting.table
        self._apart, self._as_of = apart, as_of
        self._place = {fact.record_id: place for place, facts in enumerate(apart) for fact in facts}
        self._parts = [Part(drafting, facts, as_of) for facts in apart]
        self._plain = added_up(part.plain for part in self._parts)
        self._tried: dict[tuple[int, frozenset[int]], Part] = {}

    @cached_property
    def _confirmed(self) -> Sums:
        return added_up(part.confirmed for part in self._parts)

    def total_if_passed(self, changed: Iterable[Fact] = ()) -> Decimal | None:
        """The total when the outcome is a pass, with these facts for those of the same records.

        None: it is no pass. A fact has one changed form for all that is tried here.
        """
        anew = self._anew(changed)
        swaps = [(self._parts[place], part) for place, part in anew.items()]
        plain = self._plain.swapped((old.plain, new.plain) for old, new in swaps)
        found = come_to(self._table, plain)
        if found.negative:
            return None
        confirmed = self._confirmed.swapped((old.confirmed, new.confirmed) for old, new in swaps)
        parts = [anew.get(place, part) for place, part in enumerate(self._parts)]
        alone = [plain.swapped([(part.plain, one)]) for part in parts for one in part.alone]
        held = any(
            come_to(self._table, asked).weighed != found.weighed for asked in (confirmed, *alone)
        )
        return None if held else found.total

    def _anew(self, changed: Iterable[Fact]) -> dict[int, Part]:
        """The parts that have a changed fact, by their place."""
        new: dict[int, dict[int, Fact]] = defaultdict(dict)
        for fact in changed:
            new[self._place[fact.record_id]][fact.record_id] = fact
        return {place: self._part(place, facts) for place, facts in new.items()}

    def _part(self, place: int, new: Mapping[int, Fact]) -> Part:
        key = (place, frozenset(new))
        if key not in self._tried:
            facts = [new.get(fact.record_id, fact) for fact in self._apart[place]]
            self._tried[key] = Part(self._drafting, facts, self._as_of)
        return self._tried[key]
