"""Who answers for which numbers at /verify: every kind of paper registers its own register."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from service import clock, signing
from service.messages import msg
from service.papers.envelope import Envelope, PaperKind
from service.papers.verdict import Answer, CurrentStatus
from service.papers.verdict import verify as judge
from service.problems import NotFound


@dataclass(frozen=True)
class Verifier:
    """The register of one kind of paper."""

    document: str
    """How the API names the kind, e.g. `certificate`."""
    kind: PaperKind[Any]
    tidy: Callable[[str], str | None]
    """A number as people type it in its proper form, or None when it is no number of these."""
    answer: Callable[[str], dict[str, Any] | None]
    """What is told of a tidy number: `three_answers` and what a reader compares with the
    paper; nothing personal but a mask. None when no paper has the number."""
    template: str
    """Macros `compare(answer)` and `slip_labels()` that its page is made with."""


_VERIFIERS: dict[str, Verifier] = {}


def register(verifier: Verifier) -> None:
    """Let the numbers of a kind of paper be verified. Registering twice is a mistake."""
    if verifier.document in _VERIFIERS:
        raise ValueError(f"'{verifier.document}' has a verifier already")
    _VERIFIERS[verifier.document] = verifier


def verifier_of(number: str) -> tuple[Verifier, str] | None:
    """Whose number this is, and its proper form; None when it cannot be one of ours."""
    for verifier in _VERIFIERS.values():
        if (tidy := verifier.tidy(number)) is not None:
            return verifier, tidy
    return None


def tidy_number(number: str) -> str | None:
    """A number of any paper in its proper form, or None when it cannot be one."""
    found = verifier_of(number)
    return None if found is None else found[1]


def verify(number: str) -> tuple[Verifier, dict[str, Any]]:
    """Three separate answers about a number: intact, issuer, still current.

    Raises `NotFound` for a number under which no paper was issued.
    """
    if (found := verifier_of(number)) is not None:
        verifier, tidy = found
        answer = verifier.answer(tidy)
        if answer is not None:
            return verifier, {"document": verifier.document, **answer}
    raise NotFound(
        msg("没有以该编号出具过证明或文书。请核对编号；若编号无误，请勿采信手中的文件。")
    )


def three_answers(envelope: Envelope[Any], status: CurrentStatus) -> dict[str, Any]:
    """The part of an answer that is alike for all papers."""
    verdict = judge(envelope, signing.trusted_keys(), signing.verify, status)
    content = envelope.content
    return {
        "number": verdict.number,
        "intact": verdict.intact,
        "issuer": content.issuer.zh if verdict.issuer_known is Answer.YES else "",
        "issuer_known": verdict.issuer_known,
        "issuer_key_id": verdict.key_id,
        "status": verdict.status.standing,
        "superseded_by": verdict.status.superseded_by,
        "checked_at": clock.now(),
        "issued_at": content.issued_at,
    }
