"""Where a form may send the reader next: never out of this service."""

from urllib.parse import urlsplit

from flask import request

FIRST_PRINTABLE = 0x20
HOME = "/"


def kept_next(target: str) -> str | None:
    """The argument `next` by which an address keeps a target; none for the home page."""
    return None if target == HOME else target


def asked_next() -> str:
    """Where the reader wanted to go, as this request's address or form keeps it."""
    return safe_next(request.values.get("next"))


def safe_next(target: str | None, default: str = HOME) -> str:
    """A path of this service to go to next; anything leading elsewhere becomes `default`."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return default
    # Browsers read a backslash as a slash and drop control characters.
    if any(ord(char) < FIRST_PRINTABLE or char == "\\" for char in target):
        return default
    parts = urlsplit(target)
    return default if parts.scheme or parts.netloc else target
