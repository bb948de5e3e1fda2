"""What is held about a deceased person, for next of kin a clerk recorded (PIPL Art. 49)."""

import hashlib

from flask import render_template

from service import audit
from service.access import caller
from service.audit import QueryRead
from service.database import transaction
from service.identities import Identity, KinStanding
from service.identities.wording import RELATIONS
from service.rights.holdings import Told, everything_about, references_of
from service.rights.limits import PAGE_ITEMS
from service.rights.me import Me

PURPOSE = "kin_request"


def copy_page(standing: KinStanding, *, channel: str) -> str:
    """The copy, logged as a look at the deceased's data by whoever called."""
    told = everything_about_deceased(standing)
    _log(standing, told, channel)
    return render_template(
        "rights/kin_copy.html", standing=standing, told=told, relations=RELATIONS
    )


def everything_about_deceased(standing: KinStanding) -> list[Told]:
    """What is found by the deceased's identity alone: nothing of an account, nothing of the kin."""
    about = Me(
        caller(),
        Identity(
            account_id=0,
            subject_index=standing.deceased_index,
            id_type=standing.deceased_id_type,
            id_mask=standing.deceased_id_mask,
            name=standing.deceased_name_sealed,
            is_person=True,
        ),
    )
    return everything_about(about, PAGE_ITEMS, by_identity=True)


def _log(standing: KinStanding, told: list[Told], channel: str) -> None:
    with transaction():
        audit.log_query(
            QueryRead(
                basis_kind="authorisation",
                basis_reference=standing.number,
                purpose=PURPOSE,
                subject_index=standing.deceased_index,
                subject_kind="natural_person",
                fields=tuple(one.holding.code for one in told),
                result_hash=hashlib.sha256(references_of(told).encode()).digest(),
                channel=channel,
                object_ref=standing.number,
            )
        )
