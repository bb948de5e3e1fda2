"""Use cases of certificates: issue one for a final result, and answer for it when verified."""

import json
from typing import Any

from sqlalchemy import select

from credit.checks.certificate.content import CERTIFICATE, CertificateContent
from credit.checks.certificate.render import render_pdf
from credit.checks.certified import content_of
from credit.checks.models import Check
from credit.checks.numbers import tidy_number
from credit.checks.objections import under_objection
from credit.checks.problems import NotIssuable
from credit.checks.service import get_check
from credit.checks.verifiers import Verifier, register, three_answers
from credit.checks.write import look_at
from credit.issuing.service import require_issuing
from credit.rules.vocabulary import Purpose
from service import audit, clock, signing
from service.database import db, transaction
from service.messages import msg
from service.papers.envelope import Envelope, from_json, seal, to_json
from service.papers.verdict import CurrentStatus, Standing


def certificate_pdf(number: str) -> tuple[str, bytes]:
    """Number and PDF of a check's certificate, which is issued at the first request.

    The same certificate gives the same bytes for ever. Raises `NotFound`, `IssuingStopped`
    while the office hands out none, old ones included, or `NotIssuable` for a result that is
    held or not yet confirmed, or that rests on more facts than one paper lists.
    """
    check = get_check(number)
    require_issuing()
    with transaction():
        envelope = _envelope(check)
        audit.log_query(look_at(check, ("certificate",), channel="certificate"))
    return check.number, render_pdf(envelope)


def _envelope(check: Check) -> Envelope[CertificateContent]:
    if not check.final:
        raise NotIssuable(
            msg("核查 {number} 的结果还不是最终结果，须先由复核员处理。", number=check.number)
        )
    if check.certificate is None:
        db.session.refresh(check, with_for_update=True)  # of two first requests one issues
    if check.certificate is None:
        if check.superseded_by_id is not None:
            raise NotIssuable(
                msg("核查 {number} 已被新的结果取代，不再出具证明。", number=check.number)
            )
        envelope = _made(check)
        check.certificate = json.loads(to_json(envelope))
        check.certified_at = clock.now()
        audit.record("certificate.issued", "check", check.number, {"key_id": envelope.key_id})
        return envelope
    return _made(check)


def _made(check: Check) -> Envelope[CertificateContent]:
    """The stored envelope, or the one that would be: all its content is frozen already."""
    if check.certificate is None:
        return seal(CERTIFICATE, content_of(check), signing)
    return from_json(CERTIFICATE, json.dumps(check.certificate).encode())


def _answer(number: str) -> dict[str, Any] | None:
    """What is told of a certificate to anybody; None when none can have the number."""
    check = db.session.scalar(select(Check).where(Check.number == number))
    if check is None or not check.final:
        return None
    try:
        envelope = _made(check)
    except NotIssuable:
        return None
    return {
        **three_answers(envelope, _status(check)),
        "purpose": Purpose(check.purpose),
        "outcome": envelope.content.outcome,
        "subject": envelope.content.subject.name_masked,
        "as_of": check.as_of,
        "under_objection": under_objection(check),
    }


def _status(check: Check) -> CurrentStatus:
    if check.superseded_by_id is None:
        return CurrentStatus(Standing.VALID)
    successor = db.session.get_one(Check, check.superseded_by_id)
    return CurrentStatus(Standing.SUPERSEDED, successor.number)


VERIFIER = Verifier(
    document="certificate",
    kind=CERTIFICATE,
    tidy=tidy_number,
    answer=_answer,
    template="verify/certificate.html",
)
register(VERIFIER)
