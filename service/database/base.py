"""The declarative base all tables share, and Flask's hold on it."""

from datetime import datetime
from typing import Any, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, LargeBinary, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, registry

from service.database.session import RoutedSession

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
COLUMN_TYPES: dict[Any, Any] = {
    int: BigInteger,
    str: Text,
    bytes: LargeBinary,
    datetime: DateTime(timezone=True),
    dict[str, Any]: JSONB,
    dict[str, str]: JSONB,
    list[Any]: JSONB,
}


class Base(DeclarativeBase):
    """Plain declarative base: text is unbounded, times carry a zone, dicts are JSONB."""

    registry = registry(metadata=METADATA, type_annotation_map=COLUMN_TYPES)
    metadata = METADATA


def table_of(model: type[Base]) -> Table:
    """The table of a model, for statements made once that go past the unit of work."""
    return cast("Table", model.__table__)


db = SQLAlchemy(
    model_class=Base, session_options={"expire_on_commit": False, "class_": RoutedSession}
)
