"""Columns that are encrypted in the database."""

from typing import Any, NoReturn

from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator

from service.private.cipher import seal, seal_bytes, unseal, unseal_bytes

_NULL_TESTS = frozenset({operators.is_, operators.is_not})


class _NeverCompared(TypeDecorator.Comparator[Any]):
    """Sealing twice gives different bytes, so a comparison would silently find nothing."""

    def operate(self, op: Any, *other: Any, **kwargs: Any) -> Any:
        if op not in _NULL_TESTS:
            self._refuse()
        return super().operate(op, *other, **kwargs)

    def reverse_operate(self, op: Any, other: Any, **kwargs: Any) -> Any:
        del op, other, kwargs
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise TypeError("a sealed column cannot be compared or sorted; use its blind index")


class Sealed(TypeDecorator[str]):
    """Text in Python, sealed bytes in the database; it cannot be compared in SQL."""

    impl = LargeBinary
    cache_ok = True
    comparator_factory = _NeverCompared

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Seal on the way in."""
        del dialect
        return None if value is None else seal(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """Unseal on the way out."""
        del dialect
        return None if value is None else unseal(bytes(value))


class SealedBytes(TypeDecorator[bytes]):
    """Bytes in Python, sealed bytes in the database; they cannot be compared in SQL."""

    impl = LargeBinary
    cache_ok = True
    comparator_factory = _NeverCompared

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Seal on the way in."""
        del dialect
        return None if value is None else seal_bytes(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> bytes | None:
        """Unseal on the way out."""
        del dialect
        return None if value is None else unseal_bytes(bytes(value))
