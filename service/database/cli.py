"""Commands about what the database itself keeps apart."""

import json

import click
from flask.cli import AppGroup

from service.cli_shell import fail, refusals
from service.database import transaction
from service.database.scoped_role import give_rights
from service.database.walls import ROLE_SUFFIX, WALLS

walls = AppGroup("walls", help="The second wall: row-level security by enterprise and community.")


@walls.command()
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@refusals
def build(*, as_json: bool) -> None:
    """Give the scoped role its rights; makes the role where the service may make roles."""
    with transaction() as session:
        role = give_rights(session.connection())
    if role is None:
        fail(
            "there is no role for scoped transactions and this one may not make it: as a superuser "
            f'run CREATE ROLE "<service role>{ROLE_SUFFIX}" NOLOGIN; then GRANT it to the role '
            "DATABASE_URL names; `flask doctor` writes both out"
        )
    summary = {"role": role, "walled": len(WALLS)}
    click.echo(
        json.dumps(summary) if as_json else f"{role} may reach {len(WALLS)} tables behind a wall"
    )
