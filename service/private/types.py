"""A column whose text is encrypted in the database."""

from typing import Any

from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from service.private.cipher import seal, unseal


class Sealed(TypeDecorator[str]):
    """Text in Python, sealed bytes in the database; it cannot be compared in SQL."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Seal on the way in."""
        del dialect
        return None if value is None else seal(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """Unseal on the way out."""
        del dialect
        return None if value is None else unseal(bytes(value))
