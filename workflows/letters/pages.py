"""Pages of letters: the same files, for people who are signed in."""

from flask import Blueprint, Response, request

from service.access import allow
from workflows.letters.commitment import commitment_for
from workflows.letters.render import render_commitment
from workflows.letters.sending import pdf_response
from workflows.letters.service import letter_pdf

pages = Blueprint("letters", __name__)


@pages.get("/repair-cases/<number>/letters/<letter>.pdf")
@allow("cases.read")
def read(number: str, letter: str) -> Response:
    """A notice or decision."""
    letter, pdf = letter_pdf(letter, case=number)
    return pdf_response(pdf, letter)


@pages.get("/repair-cases/<number>/commitment.pdf")
@allow("cases.read")
def commitment(number: str) -> Response:
    """The form of the commitment for one record."""
    content = commitment_for(number, request.args.get("record_id", type=int))
    return pdf_response(render_commitment(content), f"commitment-{content.case}")
