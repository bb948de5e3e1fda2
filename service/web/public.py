"""Pages for everybody that are about the service itself: the accessibility statement."""

from datetime import timedelta

from flask import Blueprint, Flask, render_template

from service.access.policy import allow
from service.accounts.limits import SESSION_IDLE_MAX

pages = Blueprint("public", __name__)


@pages.get("/accessibility")
@allow("about.read")
def accessibility() -> str:
    """What the pages can do for people who see, hear or move differently, and whom to tell."""
    hours = SESSION_IDLE_MAX // timedelta(hours=1)
    return render_template("public/accessibility.html", idle_hours=hours)


def init_public(app: Flask) -> None:
    """Serve the pages."""
    app.register_blueprint(pages)
