"""Who may not take an action although the role may: the two-person rule, and what is done once."""

from collections.abc import Iterator

from sqlalchemy import select

from service.messages import msg
from workflows.engine.context import Move
from workflows.engine.models import CaseEvent
from workflows.engine.naming import name_of
from workflows.engine.refusals import Refusal


def refusals_of_hands(move: Move) -> Iterator[Refusal]:
    """The reasons that lie in who did what before, by the case's history."""
    rule = move.rule
    if rule.other_hands is not None:
        earlier = move.session.scalar(
            select(CaseEvent.actor_id)
            .where(CaseEvent.case_id == move.case.id, CaseEvent.action == rule.other_hands)
            .order_by(CaseEvent.version.desc())
            .limit(1)
        )
        if earlier is not None and earlier == move.actor.id:
            before = move.definition.actions[rule.other_hands]
            yield Refusal(
                "same-hands",
                msg(
                    "“{earlier}”由您本人办理，“{name}”须由另一人办理。",
                    earlier=name_of(before),
                    name=name_of(rule),
                ),
                msg("请由本单位另一账号办理。"),
            )
    if rule.once:
        done = move.session.scalar(
            select(CaseEvent.version)
            .where(CaseEvent.case_id == move.case.id, CaseEvent.action == rule.code)
            .limit(1)
        )
        if done is not None:
            yield Refusal(
                "only-once",
                msg("“{name}”每件只能办理一次，此前已办理过。", name=name_of(rule)),
            )
