"""First half of an evaluation: which fact falls under which item, and whether it counts."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from credit.rules.condition import Match
from credit.rules.facts import Fact
from credit.rules.reasons import QUESTIONS, Reason
from credit.rules.table import Effect, Item, RuleTable
from credit.rules.vocabulary import CountsFrom, FinalUnknown, RepeatOf
from credit.rules.window import Span, span


@dataclass(frozen=True)
class Draft:
    """One fact under one item (or none), before overlaps and caps."""

    fact: Fact
    place: int
    """Position of the item in the table; -1 for none."""
    item: Item | None
    effect: Effect
    span: Span | None
    reason: Reason | None
    """Why it does not count; None: it does."""
    in_question: bool = False
    """Something about the record is open, whether or not it would count today."""
    doubled: bool = False
    heavier: str = ""

    @property
    def order(self) -> tuple[date, int, int]:
        """One order for all drafts, whatever order the facts came in."""
        return (self.fact.decided_on, self.fact.record_id, self.place)


def exclusion(fact: Fact, as_of: date) -> Reason | None:
    """Why the fact does not count whatever a table says, or which question about it is open."""
    answers = (
        (fact.revoked, Reason.REVOKED),
        (fact.repaired, Reason.REPAIRED),
        (fact.shielded, Reason.SHIELDED),
        (fact.juvenile, Reason.JUVENILE),
        (fact.simple_procedure, Reason.SIMPLE_PROCEDURE),
        (fact.retain_until is not None and as_of > fact.retain_until, Reason.EXPIRED),
        (fact.disputed, Reason.UNDER_OBJECTION),
        (fact.identity_unmatched, Reason.IDENTITY_UNMATCHED),
    )
    return next((reason for holds, reason in answers if holds), None)


class Drafting:
    """What facts come to each by itself, made once: whoever looks for what would change a result
    judges the same facts again and again, one of them changed.
    """

    def __init__(self, table: RuleTable) -> None:
        self.table = table
        # By identity, for equality would look at every field; the facts are kept with their drafts,
        # so that no other can take the place of one that is gone.
        self._made: dict[tuple[int, date, bool], tuple[Fact, list[Draft]]] = {}

    def of(self, fact: Fact, as_of: date, *, confirmed: bool) -> list[Draft]:
        """The drafts of one fact."""
        key = (id(fact), as_of, confirmed)
        if key not in self._made:
            drafts = _drafts_of(self.table, fact, as_of, confirmed=confirmed)
            self._made[key] = (fact, drafts)
        return self._made[key][1]


def make_drafts(
    drafting: Drafting, facts: Iterable[Fact], as_of: date, confirmed: Container[int] = ()
) -> list[Draft]:
    """Every fact under every item that speaks of it, in one order.

    Open questions about the records in `confirmed` are taken as answered against the subject.
    """
    drafts: list[Draft] = []
    for fact in facts:
        drafts += drafting.of(fact, as_of, confirmed=fact.record_id in confirmed)
    drafts.sort(key=lambda draft: draft.order)
    return _double_repeats(drafts)


def _drafts_of(table: RuleTable, fact: Fact, as_of: date, *, confirmed: bool) -> list[Draft]:
    excluded = exclusion(fact, as_of)
    if confirmed and excluded in QUESTIONS:
        excluded = None
    drafts = []
    for place, item in table.items_by_kind.get(fact.kind, ()):
        effect, match = effect_on(item, fact)
        if match is Match.NO:
            continue
        draft = _draft(table, fact, place, item, effect, as_of)
        question = excluded in QUESTIONS
        if excluded is not None and (draft.reason is None or not question):
            draft = replace(draft, reason=excluded)
        elif not confirmed and _incomplete(table, draft, match):
            draft = replace(draft, reason=Reason.INCOMPLETE)
        unsure = match is Match.UNKNOWN or draft.reason is Reason.INCOMPLETE
        drafts.append(replace(draft, in_question=question or (unsure and not confirmed)))
    if not drafts:
        reason = Reason.NO_RULE if excluded is None or excluded in QUESTIONS else excluded
        drafts.append(Draft(fact, -1, None, Effect(), None, reason))
    return drafts


def _incomplete(table: RuleTable, draft: Draft, match: Match) -> bool:
    """True when the record lacks what would decide whether it counts."""
    fact, item = draft.fact, draft.item
    if item is None or draft.reason is not None:
        return False
    if fact.undated and item.window.start is not CountsFrom.CURRENT:
        return True
    asks_final = fact.kind in table.final_required or item.window.start is CountsFrom.FINAL
    if asks_final and fact.final_on is None and table.final_unknown is FinalUnknown.HELD:
        return True
    return match is Match.UNKNOWN


def _draft(
    table: RuleTable, fact: Fact, place: int, item: Item, effect: Effect, as_of: date
) -> Draft:
    if effect.nothing:
        return Draft(fact, place, item, effect, None, Reason.NO_POINTS)
    final_required = fact.kind in table.final_required
    found = span(item.window, fact, effect.points, final_required=final_required)
    if isinstance(found, Reason):
        return Draft(fact, place, item, effect, None, found)
    return Draft(fact, place, item, effect, found, found.reason_on(as_of))


def effect_on(item: Item, fact: Fact) -> tuple[Effect, Match]:
    """The effect of the first band that matches.

    UNKNOWN when the record lacks what would decide; the effect is then the heaviest
    possible one, so that the open question is weighed at its worst.
    """
    answer = item.when.match(fact)
    if answer is Match.NO:
        return Effect(), Match.NO
    possible, certain = [], False
    for band in item.bands:
        match = band.when.match(fact)
        if match is Match.NO:
            continue
        possible.append(band.effect)
        if match is Match.YES:
            certain = True
            break
    if not possible:
        return Effect(), Match.NO
    if not certain:
        possible.append(Effect())  # it may fall under no band at all
    if answer is Match.YES and len(set(possible)) == 1:
        return possible[0], Match.YES
    return max(possible, key=lambda effect: effect.weight), Match.UNKNOWN


def _double_repeats(drafts: Sequence[Draft]) -> list[Draft]:
    """Multiply the points of each repeat; a draft's own window stays as it was."""
    made = []
    repeated = [draft for draft in drafts if _may_be_repeated(draft)]
    for draft in drafts:
        repeat = draft.item.repeat if draft.item else None
        if repeat and any(_repeats(draft, earlier, repeat.of) for earlier in repeated):
            points = draft.effect.points * repeat.factor
            draft = replace(draft, effect=replace(draft.effect, points=points), doubled=True)  # noqa: PLW2901 - the changed draft takes its place
        made.append(draft)
    return made


def _may_be_repeated(draft: Draft) -> bool:
    """True for what may make a later fact weigh more, though it may have run out since.

    Nothing that is excluded, in question or not final can.
    """
    run_out = (None, Reason.OUTSIDE_LOOK_BACK, Reason.REMOVED, Reason.NOT_PUBLISHED)
    return draft.span is not None and not draft.in_question and draft.reason in run_out


def _repeats(later: Draft, earlier: Draft, of: RepeatOf) -> bool:
    """True when `later` was decided while the earlier, of another act, was valid."""
    match of:
        case RepeatOf.ITEM:
            alike = earlier.place == later.place
        case RepeatOf.KIND:
            alike = earlier.fact.kind == later.fact.kind
        case RepeatOf.PENALTY_KIND:  # pragma: no branch - there is no other
            alike = not earlier.fact.penalty_kinds.isdisjoint(later.fact.penalty_kinds)
    decided, valid = later.fact.decided_on, earlier.span
    return (
        alike
        and earlier.fact.decided_on < decided
        and not _same_act(later.fact, earlier.fact)
        and valid is not None
        and valid.reason_on(decided) is None
    )


def act_keys(fact: Fact) -> tuple[object, ...]:
    """What two facts share when they punish one act: the record itself, or the act named."""
    return (fact.record_id,) if fact.act_id is None else (fact.record_id, ("act", fact.act_id))


def _same_act(one: Fact, other: Fact) -> bool:
    """True when two records punish one act."""
    return one.act_id is not None and one.act_id == other.act_id
