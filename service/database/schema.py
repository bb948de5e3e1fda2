"""Which schema the program needs, and which one the database has."""

from functools import lru_cache
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import text

from service.database.base import db
from service.one_look import once_a_look

MIGRATIONS = Path(__file__).resolve().parent.parent.parent / "migrations"


@lru_cache(maxsize=1)
def needed() -> str:
    """The newest migration this program brings."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""


@once_a_look
def present() -> str:
    """The migration the database stands at; empty when it has no schema of ours."""
    if db.session.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return ""
    return str(db.session.scalar(text("SELECT version_num FROM alembic_version")) or "")
