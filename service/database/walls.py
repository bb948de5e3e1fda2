"""The second wall: which rows of a table the database itself shows to a scoped role.

The first wall is the scope each statement is narrowed to. Should one forget it, this one stands:
the transaction of an enterprise or of somebody of a community runs as a role that owns nothing,
and policies of row-level security show that role its own rows alone. The owner, as whom everybody
else, workers and migrations go in, meets no policy and pays for none.

A part declares its walls beside its tables; a table that needs none says why (`spared`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import event

from service.database.append_only import ddl
from service.database.base import Base, table_of

ROLE_SUFFIX = "_scoped"
"""The scoped role is named after the one the service signs in as."""

SUBJECT = "(SELECT nullif(current_setting('credit.subject', true), ''))"
"""Credit code an enterprise account speaks for. Read once in a statement, never once in a row;
nothing equals it while it is not set."""
COMMUNITY = "(SELECT nullif(current_setting('credit.community', true), ''))"
"""The community an account belongs to."""
ACCOUNT = "(SELECT CAST(nullif(current_setting('credit.account', true), '') AS bigint))"
NOBODY = "false"


def only(condition: str) -> str:
    """A condition the planner judges each row by and does nothing else with.

    Behind a scope that says the same it would else count twice, and plans for the few rows it
    then expects go wrong; an OR in it would be looked up in an index of all disputes.
    """
    return f"CASE WHEN {condition} THEN true ELSE false END"


@dataclass(frozen=True)
class Wall:
    """What a scoped role may reach of one table, as conditions in SQL."""

    table: str
    within: str
    """Rows that are read, changed and removed."""
    add: str | None = None
    """Rows that may be written, where that takes more than `within`."""
    read: str | None = None
    """Rows that may be read beyond `within`."""
    removes: bool = False
    """Whether a scoped role removes rows at all."""

    def sqls(self) -> Sequence[str]:
        """The statements that put it up."""
        made = [
            f"ALTER TABLE {self.table} ENABLE ROW LEVEL SECURITY",
            (
                f"CREATE POLICY wall ON {self.table} "
                f"USING ({self.within}) WITH CHECK ({self.add or self.within})"
            ),
        ]
        if self.read is not None:
            made.append(f"CREATE POLICY wall_open ON {self.table} FOR SELECT USING ({self.read})")
        return made


WALLS: dict[str, Wall] = {}
"""Every wall by its table."""
SPARED: dict[str, str] = {}
"""Tables that tell of a subject or a community and stand open, with the reason."""


def walled(
    model: type[Base],
    within: str,
    *,
    add: str | None = None,
    read: str | None = None,
    removes: bool = False,
) -> None:
    """Put a wall around a table wherever the schema is created from the models.

    Migrations write theirs out; a test holds both against each other.
    """
    wall = Wall(table_of(model).name, within, add, read, removes)
    WALLS[wall.table] = wall
    for statement in wall.sqls():
        event.listen(Base.metadata, "after_create", ddl(statement))


def walled_by(model: type[Base], column: str, parent: type[Base], *, removes: bool = False) -> None:
    """Put a wall around a table whose rows are as open as the row of `parent` they belong to."""
    walled(model, belongs(model, column, parent), removes=removes)


def belongs(model: type[Base], column: str, parent: type[Base], key: str = "id") -> str:
    """The condition that the row a column points to can be seen."""
    child, other = table_of(model).name, table_of(parent).name
    return f"EXISTS (SELECT FROM {other} WHERE {other}.{key} = {child}.{column})"


def spared(reason: str, *models: type[Base]) -> None:
    """Leave tables open, and say why."""
    SPARED.update({table_of(model).name: reason for model in models})
