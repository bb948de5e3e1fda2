"""What the table of disputes names: who may not decide, and who hears of the decision."""

from collections.abc import Iterator

from service.disputes import Outcome, tell_decided
from service.messages import msg
from workflows.disputes.matter import matter_of
from workflows.engine.consequences import consequence
from workflows.engine.context import Move
from workflows.engine.guards import guard
from workflows.engine.refusals import Refusal


@guard("had_no_hand")
def had_no_hand(move: Move) -> Iterator[Refusal]:
    """Nobody decides on what they entered, approved or dispute themselves."""
    if move.actor.id in matter_of(move.case).barred | {move.case.created_by_id}:
        yield Refusal(
            "had-a-hand",
            msg("这一事项由您本人经手，须由另一名工作人员决定。"),
            msg("请由本社区没有经手的工作人员办理；没有的，请居民委员会另行指定并开设账号。"),
        )


@consequence("answer_dispute")
def answer_dispute(move: Move) -> None:
    """The part whose matter it is hears the outcome and does what follows, or undoes it all."""
    matter = matter_of(move.case)
    assert move.rule.outcome is not None, "a dispute ends with an outcome"
    tell_decided(
        move.session, matter.topic, matter.reference, Outcome(move.rule.outcome), move.reason
    )
