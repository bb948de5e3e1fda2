"""Answers for a report when its number is verified: genuine, and still as the record is?"""

from typing import Any

from sqlalchemy import select

from credit.checks.verifiers import Verifier, register, three_answers
from credit.reports.content import REPORT
from credit.reports.models import CreditReport
from credit.reports.numbers import REPORTS
from credit.reports.service import envelope_of, standing_of
from credit.reports.standing import Standing
from service.database import db
from service.papers.verdict import CurrentStatus
from service.papers.verdict import Standing as Register


def _answer(number: str) -> dict[str, Any] | None:
    """What anybody is told of a report; nothing of what it says but whom it is about."""
    report = db.session.scalar(select(CreditReport).where(CreditReport.number == number))
    if report is None:
        return None
    envelope = envelope_of(report)
    return {
        **three_answers(envelope, CurrentStatus(Register.VALID)),
        "subject": envelope.content.subject.name,
        "as_of": report.as_of,
        "changed": standing_of(report) is not Standing.current,
    }


register(
    Verifier(
        document="credit_report",
        kind=REPORT,
        tidy=REPORTS.tidy,
        answer=_answer,
        template="reports/verify.html",
    )
)
