"""Use cases of certificates: issue one for a final result, and answer for it when verified."""

import json
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from credit.checks.certificate.content import (
    BasisKind,
    CertificateContent,
    FactLine,
    Outcome,
    RuleSet,
    Subject,
)
from credit.checks.certificate.notices import notices_for
from credit.checks.certificate.render import render_pdf
from credit.checks.certificate.sign import CERTIFICATE, Envelope, from_json, seal, to_json
from credit.checks.models import Check
from credit.checks.numbers import tidy_number
from credit.checks.objections import under_objection
from credit.checks.present import assessment_of, verify_url
from credit.checks.problems import NotIssuable
from credit.checks.service import facts_of, get_check
from credit.checks.verifiers import Verifier, register, three_answers
from credit.issuing.service import require_issuing
from credit.records.models import RecordImport
from credit.rules.assessment import Line
from credit.rules.facts import Fact
from credit.rules.service import load_version
from credit.rules.vocabulary import Purpose
from service import audit, clock, signing
from service.audit import QueryRead
from service.database import db, transaction
from service.messages import msg
from service.papers.content import Bilingual
from service.papers.verdict import CurrentStatus, Standing
from service.settings import Settings


def certificate_pdf(number: str) -> tuple[str, bytes]:
    """Number and PDF of a check's certificate, which is issued at the first request.

    The same certificate gives the same bytes for ever. Raises `NotFound`, `IssuingStopped`
    while the office hands out none, old ones included, or `NotIssuable` for a result that is
    held or not yet confirmed.
    """
    check = get_check(number)
    require_issuing()
    with transaction():
        envelope = _envelope(check)
        audit.log_query(_read_of(check))
    return check.number, render_pdf(envelope)


def _envelope(check: Check) -> Envelope:
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


def _made(check: Check) -> Envelope:
    """The stored envelope, or the one that would be: all its content is frozen already."""
    if check.certificate is None:
        return seal(_content(check), signing)
    return from_json(json.dumps(check.certificate).encode())


def _read_of(check: Check) -> QueryRead:
    return QueryRead(
        basis_kind=check.basis_kind,
        basis_reference=check.basis_reference,
        purpose=check.purpose,
        subject_index=check.id_index,
        subject_kind=check.subject_kind,
        fields=("certificate",),
        channel="certificate",
        object_ref=check.number,
    )


def _content(check: Check) -> CertificateContent:
    settings: Settings = current_app.config["SETTINGS"]
    stored = load_version(check.rule_set_id)
    assessment = assessment_of(check)
    facts = {fact.record_id: fact for fact in facts_of(check)}
    notices = notices_for(check.purpose, check.as_of)
    return CertificateContent(
        number=check.number,
        issued_at=_office(check.reviewed_at or check.created_at),
        issuer=Bilingual(settings.issuer_zh, settings.issuer_en),
        subject=Subject(check.name_mask, check.id_mask, check.id_type),
        purpose=check.purpose,
        basis_kind=BasisKind(check.basis_kind),
        outcome=Outcome(check.outcome),
        on_file=check.on_file,
        points=check.points,
        rule_set=RuleSet(
            stored.table.code, str(stored.version), stored.table.name, stored.table.demonstration
        ),
        as_of=check.as_of,
        data_cut_off=_office(_data_cut_off(check.created_at)),
        facts=tuple(_fact_line(line, facts[line.record_id]) for line in assessment.lines),
        counterfactuals=(
            tuple(str(one.sentence) for one in assessment.counterfactuals)
            if check.outcome == Outcome.NEGATIVE
            else ()
        ),
        remedies=notices.remedies,
        notes=notices.notes,
        reviewer=check.reviewed_by,
        supersedes=_superseded_certificate(check),
        verify_url=verify_url(check.number),
    )


def _office(moment: datetime) -> datetime:
    return clock.at_office(moment).replace(microsecond=0)


def _data_cut_off(made_at: datetime) -> datetime:
    """When data were last brought in before the check was made."""
    last = db.session.scalar(
        select(func.max(RecordImport.finished_at)).where(
            RecordImport.finished_at <= made_at, RecordImport.dry_run.is_(False)
        )
    )
    return last or made_at


def _superseded_certificate(check: Check) -> str | None:
    """The number this one replaces, where that one had left the office."""
    if check.supersedes_id is None:
        return None
    old = db.session.get_one(Check, check.supersedes_id)
    return old.number if old.certified_at is not None else None


def _fact_line(line: Line, fact: Fact) -> FactLine:
    return FactLine(
        decision_number=fact.decision_number,
        authority=fact.authority,
        decided_on=None if fact.undated else fact.decided_on,
        effect=_effect(line),
        points=line.points,
        rule_code=line.item,
        article=line.article,
        counted=line.counted,
        counts_until=line.counts_until if line.counted else None,
        why_not_counted=None if line.counted else str(line.why or msg("按规则不计入。")),
    )


def _effect(line: Line) -> str:
    if not line.counted:
        return ""
    if line.veto:
        return str(msg("一票否决"))
    return str(msg("冻结至移出名单")) if line.freeze else line.item_name


def _answer(number: str) -> dict[str, Any] | None:
    """What is told of a certificate to anybody; None when none was issued under the number."""
    check = db.session.scalar(select(Check).where(Check.number == number))
    if check is None or not check.final:
        return None
    envelope = _made(check)
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
