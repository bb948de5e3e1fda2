"""Drawing letters: the same envelope gives the same bytes every time."""

import json
from pathlib import Path

from service.papers.drawing import draw, qr_svg, shown
from service.papers.envelope import Envelope, qr_text, to_json
from workflows.letters.commitment import Commitment
from workflows.letters.content import LetterContent
from workflows.letters.layout import commitment_data, letter_data

LETTER = Path(__file__).with_name("letter.typ")
COMMITMENT = Path(__file__).with_name("commitment.typ")
ATTACHMENT_NAME = "letter.json"
"""The signed content inside the PDF; the template knows the name too."""


def render_pdf(envelope: Envelope[LetterContent]) -> bytes:
    """A letter as a PDF, `letter.json` attached. Same envelope, same bytes."""
    inputs = {
        "page": json.dumps(letter_data(envelope, shown), ensure_ascii=False),
        "qr": qr_svg(qr_text(envelope)),
        "envelope": to_json(envelope).decode(),
    }
    return draw(LETTER, inputs, envelope.content.issued_at)


def render_commitment(content: Commitment) -> bytes:
    """The form of a commitment, to be printed, signed and sealed. Same content, same bytes."""
    inputs = {"page": json.dumps(commitment_data(content, shown), ensure_ascii=False)}
    return draw(COMMITMENT, inputs, content.made_at)
