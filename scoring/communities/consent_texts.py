"""The texts members agree to: dated, and held to their digest."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from scoring.communities.models import ConsentKind
from service.messages import Named, named
from service.yaml_file import read_yaml

TABLE = Path(__file__).with_name("tables") / "consent_texts.yaml"


@dataclass(frozen=True)
class ConsentText:
    """One text, in one version."""

    kind: ConsentKind
    version: str
    valid_from: date
    valid_to: date | None
    source: str
    evidence: str
    chinese: str
    """What is agreed to."""
    english: str
    """For reading."""

    @property
    def digest(self) -> bytes:
        """SHA-256 of the Chinese text, kept with every consent to it."""
        return hashlib.sha256(self.chinese.encode()).digest()

    @property
    def shown(self) -> Named:
        """The text in the reader's language."""
        return named(self.chinese, self.english)


def text_on(kind: ConsentKind, day: date) -> ConsentText:
    """The text of a kind in use on a day. Raises LookupError before the first."""
    for text in all_texts():
        ended = text.valid_to is not None and day > text.valid_to
        if text.kind is kind and text.valid_from <= day and not ended:
            return text
    raise LookupError(f"no text of consent '{kind}' on {day}")


def text_of(version: str) -> ConsentText | None:
    """The text of a version, as long as the table has it."""
    return next((text for text in all_texts() if text.version == version), None)


@cache
def all_texts() -> tuple[ConsentText, ...]:
    """All texts ever used, the newest first."""
    raw = read_yaml(TABLE)["texts"]
    texts = [
        ConsentText(
            **one
            | {
                "kind": ConsentKind(one["kind"]),
                # Folded lines of Chinese must not gain blanks at their ends.
                "chinese": _joined(one["chinese"]),
                "english": " ".join(one["english"].split()),
            }
        )
        for one in raw
    ]
    return tuple(sorted(texts, key=lambda text: text.valid_from, reverse=True))


def _joined(text: str) -> str:
    """Chinese lines put together; a blank stays only between a letter or digit and an ideograph."""
    words = text.split()
    joined = words[0]
    for word in words[1:]:
        spaced = joined[-1].isascii() or word[0].isascii()
        joined += (" " if spaced else "") + word
    return joined
