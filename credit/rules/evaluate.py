"""The one pure function of the rules: (table, facts, day) -> assessment.

It reads no clock, no session and no setting, so that a result can be replayed from its
frozen facts and rule version and gives the same bytes for ever.
"""

from collections.abc import Iterable
from datetime import date

from credit.rules.assessment import ENGINE_VERSION, Assessment
from credit.rules.counterfactuals import find_counterfactuals
from credit.rules.drafts import Drafting
from credit.rules.facts import Fact
from credit.rules.judge import Judgement, judge
from credit.rules.selection import require_cover
from credit.rules.table import RuleTable
from credit.rules.vocabulary import Outcome

CLEAN_DAYS_MAX = 64
"""Most days of one table of which the result of having no facts is kept at hand."""


def evaluate(table: RuleTable, facts: Iterable[Fact], as_of: date) -> Assessment:
    """Apply a table to all facts on record about one subject, on one day.

    The order of facts is irrelevant. Raises `NoTableCovers` when the table is not in
    force on that day, and ValueError when one record is given twice.
    """
    facts = tuple(facts)
    if not facts:
        return _without_facts(table, as_of)
    require_cover(table, as_of)
    if len({fact.record_id for fact in facts}) < len(facts):
        raise ValueError("a record is given twice")
    return _assessment(table, facts, as_of)


def _without_facts(table: RuleTable, as_of: date) -> Assessment:
    """Most applicants of a batch have no facts; they share one assessment of the day."""
    known = table.clean_results
    found = known.get(as_of)
    if found is None:
        require_cover(table, as_of)
        if len(known) >= CLEAN_DAYS_MAX:
            known.clear()
        found = known[as_of] = _assessment(table, (), as_of)
    return found


def _assessment(table: RuleTable, facts: tuple[Fact, ...], as_of: date) -> Assessment:
    drafting = Drafting(table)
    found: Judgement = judge(table, facts, as_of, drafting)
    clean = found.outcome is Outcome.PASSED
    return Assessment(
        engine=ENGINE_VERSION,
        table=table.code,
        digest=table.digest,
        purpose=table.purpose,
        district=table.district,
        as_of=as_of,
        outcome=found.outcome,
        base=table.score.base,
        pass_line=table.score.pass_line,
        added=found.tally.added,
        deducted=found.tally.deducted,
        total=found.tally.total,
        veto=found.tally.veto,
        freeze=found.tally.freeze,
        frozen_until=found.tally.frozen_until,
        demonstration=table.demonstration,
        provisional=table.provisional,
        held_by=found.held_by,
        lines=found.tally.lines,
        counterfactuals=() if clean else find_counterfactuals(drafting, facts, as_of, found),
    )
