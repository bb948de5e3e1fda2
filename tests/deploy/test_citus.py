"""`deploy/citus.yaml` against the schema: nothing forgotten, nothing wrong, nothing left untold."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from sqlalchemy import ForeignKeyConstraint, PrimaryKeyConstraint, Table, UniqueConstraint

from service.database import Base

FILE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "deploy" / "citus.yaml").read_text(encoding="utf-8")
)
KEYS: dict[str, str] = {
    table: column for group in FILE["distributed"].values() for table, column in group.items()
}
GROUP_OF = {table: group for group, tables in FILE["distributed"].items() for table in tables}


@pytest.fixture
def tables(app: Flask) -> dict[str, Table]:
    return dict(Base.metadata.tables)


def kind_of(table: str) -> str:
    if table in KEYS:
        return "distributed"
    return next(kind for kind in ("lacking", "reference", "local") if table in FILE[kind])


def unique_sets(table: Table) -> Iterator[set[str]]:
    for one in table.constraints:
        if isinstance(one, PrimaryKeyConstraint | UniqueConstraint):
            yield {column.name for column in one.columns}
    for index in table.indexes:
        if index.unique:
            yield {getattr(column, "name", "") for column in index.expressions}


def refused(table: Table) -> Iterator[str]:
    """What Citus would refuse of a table, each in one line."""
    kind, key = kind_of(table.name), KEYS.get(table.name)
    if kind == "distributed":
        yield from (
            f"{table.name} unique ({', '.join(sorted(names))})"
            for names in unique_sets(table)
            if key not in names
        )
    for one in table.constraints:
        if isinstance(one, ForeignKeyConstraint) and not allowed(table.name, one):
            yield f"{table.name} ({', '.join(one.column_keys)}) → {one.referred_table.name}"


def allowed(name: str, one: ForeignKeyConstraint) -> bool:
    """Whether Citus keeps a foreign key, by the kinds of both ends."""
    other = one.referred_table.name
    ends = kind_of(name), kind_of(other)
    if "lacking" in ends:
        return True  # cannot be said before the column is there
    if ends == ("distributed", "distributed"):
        pairs = {(element.parent.name, element.column.name) for element in one.elements}
        return GROUP_OF[name] == GROUP_OF[other] and (KEYS[name], KEYS[other]) in pairs
    if "distributed" in ends:
        return ends == ("distributed", "reference")
    return True


def test_every_table_has_its_place(tables):
    named = [*KEYS, *FILE["lacking"], *FILE["reference"], *FILE["local"]]
    assert sorted(named) == sorted(set(named))
    assert set(named) == set(tables)
    assert set(FILE["distributed"]) == set(FILE["groups"])
    assert FILE["checked_on"] <= date.today()  # noqa: DTZ011 - a day on paper
    for kind in ("lacking", "reference", "local"):
        assert all(FILE[kind].values()), kind


def test_every_key_is_there_and_never_empty(tables):
    for name, key in KEYS.items():
        assert key in tables[name].columns, name
        assert not tables[name].columns[key].nullable, name
    for name, told in FILE["lacking"].items():
        wanted = "subject_id" if "subject_id" in told else "community_code"
        column = tables[name].columns.get(wanted)
        assert column is None or column.nullable, f"{name} has its key now: move it"


def test_what_would_be_refused_is_listed(tables):
    found = {line for table in tables.values() for line in refused(table)}
    assert found == set(FILE["refused"])
    assert all(FILE["refused"].values())
