"""The one database: the declarative base, the session and the unit of work."""

from service.database.base import Base, db, table_of
from service.database.transaction import transaction

__all__ = ["Base", "db", "table_of", "transaction"]
