"""A subject's query about itself: the account says who it is, nothing the caller sends does."""

from credit.queries.answering import Answered
from credit.queries.calls import Asked, Call
from credit.queries.models import Basis, Channel
from credit.queries.problems import NothingOwn
from credit.queries.purposes import Asker
from credit.queries.service import Ground, ask_one, new_call
from credit.subjects.identifiers import Identifier, IdType, SubjectKind
from service.access import current_account
from service.identities.reading import Identity, identity_of
from service.messages import msg

PURPOSE, REFERENCE = "self_check", "self"


def ask_own() -> tuple[Call, Answered]:
    """All that a querier could be told about the caller. Raises `NothingOwn`."""
    who = identity_of(current_account())
    if who is None:
        raise NothingOwn(
            msg("您的账号没有对应的主体。请携带身份证件到窗口核对身份后再查询。"),
        )
    return ask_about(who)


def ask_about(who: Identity) -> tuple[Call, Answered]:
    """The same for somebody whose identity was verified and who acts now."""
    kind = SubjectKind.NATURAL_PERSON if who.is_person else SubjectKind.ORGANISATION
    # The number itself is not kept with an account; it is found by its digest and shown masked.
    identifier = Identifier(IdType(who.id_type), who.id_mask, kind)
    ground = Ground(PURPOSE, Basis.authorisation, REFERENCE)
    call = new_call(ground, Asker.self, Channel.self, needs_authorisation=False)
    return call, ask_one(call, Asked(0, identifier, who.subject_index, who.name or None))
