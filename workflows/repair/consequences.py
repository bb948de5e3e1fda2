"""What the actions of repair change beyond their case, within the same transaction."""

from credit.checks.affected import recheck_affected
from credit.records import repairing
from credit.records.changing import Cause
from credit.records.repairing import Ruling
from service.messages import msg
from workflows.engine.consequences import consequence
from workflows.engine.context import Move
from workflows.engine.fire import fire_as_system
from workflows.engine.problems import CaseMoved
from workflows.repair.ban import ban_for
from workflows.repair.guards import REVOKE, related_case


@consequence("mark_repaired")
def mark_repaired(move: Move) -> None:
    """The records count against nobody any more."""
    repairing.mark_repaired(move.session, _ids(move), _cause(move))


@consequence("shield_records")
def shield_records(move: Move) -> None:
    """The records are kept from view, with the ruling as the statement."""
    ruling = Ruling(move.case.fields["court"], move.case.fields["ruling"])
    repairing.shield(move.session, _ids(move), _cause(move), ruling)


@consequence("restore_records")
def restore_records(move: Move) -> None:
    """The records are as they were before the repair or the shielding."""
    repairing.restore(move.session, _ids(move), _cause(move))


@consequence("supersede_certificates")
def supersede_certificates(move: Move) -> None:
    """Every standing result the records weighed in is corrected, its certificate superseded."""
    recheck_affected(_ids(move))


@consequence("revoke_related_repair")
def revoke_related_repair(move: Move) -> None:
    """The repair a revocation is about is undone, by its own table."""
    related = related_case(move)
    if fire_as_system(related.id, REVOKE, move.reason) is None:
        raise CaseMoved(msg("办件 {number} 又有变化，请刷新后再办理。", number=related.number))


@consequence("ban_reapplication")
def ban_reapplication(move: Move) -> None:
    """Whoever cheated may not apply again for the time the table gives."""
    ban_for(move)


def _ids(move: Move) -> list[int]:
    return [record.id for record in move.records]


def _cause(move: Move) -> Cause:
    return Cause(move.case.number, move.reason or move.rule.name, move.today)
