"""The set-up of the page shell, and the names that parts use.

A part adds itself in its `init` function:

    shell = shell_of(app)
    shell.nav_item(msg("办理核查"), "checks.new", "checks.create", shortcut="Alt+N", quick=True)
    shell.home_card("checks.confirm", waiting_for_confirmation)
"""

from flask import Flask

from service.web.assets import init_assets
from service.web.context import init_context
from service.web.csrf import init_csrf
from service.web.headers import init_headers
from service.web.home import init_home
from service.web.i18n import init_languages
from service.web.people import init_people
from service.web.public import init_public
from service.web.registry import HomeCard, Shell, shell_of
from service.web.standing import init_standing

__all__ = ["HomeCard", "init_pages", "shell_of"]


def init_pages(app: Flask) -> None:
    """Set up everything that pages share; call it after the API shell and before the parts.

    Errors reach pages through `service.web.errors.problem_page`, which the error handlers of the
    API shell call.
    """
    app.extensions["shell"] = Shell()
    init_languages(app)
    init_assets(app)
    init_context(app)
    init_people(app)
    init_csrf(app)
    init_headers(app)
    init_home(app)
    init_public(app)
    init_standing(app)
