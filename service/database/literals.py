"""Values as PostgreSQL reads them in a text, where the driver would write them down far slower."""

from collections.abc import Iterable


def bytes_array(items: Iterable[bytes]) -> str:
    """Many digests as one literal of `bytea[]`, for the driver would dump an array item by item."""
    return "{" + ",".join([f'"\\\\x{item.hex()}"' for item in items]) + "}"
