"""REST of letters: fetch one, and the form of a commitment."""

from typing import Any

from flask import Response

from service.access import allow
from service.api.shell import api_blueprint
from workflows.letters.commitment import commitment_for
from workflows.letters.render import render_commitment
from workflows.letters.schemas import CommitmentArguments
from workflows.letters.sending import pdf_response
from workflows.letters.service import letter_pdf

blueprint = api_blueprint("letters_api", __name__, "文书 Letters of cases")


@blueprint.get("/repair-cases/<number>/letters/<letter>.pdf")
@allow("cases.read")
@blueprint.response(200, content_type="application/pdf")
def read(number: str, letter: str) -> Response:
    """A notice or decision, signed; the read is logged."""
    letter, pdf = letter_pdf(letter, case=number, channel="api")
    return pdf_response(pdf, letter)


@blueprint.get("/repair-cases/<number>/commitment.pdf")
@allow("cases.read")
@blueprint.arguments(CommitmentArguments, location="query")
@blueprint.response(200, content_type="application/pdf")
def commitment(query: dict[str, Any], number: str) -> Response:
    """The form of the commitment for one record, to be signed, sealed and handed in."""
    content = commitment_for(number, query["record_id"])
    return pdf_response(render_commitment(content), f"commitment-{content.case}")
