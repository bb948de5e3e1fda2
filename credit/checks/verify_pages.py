"""Public pages that verify a paper; no sign-in, and nothing personal but the printed mask."""

import base64
from pathlib import Path

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from credit.checks.limits import NUMBER_CHARS_MAX
from credit.checks.verifiers import tidy_number, verify
from service import clock, signing
from service.access import allow
from service.problems import NotFound
from service.settings import REPOSITORY
from service.web.forms import Form

pages = Blueprint("verify", __name__)
Page = str | AnyResponse | tuple[str, int]

SCRIPT: Path = REPOSITORY / "tools" / "verify_certificate.py"
"""The stand-alone script that checks a certificate without this service."""


@pages.get("/verify")
@allow("certificates.verify")
def index() -> Page:
    """Ask for the number; a number given in the address leads to its page."""
    given = request.args.get("number", "").strip()[:NUMBER_CHARS_MAX]
    if not given:
        return render_template("verify/index.html", form=Form.blank())
    return redirect(url_for("verify.show", number=tidy_number(given) or given))


@pages.get("/verify/<number>")
@allow("certificates.verify")
def show(number: str) -> Page:
    """Three separate answers about one paper, or the plain word that there is none."""
    try:
        verifier, answer = verify(number)
    except NotFound:
        page = render_template(
            "verify/unknown.html",
            form=Form.blank(number=number[:NUMBER_CHARS_MAX]),
            mistyped=tidy_number(number) is None,
            today=clock.now(),
        )
        return page, 404
    keys = {
        key_id: base64.b64encode(signing.raw(key)).decode()
        for key_id, key in signing.trusted_keys().items()
    }
    return render_template(
        "verify/show.html",
        answer=answer,
        keys=keys,
        template=verifier.template,
        slip_format=verifier.kind.slip_format,
        slip_fields=verifier.kind.slip_fields,
    )


@pages.get("/verify/public-key.pem")
@allow("certificates.verify")
def public_key() -> Response:
    """The office's public keys, today's last; a certificate names the one it was signed with."""
    pem = "".join(signing.public_key_pem(key) for key in signing.trusted_keys().values())
    return _download(pem, "application/x-pem-file", "public-key.pem")


@pages.get("/verify/verify-certificate.py")
@allow("certificates.verify")
def script() -> Response:
    """The stand-alone script that checks a certificate offline."""
    return _download(SCRIPT.read_text("utf-8"), "text/x-python", SCRIPT.name)


def _download(text: str, kind: str, name: str) -> Response:
    response = make_response(text)
    response.content_type = f"{kind}; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
