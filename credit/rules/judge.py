"""The outcome under a table on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from credit.rules.drafts import Draft, Drafting, make_drafts
from credit.rules.facts import Fact
from credit.rules.table import RuleTable
from credit.rules.tally import Tally, tally
from credit.rules.vocabulary import Outcome


@dataclass(frozen=True)
class Judgement:
    """An evaluation without its counterfactuals."""

    outcome: Outcome
    tally: Tally
    drafts: Sequence[Draft]
    held_by: tuple[int, ...] = ()
    """Records whose open question would change the result, each by itself or all together."""
    confirmed: Tally | None = None
    """What it would come to if every open question were answered against the subject."""


def judge(
    table: RuleTable, facts: Sequence[Fact], as_of: date, drafting: Drafting | None = None
) -> Judgement:
    """The outcome; the table is applied to whatever day is given.

    `drafting` of the same table keeps what facts come to for whoever goes on with them.
    """
    drafting = drafting or Drafting(table)
    drafts = make_drafts(drafting, facts, as_of)
    found = tally(table, drafts)
    questions = sorted({draft.fact.record_id for draft in drafts if draft.in_question})
    if not questions:
        return Judgement(_outcome(found), found, drafts)
    confirmed = tally(table, make_drafts(drafting, facts, as_of, questions))
    alone = [
        record
        for record in questions
        if tally(table, make_drafts(drafting, facts, as_of, (record,))).weighed != found.weighed
    ]
    if not alone and confirmed.weighed == found.weighed:
        return Judgement(_outcome(found), found, drafts)
    return Judgement(Outcome.HELD, found, drafts, tuple(alone or questions), confirmed)


def _outcome(found: Tally) -> Outcome:
    return Outcome.NEGATIVE if found.negative else Outcome.PASSED
