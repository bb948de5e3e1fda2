"""What contents of all papers are made of, and the rules that hold for each of them."""

import re
from dataclasses import dataclass, fields, is_dataclass
from typing import Protocol

NUMBER_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{3,39}")
ADDRESS_FORM = re.compile(r"https?://[A-Za-z0-9.:\[\]_/-]{1,200}")


class InvalidPaper(ValueError):  # noqa: N818 - reads as what it says of the content
    """The content breaks a rule of its paper and must not be issued or believed."""


@dataclass(frozen=True)
class Bilingual:
    """The same statement in Chinese, which binds, and in English, which helps."""

    zh: str
    en: str


class Content(Protocol):
    """What every content has: a frozen dataclass with a number and where to verify it."""

    @property
    def number(self) -> str:
        """The number printed on it."""

    @property
    def verify_url(self) -> str:
        """The address its QR code leads to."""


def number_holds(number: str | None) -> bool:
    """Whether a number has a form that can stand in an address; None is no number."""
    return number is None or NUMBER_FORM.fullmatch(number) is not None


def address_holds(content: Content) -> bool:
    """Whether the verification address is http(s) and ends with the number."""
    address = content.verify_url
    return ADDRESS_FORM.fullmatch(address) is not None and address.endswith(f"/{content.number}")


def texts_of(value: object) -> list[str]:
    """Every text anywhere in the content, in the order of its fields."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in texts_of(item)]
    if is_dataclass(value):
        return [text for f in fields(value) for text in texts_of(getattr(value, f.name))]
    return []
