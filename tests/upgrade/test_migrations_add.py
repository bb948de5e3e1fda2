"""Migrations after 0012 let the code of the day before go on: they add, and their locks are short.

A rule may be broken where a docstring of the migration's `upgrade` says why, in a line that begins
with "Allowed: " and names what is done, as the rule's message does.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

MIGRATIONS = Path(__file__).parent.parent.parent / "migrations"
FIRST = "0013"
TAKE_AWAY = {"drop_table", "drop_column", "rename_table", "drop_constraint", "drop_index"}
SQL_RULES = {
    "drop": re.compile(r"\bDROP (TABLE|COLUMN|VIEW|TYPE|SCHEMA)\b", re.IGNORECASE),
    "rename": re.compile(r"\bRENAME (TO|COLUMN)\b", re.IGNORECASE),
    "not null": re.compile(r"\bSET NOT NULL\b", re.IGNORECASE),
    "rewrite": re.compile(
        r"\b(ALTER COLUMN \w+ (SET DATA )?TYPE|VACUUM FULL|CLUSTER)\b", re.IGNORECASE
    ),
    "lock": re.compile(r"\bLOCK TABLE\b", re.IGNORECASE),
}


def later_migrations() -> list[Path]:
    found = sorted((MIGRATIONS / "versions").glob("[0-9]*.py"))
    return [path for path in found if path.name[:4] >= FIRST]


def upgrade_of(path: Path) -> tuple[list[ast.AST], str]:
    """What `upgrade` is made of, with the functions it calls, and the words it allows."""
    tree = ast.parse(path.read_text("utf-8"))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    reached, seen = [functions["upgrade"]], {"upgrade"}
    for function in reached:
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and node.id in set(functions) - seen:
                seen.add(node.id)
                reached.append(functions[node.id])
    doc = ast.get_docstring(functions["upgrade"]) or ""
    allowed = " ".join(line for line in doc.splitlines() if line.startswith("Allowed: "))
    return [node for function in reached for node in ast.walk(function)], allowed


def broken(nodes: list[ast.AST]) -> Iterator[str]:
    new_tables = {
        ast.literal_eval(node.args[0])
        for node in nodes
        if called(node) == "create_table" and isinstance(node.args[0], ast.Constant)
    }
    for node in nodes:
        name = called(node)
        if name in TAKE_AWAY:
            yield name
        if name == "alter_column" and takes_away(node):
            yield "alter_column"
        if name == "add_column" and must_be_filled(node):
            yield "add_column without a default"
        if name == "create_index" and table_of(node) not in new_tables and not concurrent(node):
            yield f"create_index on {table_of(node)} under a lock"
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (rule for rule, found in SQL_RULES.items() if found.search(node.value))


def called(node: ast.AST) -> str:
    """The operation of alembic that a node calls, or nothing."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        owner = node.func.value
        if isinstance(owner, ast.Name) and owner.id in {"op", "batch"}:
            return node.func.attr
    return ""


def keywords(node: ast.Call) -> dict[str, str]:
    return {word.arg: ast.unparse(word.value) for word in node.keywords if word.arg}


def takes_away(node: ast.Call) -> bool:
    given = keywords(node)
    return given.get("nullable") == "False" or "new_column_name" in given or "type_" in given


def must_be_filled(node: ast.Call) -> bool:
    column = next((one for one in node.args if isinstance(one, ast.Call)), None)
    given = keywords(column) if column is not None else {}
    return given.get("nullable") == "False" and "server_default" not in given


def table_of(node: ast.Call) -> str:
    given = keywords(node).get("table_name") or ast.unparse(node.args[1])
    return given.strip("'\"")


def concurrent(node: ast.Call) -> bool:
    return keywords(node).get("postgresql_concurrently") == "True"


@pytest.mark.parametrize("path", later_migrations(), ids=lambda path: path.stem)
def test_a_migration_takes_nothing_away_and_locks_briefly(path: Path):
    nodes, allowed = upgrade_of(path)
    assert [rule for rule in broken(nodes) if rule not in allowed] == []


def test_every_migration_waits_for_its_locks_for_seconds_only():
    assert re.search(r"SET lock_timeout", (MIGRATIONS / "env.py").read_text("utf-8"))


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("op.drop_column('record', 'name')", "drop_column"),
        ("op.alter_column('record', 'name', nullable=False)", "alter_column"),
        ("op.alter_column('record', 'name', new_column_name='x')", "alter_column"),
        (
            "op.add_column('record', sa.Column('x', sa.Text(), nullable=False))",
            "add_column without a default",
        ),
        ("op.create_index('ix', 'record', ['x'])", "create_index on record under a lock"),
        ("op.execute('ALTER TABLE record RENAME TO old')", "rename"),
        ("op.execute('ALTER TABLE record ALTER COLUMN x TYPE bigint')", "rewrite"),
    ],
)
def test_the_reader_of_migrations_sees_what_would_stop_the_old_code(body: str, rule: str):
    assert list(broken(list(ast.walk(ast.parse(body))))) == [rule]


def test_what_only_adds_is_left_alone():
    body = (
        "op.create_table('new', sa.Column('x', sa.Text(), nullable=False))\n"
        "op.create_index('ix', 'new', ['x'])\n"
        "op.add_column('record', sa.Column('y', sa.Text(), nullable=True))"
    )
    assert list(broken(list(ast.walk(ast.parse(body))))) == []
