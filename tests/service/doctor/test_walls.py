"""The doctor finds a wall that is down, and a service without its role says so or stops."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask import Flask

from service.access import reach
from service.access.reach import WallMissing
from service.database import db
from service.database.walls import ROLE_SUFFIX
from service.doctor.registry import Kind
from service.doctor.walls import look_at_walls
from tests.factories.points import a_community


@contextmanager
def without(app: Flask, *statements: str) -> Iterator[str]:
    """Run statements about the scoped role, take them back; its name."""
    db.session.remove()
    app.extensions.pop(reach._STANDS, None)
    with db.engine.connect() as connection:
        role: str = connection.exec_driver_sql("SELECT session_user").scalar_one() + ROLE_SUFFIX
        for statement in statements:
            connection.exec_driver_sql(statement.format(role=role))
        connection.commit()
    try:
        yield role
    finally:
        db.session.remove()
        app.extensions.pop(reach._STANDS, None)
        done = app.test_cli_runner().invoke(args=["walls", "build"])
        assert done.exit_code == 0, done.output


def test_a_whole_wall_is_well_and_one_with_a_gap_is_told(app: Flask):
    (found,) = look_at_walls()
    assert found.kind == Kind.ok
    with without(app, "ALTER TABLE member DISABLE ROW LEVEL SECURITY"):
        (found,) = look_at_walls()
        assert (found.kind, "member" in str(found.text)) == (Kind.warn, True)
        db.session.remove()
        with db.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE member ENABLE ROW LEVEL SECURITY")
    with without(app, "REVOKE SELECT ON member FROM {role}"):
        (found,) = look_at_walls()
        assert (found.kind, "member" in str(found.text)) == (Kind.warn, True)


def test_without_its_role_the_service_goes_on_behind_one_wall_but_not_in_production(
    app: Flask, api, settings, monkeypatch: pytest.MonkeyPatch
):
    a_community("TEST-SCOPE")
    db.session.commit()
    client, path = api("community"), "/communities/TEST-SCOPE/places"
    with without(app, "REVOKE SELECT ON account FROM {role}") as role:
        (found,) = look_at_walls()
        assert (found.kind, role in str(found.remedy)) == (Kind.warn, True)
        assert client.get(path).status_code == 200
        monkeypatch.setitem(app.config, "SETTINGS", replace(settings, env="production"))
        (found,) = look_at_walls()
        assert found.kind == Kind.bad
        answer = client.get(path)
        assert (answer.status_code, answer.json["code"]) == (503, WallMissing.code)
        assert client.get("/communities/TEST-SCOPE/board").status_code == 200
        monkeypatch.undo()
    assert client.get(path).status_code == 200
