"""A walk-in's query at the window: the ID shown, or somebody else's authorisation (Art. 19)."""

from dataclasses import dataclass, replace

from credit.queries.answering import Answered, Denied
from credit.queries.authorisations import NewAuthorisation, record_authorisation
from credit.queries.calls import Call
from credit.queries.consent import SENTENCES, Denial
from credit.queries.models import Basis, Channel
from credit.queries.problems import missing
from credit.queries.purposes import Asker
from credit.queries.service import (
    Ground,
    answer_one,
    ask_one,
    asked,
    denied,
    new_call,
    record_single,
)
from credit.subjects.identifiers import TYPE_NAMES, Identifier, IdType
from service.audit import current_actor
from service.database import transaction
from service.messages import Message, msg

PURPOSE = "walk_in"
IN_PERSON = "本人到场（{paper}）"
LEGAL_REPRESENTATIVE = "法定代表人到场（{paper}）"
NOT_RECORDED = "受托人带来的授权书（未登记）"


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
    """Answer a walk-in. Raises `InvalidInput` where no ID was shown, or `QueryDenied`.

    An authorisation brought along is recorded with the answer it carries or not at all: where the
    query is refused, it is a child's or says one person's name beside another's number.
    """
    if not visit.id_shown:
        raise missing("id_shown", msg("请先核对申请人的有效身份证件。"))
    if visit.new is None or visit.in_person or visit.authorisation:
        call = _call(visit, _reference(visit))
        return call, ask_one(call, asked(0, visit.identifier, visit.name))
    with transaction() as session:
        recording = session.begin_nested()
        row = record_authorisation(replace(visit.new, granted_to_unit=current_actor().unit))
        call = _call(visit, row.number)
        result = answer_one(session, call, asked(0, visit.identifier, visit.name))
        if isinstance(result, Denied):
            recording.rollback()
            call = replace(call, reference=NOT_RECORDED)
        record_single(session, call, result)
    if isinstance(result, Denied):
        raise denied(call, result.reason, told=_not_recorded(result.reason))
    return call, result


def _call(visit: WalkIn, reference: str) -> Call:
    ground = Ground(PURPOSE, Basis.authorisation, reference)
    return new_call(ground, Asker.clerk, Channel.window, needs_authorisation=not visit.in_person)


def _not_recorded(reason: Denial) -> Message:
    return msg("{why}带来的授权书没有登记。", why=SENTENCES[reason])


def _reference(visit: WalkIn) -> str:
    """What the query log says of the ground: the paper shown, or the authorisation."""
    if visit.in_person:
        personal = visit.identifier.id_type is not IdType.USCC
        text = IN_PERSON if personal else LEGAL_REPRESENTATIVE
        return text.format(paper=TYPE_NAMES[visit.paper])
    if not visit.authorisation:
        raise missing("authorisation", msg("请填写授权书编号，或登记受托人带来的授权书。"))
    return visit.authorisation
