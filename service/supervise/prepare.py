"""Between servers up and processes up: migrate the schema, load the demo when there is nothing."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import psycopg

from service.database_address import for_libpq
from service.embedded.child import Program, last_lines
from service.settings import Settings
from service.supervise.console import say
from service.supervise.errors import StartError
from service.supervise.units import flask_command

PREPARE_SECONDS_MAX = 900
MARKER_TABLE = "account"
"""A database without a single account has never been used."""


def prepare(settings: Settings, env: Mapping[str, str], cwd: Path) -> None:
    """Bring the schema up to date; in development fill an empty database with the demo."""
    _run("migrate", flask_command("db", "upgrade"), settings, env, cwd)
    if not settings.in_production and is_empty(env["DATABASE_URL"]):
        say("The database is empty: loading the demonstration, a minute or two …")
        _run("demo", flask_command("demo", "load", "--scale", "small"), settings, env, cwd)


def is_empty(database_url: str) -> bool:
    """True when nobody has an account yet."""
    with psycopg.connect(for_libpq(database_url)) as connection:
        row = connection.execute(f"SELECT EXISTS (SELECT 1 FROM {MARKER_TABLE})").fetchone()  # noqa: S608
    return row is None or not row[0]


def _run(name: str, argv: list[str], settings: Settings, env: Mapping[str, str], cwd: Path) -> None:
    program = Program(name, argv, settings.var_dir / "log" / f"{name}.log", env=env, cwd=cwd)
    process = program.launch()
    try:
        code = process.wait(PREPARE_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        raise StartError(
            f"'{name}' did not end within {PREPARE_SECONDS_MAX} s; see {program.log}."
        ) from None
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    if code != 0:
        reason = " ".join(last_lines(program.log, count=1)) or f"exit code {code}"
        raise StartError(f"'{name}' failed ({program.log}): {reason}")
