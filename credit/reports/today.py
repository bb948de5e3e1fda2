"""What would be told of an organisation today for a report, told to nobody: only compared."""

from typing import Any

from sqlalchemy.orm import Session

from credit.queries.answering import look_beside, tell
from credit.queries.calls import Asked
from credit.queries.lookup import on_file
from credit.queries.models import Basis, Channel
from credit.queries.purposes import Asker
from credit.queries.service import Ground, new_call
from credit.reports.grounds import PURPOSE, SELF
from credit.reports.standing import told_of
from credit.subjects.identifiers import Identifier, IdType, SubjectKind


def told_today(session: Session, index: bytes, code: str) -> dict[str, Any]:
    """The digests of what a report of today would tell; see `standing.told_of`."""
    ground = Ground(PURPOSE, Basis.authorisation, SELF)
    call = new_call(ground, Asker.self, Channel.self, needs_authorisation=False)
    found = on_file(session, [index])
    identifier = Identifier(IdType.USCC, code, SubjectKind.ORGANISATION)
    one = Asked(0, identifier, index)
    beside = look_beside(session, call, found.values())
    return told_of(tell(call, one, found.get(index), beside))
