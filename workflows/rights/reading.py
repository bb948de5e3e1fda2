"""Reads requests: what a case asks for, and the requests about a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from credit.checks.models import Check
from credit.checks.wording import PURPOSES
from credit.rules.vocabulary import Purpose
from service.database import db
from service.identities import Identity
from service.identities.models import KinStanding
from service.messages import Message, msg
from workflows.engine.models import CaseFile
from workflows.engine.reading import get_case, unknown
from workflows.rights.kinds import CASE_TYPES
from workflows.rights.limits import CHECKS_OFFERED
from workflows.rights.models import RightsRequest


@dataclass(frozen=True)
class AskedFor:
    """What a request asks for."""

    row: RightsRequest
    kin_number: str | None
    """The standing as next of kin it rests on."""


def asked_for(cases: Sequence[CaseFile]) -> dict[int, AskedFor]:
    """What some requests ask for, by the id of the case."""
    found = db.session.execute(
        select(RightsRequest, KinStanding.number)
        .outerjoin(KinStanding, KinStanding.id == RightsRequest.kin_id)
        .where(RightsRequest.case_id.in_([case.id for case in cases]))
    )
    return {row.case_id: AskedFor(row, kin_number) for row, kin_number in found}


def is_request(case: CaseFile) -> bool:
    """Whether a case is a request about one's own data."""
    return case.case_type in CASE_TYPES


def get_request(number: str) -> CaseFile:
    """A request the caller may see. Raises `CaseUnknown`, also for any other case."""
    case = get_case(number)
    if not is_request(case):
        raise unknown(number)
    return case


def subject_of(case: CaseFile) -> tuple[bytes, str]:
    """Whom a request is about, as the query log knows them."""
    row = db.session.get_one(RightsRequest, case.id)
    return row.person_index, row.person_kind


def checks_offered(identity: Identity | None) -> list[tuple[str, Message]]:
    """The caller's own checks that a human may be asked to decide anew, the newest first."""
    if identity is None:
        return []
    rows = db.session.scalars(
        select(Check)
        .where(Check.id_index == identity.subject_index, Check.superseded_by_id.is_(None))
        .order_by(Check.id.desc())
        .limit(CHECKS_OFFERED)
    )
    return [
        (
            row.number,
            msg(
                "{purpose} {number}（{day}）",
                purpose=PURPOSES[Purpose(row.purpose)],
                number=row.number,
                day=row.as_of.isoformat(),
            ),
        )
        for row in rows
        if row.final
    ]


def requests_about(index: bytes, limit: int) -> list[tuple[CaseFile, RightsRequest]]:
    """The requests about somebody or made by them, the newest first."""
    found = db.session.execute(
        select(CaseFile, RightsRequest)
        .join(RightsRequest, RightsRequest.case_id == CaseFile.id)
        .where((RightsRequest.person_index == index) | (RightsRequest.asker_index == index))
        .order_by(CaseFile.id.desc())
        .limit(limit)
    )
    return [(case, row) for case, row in found]
