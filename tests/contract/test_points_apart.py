"""Community points never touch a check, nor a check points: every path between them is walked.

Imports, foreign keys, the text of every statement, jobs and what asks for them, periodic work,
and hooks. The one place where the two meet is `service.disputes`, with a reference that only the
part it belongs to can read.
"""

import ast
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Text, event, text

from credit.checks.models import BasisKind
from credit.checks.service import NewCheck, create_check
from credit.subjects.identifiers import IdType
from scoring.communities import erasing
from scoring.ledger.reading import statement
from scoring.ledger.verify import verify
from scoring.objections.models import Objection
from service import disputes
from service.database import db
from service.messages import Message
from service.outbox.registry import JOBS
from tests.credit.checks.conftest import put_record, put_subject
from tests.factories.identifiers import make_resident_id
from tests.scoring.ledger.conftest import World

ROOT = Path(__file__).parents[2]
POINTS, OFFICE = ("scoring",), ("credit", "workflows")
MEETING_POINT = "service.disputes"
GROUND_TABLES = {"account", "stored_file"}
"""Tables of the ground floor that points may name: who signs in, and files."""
IN_SQL = re.compile(
    r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE|USING)\s+(?:ONLY\s+)?\"?([a-z_]+)\"?", re.IGNORECASE
)


def modules(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield name.removesuffix(".__init__"), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> set[str]:
    """Every module that a module names in an import, wherever the import stands."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def reached(start: tuple[str, ...]) -> dict[str, list[str]]:
    """All modules of the project that can be reached by imports, each with the way there."""
    graph = {name: imported(tree) for name, tree in modules("service", *OFFICE, *POINTS)}
    ways = {name: [name] for name in graph if name.split(".")[0] in start}
    queue = list(ways)
    while queue:
        module = queue.pop()
        for target in graph[module] & graph.keys():
            if target not in ways:
                ways[target] = [*ways[module], target]
                queue.append(target)
    return ways


def tables_of(*packages: str) -> set[str]:
    """Tables whose models live in these packages."""
    return {
        mapper.local_table.name
        for mapper in db.Model.registry.mappers
        if mapper.class_.__module__.split(".")[0] in packages
    }


def texts(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_the_search_knows_both_worlds(built_app):
    assert {"points_entry", "member", "place", "points_total"} <= tables_of(*POINTS)
    assert {"credit_check", "record", "case_file", "rule_set"} <= tables_of(*OFFICE)
    assert len(reached(POINTS)) > len(list(modules(*POINTS)))


@pytest.mark.parametrize(("start", "other"), [(POINTS, OFFICE), (OFFICE, POINTS)])
def test_no_import_leads_across(start, other):
    ways = [way for name, way in reached(start).items() if name.split(".")[0] in other]
    assert ways == []


@pytest.mark.parametrize(("start", "other"), [(POINTS, OFFICE), (OFFICE, POINTS)])
def test_no_module_is_named_in_a_text(start, other):
    """Nothing is imported by its name at run time."""
    named = re.compile(rf"\b({'|'.join(other)})\.[a-z_]+\.[a-z_]+")
    found = [(name, one) for name, tree in modules(*start) for one in texts(tree)
             if named.search(one)]  # fmt: skip
    assert found == []


def test_no_foreign_key_leads_across(built_app):
    points, office = tables_of(*POINTS), tables_of(*OFFICE)
    across = [
        (table.name, key.target_fullname)
        for table in db.metadata.tables.values()
        for key in table.foreign_keys
        if (table.name in points) != (key.column.table.name in points)
    ]
    assert {target.split(".")[0] for _, target in across} <= GROUND_TABLES
    assert {source for source, _ in across} <= points
    assert not points & office


def test_no_column_of_one_world_is_named_after_the_other(built_app):
    office = {f"{name}_id" for name in tables_of(*OFFICE)} - {"account_id"}
    points = {f"{name}_id" for name in tables_of(*POINTS)}
    for table in db.metadata.tables.values():
        columns = set(table.columns.keys())
        if table.name in tables_of(*POINTS):
            assert columns & office == set(), table.name
        if table.name in tables_of(*OFFICE):
            assert columns & points == set(), table.name


@pytest.mark.parametrize(("start", "other"), [(POINTS, OFFICE), (OFFICE, POINTS)])
def test_no_statement_names_a_table_of_the_other(built_app, start, other):
    foreign = tables_of(*other)
    found = [
        (name, table)
        for name, tree in modules(*start)
        for one in texts(tree)
        for table in IN_SQL.findall(one)
        if table in foreign
    ]
    assert found == []


def test_no_trigger_reaches_across(app: Flask):
    """What the database does by itself stays in its world too."""
    bodies = db.session.execute(
        text(
            "SELECT c.relname, p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
        )
    ).all()
    worlds = (tables_of(*POINTS), tables_of(*OFFICE))
    assert any("points_balance" in body for _, body in bodies)
    for table, body in bodies:
        for own, other in (worlds, worlds[::-1]):
            if table in own:
                assert not set(re.findall(r"[a-z_]+", body)) & (other - own - {"record"}), table


def jobs_of(*packages: str) -> set[str]:
    return {name for name, job in JOBS.items() if job.run.__module__.split(".")[0] in packages}


def test_no_job_is_asked_for_across(built_app):
    """Outbox jobs by their names, periodic ones too."""
    assert {"points.expire"} <= jobs_of(*POINTS)
    assert {"cases.tick"} <= jobs_of(*OFFICE)
    for start, other in ((POINTS, OFFICE), (OFFICE, POINTS)):
        foreign = jobs_of(*other)
        found = [(name, one) for name, tree in modules(*start) for one in texts(tree)
                 if one in foreign]  # fmt: skip
        assert found == []


def test_no_hook_of_one_world_holds_a_function_of_the_other(built_app):
    for hook in (*erasing.on_leave, *erasing.on_erase):
        assert hook.__module__.split(".")[0] == "scoring"
    for topic, listeners in disputes._LISTENERS.items():
        assert topic == "points"
        assert {one.__module__.split(".")[0] for one in listeners} == {"scoring"}


def test_the_two_meet_in_disputes_alone(built_app):
    """What passes there is a number and a reference, and only two rooms know the place."""
    rooms = {
        ".".join(name.split(".")[:2])
        for name, tree in modules(*OFFICE, *POINTS)
        if MEETING_POINT in imported(tree)
    }
    assert rooms == {"workflows.disputes", "scoring.objections"}
    (own,) = [tree for name, tree in modules("service") if name == MEETING_POINT]
    assert not {one.split(".")[0] for one in imported(own)} & {*OFFICE, *POINTS}
    assert {field.name: field.type for field in fields(disputes.Dispute)} == {
        "topic": str, "reference": str, "title": Message, "community_code": str,
        "decided_by": str, "account_id": int, "barred": frozenset[int], "link": str,
    }  # fmt: skip
    for column in (Objection.__table__.c.case_number, db.metadata.tables["case_file"].c.about):
        assert isinstance(column.type, Text), column
        assert not column.foreign_keys, column


@pytest.fixture
def touched(app: Flask) -> Callable[[], AbstractContextManager[set[str]]]:
    """Notes the tables that are named by whatever is sent to the database in a block."""

    @contextmanager
    def noting() -> Iterator[set[str]]:
        names: set[str] = set()

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            names.update(set(re.findall(r"[a-z_]+", statement)) & db.metadata.tables.keys())

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield names
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return noting


@pytest.mark.usefixtures("rules", "as_clerk")
def test_what_a_check_touches_and_what_points_touch_is_disjoint(touched):
    subject = put_subject("张三", make_resident_id(1))
    put_record(subject)
    world = World()
    with touched() as by_check:
        create_check(
            NewCheck("school_admission", "张三", IdType.RESIDENT_ID, make_resident_id(1),
                     BasisKind.authorisation, "SQ-1")
        )  # fmt: skip
    with touched() as by_points:
        award = world.enter("volunteer", 2)
        world.approve(world.enter("returned", 1, chosen_points=5))
        world.spend(3)
        world.reverse(award)
        statement(world.member, date(2026, 1, 1), date(2026, 12, 31))
        assert verify().wrong == 0
    points, office = tables_of(*POINTS), tables_of(*OFFICE)
    assert {"credit_check", "record"} <= by_check
    assert {"points_entry", "points_lot"} <= by_points
    assert by_check & points == set()
    assert by_points & office == set()
