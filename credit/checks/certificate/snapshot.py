"""The certificate's content as plain JSON values and back."""

from typing import Any

from credit.checks.certificate.content import CertificateContent
from service.papers import plain

FORMAT = "credit-window/certificate/1"
"""Stands in every canonical form; a change of fields needs a new one."""


def canonical(content: CertificateContent) -> bytes:
    """Canonical JSON of the content: UTF-8, sorted keys, no spaces, ISO dates, points as text."""
    return plain.canonical_json(to_plain(content))


def to_plain(content: CertificateContent) -> dict[str, Any]:
    """The content as JSON values, with its format named."""
    return plain.to_plain(content, FORMAT)


def from_plain(values: object) -> CertificateContent:
    """The content of JSON values. Raises InvalidPaper for whatever `to_plain` does not write."""
    return plain.from_plain(values, CertificateContent, FORMAT)
