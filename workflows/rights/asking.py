"""Who asks, and about whom: found from the account, or from what a clerk saw at the window."""

from dataclasses import dataclass

from service.access import Role
from service.identities import Identity, KinStanding, identity_of
from service.identities.kin import open_kin, own_kin
from service.identities.numbers import read_number
from service.identities.problems import NotSeen
from service.identities.reading import Caller
from service.identities.service import Seen
from service.messages import msg
from service.private import mask_name
from service.problems import FieldError
from workflows.engine.party import Party
from workflows.rights.problems import IdentityNeeded

NATURAL_PERSON, ORGANISATION = "natural_person", "organisation"


@dataclass(frozen=True)
class Asking:
    """Who asks and about whom, by digest and mask."""

    party: Party
    asker_index: bytes
    asker_mask: str
    person_index: bytes
    person_kind: str
    person_mask: str
    code: str = ""
    """Credit code, when an organisation asks about itself."""
    kin: KinStanding | None = None


def of_account(account: Caller, kin_number: str = "") -> Asking:
    """A person or an enterprise that asks by its own account.

    Raises `IdentityNeeded`, and `NotFound` for a kinship that is not the caller's.
    """
    identity = identity_of(account)
    if identity is None:
        raise IdentityNeeded(msg("请先带身份证件到窗口核验身份，再提出请求。"))
    if kin_number:
        return _for_kin(own_kin(identity, kin_number), Party.applicant)
    return _about_itself(identity)


def _about_itself(identity: Identity) -> Asking:
    mask = mask_name(identity.name) if identity.is_person else identity.name
    return Asking(
        party=Party.applicant,
        asker_index=identity.subject_index,
        asker_mask=mask,
        person_index=identity.subject_index,
        person_kind=NATURAL_PERSON if identity.is_person else ORGANISATION,
        person_mask=mask,
        code="" if identity.is_person else identity.id_mask,
    )


def at_window(seen: Seen | None, kin_number: str = "") -> Asking:
    """Somebody who stands at the window, or next of kin recorded there.

    Raises `NotSeen`, `InvalidInput`, `NotFound`.
    """
    if kin_number:
        return _for_kin(open_kin(kin_number), Party.window)
    if seen is None or not seen.document_seen:
        sentence = msg("请先核对证件原件，并勾选确认。")
        raise NotSeen(sentence, errors=[FieldError("document_seen", "not-seen", sentence)])
    read = read_number(seen.id_type, seen.id_number)
    mask = mask_name(seen.name.strip())
    return Asking(
        party=Party.window,
        asker_index=read.index,
        asker_mask=mask,
        person_index=read.index,
        person_kind=NATURAL_PERSON,
        person_mask=mask,
    )


def _for_kin(standing: KinStanding, party: Party) -> Asking:
    return Asking(
        party=party,
        asker_index=standing.kin_index,
        asker_mask=standing.kin_name_mask,
        person_index=standing.deceased_index,
        person_kind=NATURAL_PERSON,
        person_mask=standing.deceased_name_mask,
        kin=standing,
    )


ASKS_BY_ACCOUNT = frozenset({Role.person, Role.enterprise})
"""Who asks by the own account; a clerk asks for whoever stands at the window."""
