"""Who may not take an action although the role may: two persons, once, or not yet again."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import bindparam, func, select

from service.clock import at_office
from service.messages import msg
from workflows.engine.context import Move
from workflows.engine.models import CaseEvent
from workflows.engine.naming import name_of
from workflows.engine.refusals import Refusal

_OF = (CaseEvent.case_id == bindparam("case"), CaseEvent.action == bindparam("action"))
_LAST_HANDS = select(CaseEvent.actor_id).where(*_OF).order_by(CaseEvent.version.desc()).limit(1)
_LAST_TIME = select(func.max(CaseEvent.at)).where(*_OF)


def refusals_of_hands(move: Move) -> Iterator[Refusal]:
    """The reasons that lie in who did what before, by the case's history."""
    rule = move.rule
    if rule.other_hands is not None:
        yield from _same_hands(move, rule.other_hands)
    if rule.once or rule.again_after:
        yield from _not_again(move)


def _same_hands(move: Move, before: str) -> Iterator[Refusal]:
    earlier = move.session.scalar(_LAST_HANDS, {"case": move.case.id, "action": before})
    if earlier is not None and earlier == move.actor.id:
        yield Refusal(
            "same-hands",
            msg(
                "“{earlier}”由您本人办理，“{name}”须由另一人办理。",
                earlier=name_of(move.definition.actions[before]),
                name=name_of(move.rule),
            ),
            msg("请由本单位另一账号办理。"),
        )


def _not_again(move: Move) -> Iterator[Refusal]:
    rule = move.rule
    last = move.session.scalar(_LAST_TIME, {"case": move.case.id, "action": rule.code})
    if last is None:
        return
    if rule.once:
        yield Refusal(
            "only-once",
            msg("“{name}”每件只能办理一次，此前已办理过。", name=name_of(rule)),
        )
        return
    again_on = at_office(last).date() + timedelta(days=rule.again_after)
    if move.today < again_on:
        yield Refusal(
            "not-yet-again",
            msg("“{name}”不久前刚办理过。", name=name_of(rule)),
            msg("{day} 起可以再次办理。", day=again_on.isoformat()),
        )
