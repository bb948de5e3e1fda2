"""What the forms of a counter share: a pasted line told apart, a form sent twice done once."""

import secrets
from collections.abc import Callable
from typing import Any

from flask import Response, request
from werkzeug.datastructures import MultiDict

from credit.checks.pasted import split_pasted
from service.access import caller
from service.api.idempotency import answer_once, request_hash

FORM_KEY = "form_key"
"""The field that tells one form from another with the same content."""
KEY_BYTES = 16


def my_id() -> int:
    """Id of the signed-in account; the gate lets nobody else in."""
    return caller().id


def told_apart(name: str = "name", number: str = "id_number") -> MultiDict[str, str]:
    """What was typed; a name and a number pasted as one line into the name stand apart."""
    typed = MultiDict(request.form)
    typed[name], typed[number] = split_pasted(typed.get(name, ""), typed.get(number, ""))
    return typed


def fresh_key() -> str:
    """What a new form bears as its `FORM_KEY`."""
    return secrets.token_hex(KEY_BYTES)


def done_once(act: Callable[[], Any]) -> Response:
    """The answer of `act`, or the one it gave when this very form came before: see `answer_once`.

    A corrected form is another one, and so is one without a key.
    """
    key = request_hash().hex() if request.form.get(FORM_KEY) else fresh_key()
    return answer_once(my_id(), key, act)


def done_anew(act: Callable[[], Any]) -> Response:
    """The same, whether or not this form came before."""
    return answer_once(my_id(), fresh_key(), act)
