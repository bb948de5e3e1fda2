"""The composition root: which parts make up the service."""

# What is imported here stays: looking for garbage among it costs a quarter of every start.
import gc

gc.disable()

import service.supervise.early_end  # noqa: F401 - before what takes its time to import

# isort: split

from flask import Flask

from credit.part import PART as CREDIT
from scoring.part import PART as SCORING
from service.app import create_app
from service.embedded.endpoints import resolve
from service.embedded.errors import ServerError
from service.part import PART as SERVICE
from service.settings import Settings, SettingsError
from workflows.part import PART as WORKFLOWS

gc.freeze()
gc.enable()


def build(settings: Settings) -> Flask:
    """The whole service with these settings."""
    return create_app(settings, [SERVICE, CREDIT, WORKFLOWS, SCORING])


def __getattr__(name: str) -> Flask:
    """`wsgi:app`, made when a server or the command line asks for it."""
    if name in {"app", "application"}:
        try:
            application = build(resolve(Settings.from_env()))
        except (ServerError, SettingsError) as error:
            raise SystemExit(str(error)) from error
        globals()[name] = application
        return application
    raise AttributeError(name)
