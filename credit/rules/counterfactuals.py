"""What would change a result that is not clean: the same evaluation, one thing changed.

How it is tried at little cost: `trials.py`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from credit.rules.assessment import Counterfactual, Step, StepKind, Way
from credit.rules.drafts import Drafting
from credit.rules.facts import Fact
from credit.rules.judge import Judgement
from credit.rules.limits import STEPS_TRIED_MAX
from credit.rules.reasons import QUESTIONS
from credit.rules.tally import Tally
from credit.rules.ties import circles
from credit.rules.trials import Trials
from credit.rules.vocabulary import LISTS, Outcome
from credit.rules.window import ONE_DAY

Remedy = tuple[Fact, Step]
"""A fact as it would be after a step, and the step."""


def find_counterfactuals(
    drafting: Drafting, facts: Sequence[Fact], as_of: date, found: Judgement
) -> tuple[Counterfactual, ...]:
    """Every change that would lead to a pass: waiting, repair, removal, an answered question."""
    apart = circles(drafting, facts, as_of)
    return (
        *_by_time(drafting, apart, as_of, found),
        *_by_steps(Trials(drafting, apart, as_of), _remedies(facts, as_of, found)),
        *_by_answers(found),
    )


def _by_time(
    drafting: Drafting, apart: Sequence[Sequence[Fact]], as_of: date, found: Judgement
) -> tuple[Counterfactual, ...]:
    """The first day from which the result is a pass and stays one, as far as facts tell.

    Results change only on the days on which some fact starts or stops to count, so
    those days are tried, from the last one back to the first that does not pass.
    """
    best: Counterfactual | None = None
    table = drafting.table
    last = table.valid_to
    for day in sorted(_turning_days(found, as_of), reverse=True):
        # What facts come to on a day is of no use on another, and not kept with the rest.
        total = Trials(Drafting(table), apart, day).total_if_passed()
        if total is None:
            break
        best = Counterfactual(
            way=Way.TIME,
            outcome=Outcome.PASSED,
            total=total,
            on=day,
            beyond_table=last is not None and day > last,
        )
    return () if best is None else (best,)


def _turning_days(found: Judgement, as_of: date) -> set[date]:
    days = set()
    for draft in found.drafts:
        if draft.span is None:
            continue
        days.add(draft.span.first)
        ends = [draft.span.last]
        if draft.item is not None and draft.item.repeat is not None:
            ends.append(draft.fact.retain_until)  # past it, it no longer doubles another
        days |= {day + ONE_DAY for day in ends if day is not None and day < date.max}
    return {day for day in days if day > as_of}


def _by_steps(trials: Trials, remedies: Sequence[Remedy]) -> tuple[Counterfactual, ...]:
    """Each single step that is enough; when none is, the fewest steps that together are."""
    enough = []
    searched = remedies if len(remedies) <= STEPS_TRIED_MAX else []
    for remedy in searched:
        total = _total_after(trials, [remedy])
        if total is not None:
            enough.append(_after([remedy], total))
    if enough or not remedies:
        return tuple(enough)
    return _by_all_steps(trials, remedies)


def _by_all_steps(trials: Trials, remedies: Sequence[Remedy]) -> tuple[Counterfactual, ...]:
    total = _total_after(trials, remedies)
    if total is None:
        return ()
    needed = list(remedies)
    for remedy in remedies if len(remedies) <= STEPS_TRIED_MAX else []:
        fewer = [one for one in needed if one is not remedy]
        without = _total_after(trials, fewer)
        if without is not None:
            needed, total = fewer, without
    return (_after(needed, total),)


def _total_after(trials: Trials, remedies: Sequence[Remedy]) -> Decimal | None:
    return trials.total_if_passed(fact for fact, _ in remedies)


def _remedies(facts: Sequence[Fact], as_of: date, found: Judgement) -> list[Remedy]:
    """What can be done about each fact that counts or holds the result, in order."""
    weighing = {
        draft.fact.record_id
        for draft in found.drafts
        if draft.reason is None or draft.reason in QUESTIONS
    }
    remedies = []
    for fact in sorted(facts, key=lambda one: (one.decided_on, one.record_id)):
        if fact.record_id not in weighing:
            continue
        if fact.repairable_from is not None:
            step = Step(
                StepKind.REPAIRED, fact.record_id, fact.decision_number, fact.repairable_from
            )
            remedies.append((replace(fact, repaired=True), step))
        elif fact.kind in LISTS and (fact.removed_on is None or fact.removed_on > as_of):
            step = Step(StepKind.REMOVED, fact.record_id, fact.decision_number)
            remedies.append((replace(fact, removed_on=as_of), step))
    return remedies


def _after(remedies: Sequence[Remedy], total: Decimal) -> Counterfactual:
    return Counterfactual(
        way=Way.STEPS,
        outcome=Outcome.PASSED,
        total=total,
        steps=tuple(step for _, step in remedies),
    )


def _by_answers(found: Judgement) -> tuple[Counterfactual, ...]:
    """For a held result: what it comes to when the open questions are answered either way."""
    if found.confirmed is None:
        return ()
    return (
        _answered(Way.QUESTIONS_CLEARED, found.tally),
        _answered(Way.QUESTIONS_CONFIRMED, found.confirmed),
    )


def _answered(way: Way, then: Tally) -> Counterfactual:
    outcome = Outcome.NEGATIVE if then.negative else Outcome.PASSED
    return Counterfactual(way=way, outcome=outcome, total=then.total)
