"""What the application leaves out of what Flask does in every request."""

import inspect
from itertools import chain

from flask import Flask, session


def test_every_view_and_hook_is_a_plain_function_so_that_none_need_be_looked_at(built_app: Flask):
    hooks = [built_app.before_request_funcs, built_app.after_request_funcs,
             built_app.teardown_request_funcs]  # fmt: skip
    functions = [
        *built_app.view_functions.values(),
        *chain.from_iterable(chain.from_iterable(found.values()) for found in hooks),
        *built_app.teardown_appcontext_funcs,
    ]
    assert len(functions) > 100
    assert not [one for one in functions if inspect.iscoroutinefunction(inspect.unwrap(one))]


def test_a_session_is_signed_by_the_key_of_its_application_alone(built_app: Flask):
    cookies = built_app.session_interface
    first = cookies.get_signing_serializer(built_app)
    assert first is cookies.get_signing_serializer(built_app)
    other = Flask("other")
    other.secret_key = "another key of another application"
    signed = other.session_interface.get_signing_serializer(other).dumps({"login": "x"})
    name = built_app.config["SESSION_COOKIE_NAME"]
    for value, seen in ((signed, False), (first.dumps({"login": "x"}), True)):
        with built_app.test_request_context(headers={"Cookie": f"{name}={value}"}):
            assert ("login" in session) is seen
