"""A walk-in's query at the window: the ID shown, or somebody else's authorisation (Art. 19)."""

from dataclasses import dataclass, replace

from credit.queries.answering import Answered
from credit.queries.authorisations import NewAuthorisation, record_authorisation
from credit.queries.calls import Call
from credit.queries.models import Basis, Channel
from credit.queries.problems import missing
from credit.queries.purposes import Asker
from credit.queries.service import Ground, ask_one, asked, new_call
from credit.subjects.identifiers import TYPE_NAMES, Identifier, IdType
from service.audit import current_actor
from service.messages import msg

PURPOSE = "walk_in"
IN_PERSON = "本人到场（{paper}）"
LEGAL_REPRESENTATIVE = "法定代表人到场（{paper}）"


@dataclass(frozen=True, repr=False)
class WalkIn:
    """Who stands at the window and about whom. Its repr shows nothing: it holds personal data."""

    identifier: Identifier
    name: str
    paper: IdType
    """Kind of ID that was shown."""
    id_shown: bool
    in_person: bool
    """The subject itself, or an organisation's legal representative."""
    authorisation: str = ""
    """Number of one recorded before."""
    new: NewAuthorisation | None = None
    """One brought along, to be recorded now."""


def ask_at_window(visit: WalkIn) -> tuple[Call, Answered]:
    """Answer a walk-in. Raises `InvalidInput` where no ID was shown, or `QueryDenied`."""
    if not visit.id_shown:
        raise missing("id_shown", msg("请先核对申请人的有效身份证件。"))
    reference = _reference(visit)
    ground = Ground(PURPOSE, Basis.authorisation, reference)
    call = new_call(ground, Asker.clerk, Channel.window, needs_authorisation=not visit.in_person)
    return call, ask_one(call, asked(0, visit.identifier, visit.name))


def _reference(visit: WalkIn) -> str:
    """What the query log says of the ground: the paper shown, or the authorisation."""
    if visit.in_person:
        personal = visit.identifier.id_type is not IdType.USCC
        text = IN_PERSON if personal else LEGAL_REPRESENTATIVE
        return text.format(paper=TYPE_NAMES[visit.paper])
    if visit.authorisation:
        return visit.authorisation
    if visit.new is None:
        raise missing("authorisation", msg("请填写授权书编号，或登记受托人带来的授权书。"))
    return record_authorisation(replace(visit.new, granted_to_unit=current_actor().unit)).number
