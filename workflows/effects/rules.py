"""What the tables of cases may name: consequences at other systems, and one guard."""

from collections.abc import Iterable

from sqlalchemy import func, select

from credit.records.models import RecordStatus
from service.messages import msg
from workflows.effects.asking import ask_for
from workflows.effects.kinds import Deed
from workflows.effects.models import SETTLED, CaseEffect
from workflows.engine.consequences import consequence
from workflows.engine.context import Move
from workflows.engine.guards import guard
from workflows.engine.refusals import Refusal


@consequence("stop_everywhere")
def stop_everywhere(move: Move) -> None:
    """End publicity, sharing and measures for good, at every target."""
    ask_for(move.session, move.case, move.records, Deed.stop, move.at)


@consequence("shield_everywhere")
def shield_everywhere(move: Move) -> None:
    """Suspend publicity, sharing and measures for the time of a reorganisation."""
    ask_for(move.session, move.case, move.records, Deed.shield, move.at)


@consequence("restore_everywhere")
def restore_everywhere(move: Move) -> None:
    """Undo a repair or a shield at every target.

    A record that its authority has withdrawn, or that is past retention, stays away.
    """
    restored = [record for record in move.records if record.status == RecordStatus.active]
    ask_for(move.session, move.case, restored, Deed.restore, move.at)


@guard("all_effects_confirmed")
def all_effects_confirmed(move: Move) -> Iterable[Refusal]:
    """Nothing is closed while any target has not confirmed."""
    open_effects = move.session.scalar(
        select(func.count())
        .select_from(CaseEffect)
        .where(CaseEffect.case_id == move.case.id, CaseEffect.state.not_in(SETTLED))
    )
    if open_effects:
        yield Refusal(
            "effects-open",
            msg("还有 {n} 项同步没有确认完成。", n=open_effects),
            msg("请在“三项同步”中查看进度，必要时重试或登记回执。"),
        )
