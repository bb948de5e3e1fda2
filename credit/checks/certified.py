"""From a final check to what its certificate says; all of it was frozen before."""

from datetime import datetime

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
from credit.checks.certificate.limits import FACTS_MAX
from credit.checks.certificate.notices import notices_for
from credit.checks.models import Check
from credit.checks.present import assessment_of, verify_url
from credit.checks.problems import NotIssuable
from credit.checks.service import facts_of
from credit.records.models import RecordImport
from credit.rules.assessment import Assessment, Line
from credit.rules.facts import Fact
from credit.rules.service import load_version
from service import clock
from service.database import db
from service.messages import msg
from service.papers.content import Bilingual
from service.settings import Settings


def content_of(check: Check) -> CertificateContent:
    """All that the certificate of a final check says. Raises `NotIssuable` beyond one paper."""
    settings: Settings = current_app.config["SETTINGS"]
    stored = load_version(check.rule_set_id)
    assessment = assessment_of(check)
    issued_at = _office(check.reviewed_at or check.created_at)
    notices = notices_for(check.purpose, issued_at.date())
    return CertificateContent(
        number=check.number,
        issued_at=issued_at,
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
        facts=_fact_lines(check, assessment),
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
    """The number of the newest certificate this one replaces.

    Between the two may stand checks of which nothing left the office: a correction that was
    held, and that a reviewer's answer replaced.
    """
    while check.supersedes_id is not None:
        check = db.session.get_one(Check, check.supersedes_id)
        if check.certified_at is not None:
            return check.number
    return None


def _fact_lines(check: Check, assessment: Assessment) -> tuple[FactLine, ...]:
    """The facts about the subject. Raises `NotIssuable` when they are more than one paper lists.

    A record that shares no more than the name may be somebody else's: where it held nothing up,
    nobody was asked, and it has no place on this subject's paper.
    """
    own = {fact.record_id: fact for fact in facts_of(check) if not fact.identity_unmatched}
    lines = [line for line in assessment.lines if line.record_id in own]
    if len(lines) > FACTS_MAX:
        raise NotIssuable(
            msg(
                "核查 {number} 涉及 {count} 条事实，超过一份证明最多列出的 {max} 条，"
                "请改为出具信用报告。",
                number=check.number,
                count=len(lines),
                max=FACTS_MAX,
            )
        )
    return tuple(_fact_line(line, own[line.record_id]) for line in lines)


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
