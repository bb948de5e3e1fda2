"""Alembic's environment: the running application's engine and tables."""

from alembic import context
from flask import current_app
from sqlalchemy import text

from service.audit.models import Xid8
from service.database import Base
from service.database.partitions import name_counts
from service.private.types import Sealed, SealedBytes

LOCK_TIMEOUT = "4s"
"""A migration that cannot get its lock gives up rather than stop the window."""


def render_item(kind: str, item: object, autogen_context: object) -> str | bool:
    """Write private and xid8 columns as what they are in the database, free of our own code."""
    del autogen_context
    if kind == "type" and isinstance(item, Sealed | SealedBytes):
        return "sa.LargeBinary()"
    if kind == "type" and isinstance(item, Xid8):
        return "Xid8()"
    return False


engine = current_app.extensions["migrate"].db.engine

with engine.connect() as connection:
    connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        render_item=render_item,
        include_name=name_counts,
        compare_server_default=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
