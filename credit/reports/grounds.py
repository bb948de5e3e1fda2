"""On which ground a report is asked for: an organisation itself, a walk-in, a department."""

from dataclasses import dataclass

from credit.queries.calls import Call
from credit.queries.models import Basis, Channel
from credit.queries.purposes import Asker
from credit.queries.service import Ground, new_call
from credit.queries.window import LEGAL_REPRESENTATIVE
from credit.subjects.identifiers import TYPE_NAMES, IdType
from service.access import Scope
from service.messages import Message, msg
from service.problems import FieldError, InvalidInput

PURPOSE, SELF = "credit_report", "self"


@dataclass(frozen=True)
class Wish:
    """What a caller says of why the report is asked for."""

    code: str
    basis: Basis | None = None
    reference: str = ""
    """The duty, or the number of an authorisation."""
    paper: IdType | None = None
    """Kind of ID the legal representative showed at the window."""
    id_shown: bool = False


def call_for(wish: Wish, scope: Scope, channel: Channel) -> Call:
    """The call a report rests on. Raises `InvalidInput` where the ground is not told."""
    if scope is Scope.own:
        return new_call(
            Ground(PURPOSE, Basis.authorisation, SELF),
            Asker.self,
            Channel.self,
            needs_authorisation=False,
        )
    if scope is Scope.all and wish.basis is None:
        return _walk_in(wish)
    if wish.basis is None:
        raise _missing("basis", msg("请写明查询依据。"))
    if not wish.reference:
        raise _missing("basis.reference", msg("请填写授权书编号，或共享所依据的职责文号。"))
    asker = Asker.clerk if scope is Scope.all else Asker.department
    at_window = asker is Asker.clerk and wish.basis is Basis.authorisation
    where = Channel.window if at_window else channel
    return new_call(Ground(PURPOSE, wish.basis, wish.reference), asker, where)


def _walk_in(wish: Wish) -> Call:
    if not wish.id_shown or wish.paper is None:
        raise _missing("id_shown", msg("请先核对法定代表人的有效身份证件，并写明证件种类。"))
    reference = LEGAL_REPRESENTATIVE.format(paper=TYPE_NAMES[wish.paper])
    ground = Ground(PURPOSE, Basis.authorisation, reference)
    return new_call(ground, Asker.clerk, Channel.window, needs_authorisation=False)


def _missing(field: str, text: Message) -> InvalidInput:
    return InvalidInput(text, errors=[FieldError(field, "missing", text)])
