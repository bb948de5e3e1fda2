"""A report as the API and the pages show it."""

from typing import Any

from flask import url_for

from credit.queries.models import Basis
from credit.reports.content import REPORT
from credit.reports.models import CreditReport
from credit.reports.service import envelope_of
from credit.reports.standing import Standing
from credit.reports.wording import NOTHING
from service.papers.plain import to_plain

KEPT = ("number", "query", "issued_at", "subject", "sections", "legend", "remedies", "notes")
"""Members of the signed content that are told as they are."""


def present(report: CreditReport, standing: Standing) -> dict[str, Any]:
    """The signed content with what is known beside it."""
    content = to_plain(envelope_of(report).content, REPORT.format)
    told = {name: content[name] for name in KEPT}
    for section in told["sections"]:
        section["statement"] = None if section["entries"] else NOTHING.zh
    return told | {
        "as_of": report.as_of,
        "basis": {"kind": Basis(report.basis_kind), "reference": report.basis_reference},
        "adverse": report.adverse,
        "standing": standing,
        "pdf_url": url_for("reports_api.pdf_of_number", number=report.number),
        "verify_url": content["verify_url"],
    }


def present_row(report: CreditReport) -> dict[str, Any]:
    """A report in a list."""
    return {
        "number": report.number,
        "code": report.code,
        "issued_at": report.issued_at,
        "as_of": report.as_of,
        "operator": report.operator_name,
        "unit": report.unit,
        "basis_kind": Basis(report.basis_kind),
    }
