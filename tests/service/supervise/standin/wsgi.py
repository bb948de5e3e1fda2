"""The smallest application the supervisor can run: real servers behind it, nothing else."""

import os
import signal
import time
from pathlib import Path

import click
import psycopg
import redis
from flask import Flask
from flask.cli import AppGroup

app = Flask(__name__)
database, demo, outbox = AppGroup("db"), AppGroup("demo"), AppGroup("outbox")


def connect() -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


@app.get("/readyz")
def readyz() -> str:
    with connect() as connection:
        connection.execute("SELECT 1 FROM account")
    redis.Redis.from_url(os.environ["REDIS_URL"]).ping()
    return "ready"


@app.get("/accounts")
def accounts() -> str:
    with connect() as connection:
        return str(connection.execute("SELECT count(*) FROM account").fetchone()[0])


@database.command()
def upgrade() -> None:
    with connect() as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS account (name text)")


@demo.command()
@click.option("--scale")
def load(scale: str) -> None:
    with connect() as connection:
        connection.execute("INSERT INTO account VALUES (%s)", [scale])


@outbox.command()
def relay() -> None:
    """Says goodbye with the help of the database, which must still be there."""

    def goodbye(*_: object) -> None:
        with connect() as connection:
            connection.execute("SELECT 1")
        Path(os.environ["CREDIT_VAR"], "goodbye").write_text("said")
        raise SystemExit

    signal.signal(signal.SIGTERM, goodbye)
    time.sleep(600)


@outbox.command()
def schedule() -> None:
    time.sleep(600)


@outbox.command()
def work() -> None:
    """Forks a child in a process group of its own, as a queue's worker does for each job."""
    if os.fork() == 0:
        os.setpgrp()
        Path(os.environ["CREDIT_VAR"], "job.pid").write_text(str(os.getpid()))
        time.sleep(600)
    time.sleep(600)


for group in (database, demo, outbox):
    app.cli.add_command(group)
