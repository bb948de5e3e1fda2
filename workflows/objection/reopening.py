"""Takes a repair up again whose outcome did not hold: a new application with all its papers."""

from uuid import uuid4

from sqlalchemy import select, update

from service.audit import SYSTEM, acting_as
from workflows.documents.models import CaseDocument
from workflows.engine.context import Move
from workflows.engine.models import CaseFile, CaseItem, ReapplicationBan
from workflows.engine.opening import NewCase, open_case
from workflows.engine.party import Party
from workflows.letters.kinds import LetterKind
from workflows.letters.models import CaseLetter
from workflows.objection.guards import repair_of
from workflows.objection.standing import REVOKED

REOPENED_BY = "reopened_by"
"""Field of the new application: the objection it follows from."""
_COPIED = ("kind", "record_id", "filename", "media_type", "size", "sha256", "pages", "scan",
           "file_id", "uploaded_by", "uploaded_by_id", "uploaded_at")  # fmt: skip


def reopen(move: Move) -> CaseFile:
    """Open the application anew as a draft with all that was handed in; a ban is lifted with it.

    What stands against it is looked at when it is submitted, as with any application.
    """
    old = repair_of(move)
    if old.outcome == REVOKED:
        _undo_revocation(move, old)
    items = select(CaseItem.record_id).where(CaseItem.case_id == old.id)
    assert old.subject_id is not None, "a repair is always somebody's"
    with acting_as(SYSTEM):
        made = open_case(
            NewCase(
                case_type=old.case_type,
                subject_id=old.subject_id,
                record_ids=tuple(move.session.scalars(items.order_by(CaseItem.record_id))),
                authority=old.authority,
                channel=old.channel,
                fields={**old.fields, REOPENED_BY: move.case.number},
                relates_to_id=old.id,
            ),
            party=Party.applicant,
        )
    for paper in move.session.scalars(
        select(CaseDocument).where(
            CaseDocument.case_id == old.id, CaseDocument.withdrawn_at.is_(None)
        )
    ).all():
        values = {name: getattr(paper, name) for name in _COPIED}
        move.session.add(CaseDocument(id=uuid4(), case_id=made.id, **values))
    move.session.flush()
    return made


def _undo_revocation(move: Move, old: CaseFile) -> None:
    """The revocation did not hold: its ban is lifted and its letter no longer stands."""
    revocations = select(CaseFile.id).where(
        CaseFile.relates_to_id == old.id, CaseFile.outcome == REVOKED
    )
    move.session.execute(
        update(ReapplicationBan)
        .where(ReapplicationBan.case_id.in_(revocations), ReapplicationBan.lifted_at.is_(None))
        .values(lifted_at=move.at)
    )
    answer = select(CaseLetter.id).where(CaseLetter.case_id == move.case.id)
    newest = move.session.scalar(answer.order_by(CaseLetter.id.desc()).limit(1))
    move.session.execute(
        update(CaseLetter)
        .where(
            CaseLetter.case_id.in_(revocations),
            CaseLetter.kind == LetterKind.revocation,
            CaseLetter.superseded_by_id.is_(None),
        )
        .values(superseded_by_id=newest)
    )
