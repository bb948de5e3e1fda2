"""Marks on entries somebody objects to, while the objection is open."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoring.ledger.marks import markers
from scoring.objections.models import Objection, ObjectionState
from service.messages import Message, msg

MARK = msg("有异议，社区正在核实（编号{number}）。")


def marked(session: Session, entry_ids: Collection[UUID]) -> set[UUID]:
    """Those of the entries to which an objection is open."""
    return set(_open(session, entry_ids))


def mark(session: Session, entry_ids: Sequence[UUID]) -> Mapping[UUID, Message]:
    """What a statement says beside each of them."""
    found = _open(session, entry_ids)
    return {entry: Message(MARK.template, {"number": number}) for entry, number in found.items()}


def _open(session: Session, entry_ids: Collection[UUID]) -> dict[UUID, str]:
    rows = session.execute(
        select(Objection.entry_id, Objection.case_number).where(
            Objection.entry_id.in_(entry_ids), Objection.state == ObjectionState.open
        )
    )
    return dict(rows.all())


markers.append(mark)
