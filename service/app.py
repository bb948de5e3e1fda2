"""Builds the Flask application out of the parts that `wsgi.py` names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import click
from flask import Blueprint, Flask
from flask_migrate import Migrate
from flask_smorest import Blueprint as ApiBlueprint
from werkzeug.middleware.proxy_fix import ProxyFix

from service.access import init_access
from service.access.refusals import init_refusals
from service.api.bodies import init_bodies
from service.api.shell import init_api
from service.database import db
from service.database.engines import engine_settings
from service.database.replica import init_replica
from service.demo import Loader
from service.observability import init_observability
from service.settings import REPOSITORY, Settings
from service.web.bounds import FORM_BYTES_MAX, init_bounds
from service.web.cookies import SessionCookies, cookie_settings
from service.web.shell import init_pages

REQUEST_BYTES_MAX = 80 * 1024 * 1024
"""Largest request body, bytes: one spreadsheet of the greatest size allowed, with its form."""
FORM_PARTS_MAX = 200


@dataclass(frozen=True)
class Part:
    """One part of the service: what it adds to the addresses, the commands and the shell."""

    name: str
    api: Sequence[ApiBlueprint] = ()
    pages: Sequence[Blueprint] = ()
    commands: Sequence[click.Command] = ()
    init: Sequence[Callable[[Flask], None]] = field(default=())
    """Called with the app for what a part registers in the shell (navigation, home cards)."""
    demo: Sequence[Loader] = ()
    """What the part adds to the demonstration."""
    demo_year: Sequence[Loader] = ()
    """Its share of a whole year, loaded when every part has shown what people do today."""


class Application(Flask):
    """Flask, all of whose views and hooks are plain functions."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Take the function as it is; Flask looks anew at each of them in every request."""
        return func


def create_app(settings: Settings, parts: Sequence[Part]) -> Flask:
    """The whole application. Raises `PolicyError` when any route lacks an access policy."""
    app = Application(
        "service", static_folder=None, template_folder=None, root_path=str(REPOSITORY)
    )
    app.session_interface = SessionCookies()
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        **engine_settings(settings),
        MAX_CONTENT_LENGTH=REQUEST_BYTES_MAX,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES_MAX,
        MAX_FORM_PARTS=FORM_PARTS_MAX,
        **cookie_settings(settings),
    )
    if settings.in_production:
        app.debug = False  # FLASK_DEBUG in the environment opens nothing
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0)  # type: ignore[method-assign]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    db.init_app(app)
    Migrate(app, db, directory=str(REPOSITORY / "migrations"))
    init_observability(app)
    app.extensions["demo_loaders"] = [loader for part in parts for loader in part.demo]
    app.extensions["demo_loaders"] += [loader for part in parts for loader in part.demo_year]
    init_bounds(app)
    api = init_api(app)
    init_pages(app)
    init_replica(app)
    for part in parts:
        for api_blueprint in part.api:
            api.register_blueprint(api_blueprint)
        for blueprint in part.pages:
            app.register_blueprint(blueprint)
        for command in part.commands:
            app.cli.add_command(command)
        for init in part.init:
            init(app)
    init_access(app)
    init_refusals(app)
    init_bodies(app)
    return app
