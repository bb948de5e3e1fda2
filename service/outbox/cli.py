"""Commands that run the relay, a worker and the scheduler as processes."""

import signal
import threading

import click
from flask import current_app
from flask.cli import AppGroup

from service.outbox.relay import relay_forever
from service.outbox.scheduler import schedule_forever
from service.outbox.worker import serve

outbox = AppGroup("outbox", help="Processes behind the web server: relay, worker, scheduler.")


def _stop_on_signal() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


@outbox.command()
def relay() -> None:
    """Carry committed jobs to the queue."""
    relay_forever(current_app.config["SETTINGS"], _stop_on_signal())


@outbox.command()
@click.option("--burst", is_flag=True, help="Stop when the queues are empty.")
def work(burst: bool) -> None:
    """Run jobs."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    serve(app, current_app.config["SETTINGS"], burst=burst)


@outbox.command()
def schedule() -> None:
    """Ask for the jobs that repeat."""
    schedule_forever(current_app.config["SETTINGS"], _stop_on_signal())
