"""What kinds of documents are handed in with a case, and of what types a file may be."""

from enum import StrEnum

from service.messages import Message, msg


class DocumentKind(StrEnum):
    """What a document is for. Order 36 knows the first two, and what another rule asks for."""

    performance_proof = "performance_proof"
    """That the duties of the decision are performed, the late surcharge included."""
    commitment = "commitment"
    """The credit commitment, signed and sealed, one for each record."""
    identity = "identity"
    authorisation = "authorisation"
    """Of whoever files in the subject's name."""
    court_ruling = "court_ruling"
    """Approving a reorganisation plan or recognising a settlement."""
    statement = "statement"
    """A statement of rectification, or of an authority."""
    evidence = "evidence"
    """What an objection rests on."""
    review_answer = "review_answer"
    """The paper by which the provincial department told the outcome of a review."""
    other = "other"


KIND_NAMES: dict[DocumentKind, Message] = {
    DocumentKind.performance_proof: msg("履行义务的证明材料"),
    DocumentKind.commitment: msg("信用承诺书"),
    DocumentKind.identity: msg("身份证明"),
    DocumentKind.authorisation: msg("授权委托书"),
    DocumentKind.court_ruling: msg("法院裁定书"),
    DocumentKind.statement: msg("情况说明"),
    DocumentKind.evidence: msg("证据材料"),
    DocumentKind.review_answer: msg("复核文书"),
    DocumentKind.other: msg("其他材料"),
}

OF_REPAIRS = frozenset(DocumentKind) - {DocumentKind.evidence, DocumentKind.review_answer}
OF_OBJECTIONS = frozenset(
    {
        DocumentKind.identity,
        DocumentKind.authorisation,
        DocumentKind.evidence,
        DocumentKind.review_answer,
        DocumentKind.other,
    }
)
"""Kinds a form offers; no list keeps anything else from being handed in."""

PER_RECORD = frozenset({DocumentKind.commitment})
"""Kinds handed in for one record each, never for a case as a whole."""


class MediaType(StrEnum):
    """The types of files that are taken."""

    pdf = "application/pdf"
    jpeg = "image/jpeg"
    png = "image/png"


ENDINGS = {MediaType.pdf: ".pdf", MediaType.jpeg: ".jpg", MediaType.png: ".png"}
"""How a downloaded file's name ends: by what it is, whatever it was called."""
