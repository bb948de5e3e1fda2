"""The very statements one check sends to the database, taken down to be sent again bare."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from flask import Flask
from psycopg.types.json import Json, Jsonb
from sqlalchemy import Engine, event

from bench.servers import BenchError
from credit.checks.numbers import new_number
from service import clock
from service.audit.ids import microseconds, time_ordered_id
from service.database import db

COMMIT, ROLLBACK = "COMMIT", "ROLLBACK"
MADE = frozenset({200, 201})
Step = tuple[str, Any]
"""A statement with its parameters (a list: once for each), or `COMMIT` or `ROLLBACK` with None."""


@dataclass
class Recipe:
    """What one check, or one query, did in the database, in order."""

    number: str
    """The number of that check; every repetition gets one of its own."""
    steps: list[Step] = field(repr=False)
    fresh: Callable[[date], str] = new_number
    """Makes a further number of its kind."""

    def afresh(self) -> list[Step]:
        """The same statements with a new number and new ids, to be sent once more."""
        swaps: dict[Any, Any] = {self.number: self.fresh(clock.today())}
        return [(statement, _swapped(values, swaps)) for statement, values in self.steps]

    @property
    def summary(self) -> str:
        """Kinds of statement with their number, e.g. `5 SELECT, 3 INSERT, 1 COMMIT`."""
        kinds = [statement.split(None, 1)[0] for statement, _ in self.steps]
        return ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))


def _swapped(values: Any, swaps: dict[Any, Any]) -> Any:
    if isinstance(values, dict):
        return {name: _swap(value, swaps) for name, value in values.items()}
    if isinstance(values, list | tuple):
        return [_swap(value, swaps) for value in values]
    return values


def _swap(value: Any, swaps: dict[Any, Any]) -> Any:
    if isinstance(value, UUID):
        return swaps.setdefault(value, time_ordered_id(microseconds(clock.now())))
    return swaps.get(value, value) if isinstance(value, str) else value


def take_down(
    app: Flask,
    token: str,
    bodies: Sequence[dict[str, object]],
    address: str = "/api/v1/checks",
    fresh: Callable[[date], str] = new_number,
) -> list[Recipe]:
    """Make these checks once through the API and note what each sent to the database.

    Another address takes other bodies, whose answers have numbers that `fresh` makes.
    """
    client, headers = app.test_client(), {"Authorization": f"Bearer {token}"}
    recipes = []
    with app.app_context():
        engine = db.engine
    for body in bodies:
        with listening(engine) as steps:
            answer = client.post(address, json=body, headers=headers)
        if answer.status_code not in MADE:
            raise BenchError(f"{address} answered with {answer.status_code}")
        recipes.append(Recipe(json.loads(answer.data)["number"], steps, fresh))
    return recipes


@contextmanager
def listening(engine: Engine) -> Iterator[list[Step]]:
    """Note what is sent to the database while the block runs."""
    steps: list[Step] = []

    def executed(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        steps.append((statement, _plain(values)))

    def committed(_connection: Any) -> None:
        steps.append((COMMIT, None))

    def rolled_back(_connection: Any) -> None:
        steps.append((ROLLBACK, None))

    heard: dict[str, Callable[..., None]] = {
        "before_cursor_execute": executed,
        "commit": committed,
        "rollback": rolled_back,
    }
    for name, listener in heard.items():
        event.listen(engine, name, listener)
    try:
        yield steps
    finally:
        for name, listener in heard.items():
            event.remove(engine, name, listener)


def _plain(values: Any) -> Any:
    """Parameters that may travel to another process: JSON wrappers lose their own encoder."""
    if isinstance(values, dict):
        return {name: _plain(value) for name, value in values.items()}
    if isinstance(values, list):
        return [_plain(one) for one in values]
    if isinstance(values, Jsonb):
        return Jsonb(values.obj)
    return Json(values.obj) if isinstance(values, Json) else values
