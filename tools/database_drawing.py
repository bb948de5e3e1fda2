"""Draw every table with its columns and what it refers to: `docs/database.md`, by `make docs`."""

import inspect
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from sqlalchemy import Column, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from service.database import Base

DOCUMENT = REPOSITORY / "docs" / "database.md"
HEAD = """# Database · 数据库

Every table, drawn from the models by `make docs`; change the models, not this page. What a table is
for and how its rows change stands in [architecture.md](architecture.md#tables).

本页由模型生成（`make docs`）。各表的用途和变更方式见 [architecture.md](architecture.md#tables)。
"""
_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


def document() -> str:
    """The whole page in Markdown."""
    import wsgi  # noqa: F401 - brings every part's models in

    models = {one.class_.__tablename__: one.class_ for one in Base.registry.mappers}
    tables = sorted(
        Base.metadata.tables.values(), key=lambda table: (_room(models, table), table.name)
    )
    parts = [HEAD]
    for room, found in groupby(tables, key=lambda table: _room(models, table)):
        parts.extend(_section(room, list(found), models))
    return "".join(parts)


def _room(models: dict[str, type[DeclarativeBase]], table: Table) -> str:
    """The folder whose table it is, such as credit/records."""
    model = models.get(table.name)
    return "/".join(model.__module__.split(".")[:-1]) if model else "service"


def _section(
    room: str, tables: list[Table], models: dict[str, type[DeclarativeBase]]
) -> Iterator[str]:
    yield f"\n## {room}\n\n"
    for table in tables:
        said = inspect.getdoc(models[table.name]) if table.name in models else ""
        first = (said or "").partition("\n\n")[0].replace("\n", " ")
        yield f"- `{table.name}`: {first}\n"
    yield "\n```mermaid\nerDiagram\n"
    for table in tables:
        yield f"    {table.name} {{\n"
        for column in table.columns:
            yield f"        {_type(column)} {column.name}{_keys(column)}\n"
        yield "    }\n"
    for table in tables:
        for column in table.columns:
            for key in sorted(column.foreign_keys, key=lambda key: key.target_fullname):
                many = "|o" if column.nullable else "||"
                yield f'    {key.column.table.name} {many}--o{{ {table.name} : "{column.name}"\n'
    yield "```\n"


def _type(column: Column[object]) -> str:
    """One word, as the drawing wants it."""
    name = column.type.compile(dialect=_DIALECT).lower().partition("(")[0].strip()
    short = {"timestamp with time zone": "timestamptz", "double precision": "float8"}
    return short.get(name, name).replace("[]", "_array").replace(" ", "_")


def _keys(column: Column[object]) -> str:
    keys = [
        word for word, held in (("PK", column.primary_key), ("FK", column.foreign_keys)) if held
    ]
    return f" {','.join(keys)}" if keys else ""


def main() -> None:
    """Write the document."""
    DOCUMENT.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
