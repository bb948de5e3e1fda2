"""Whether a page that stood open for long is still signed in, and a fresh token for its form.

Also for whoever has yet to set up a second factor: installing an authenticator takes a while.
"""

from flask import Blueprint, Flask, Response, jsonify
from flask_wtf.csrf import generate_csrf

from service.access.policy import allow

pages = Blueprint("standing", __name__)


@pages.get("/session/form-token")
@allow("session.read")
def form_token() -> Response:
    """A token for a form of this session; who is signed in no more is led to the sign-in page."""
    return jsonify(token=generate_csrf())


def init_standing(app: Flask) -> None:
    """Serve what forms ask for before they are sent."""
    app.register_blueprint(pages)
