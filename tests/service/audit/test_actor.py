"""The actor is known everywhere and never leaks from one request into the next."""

from flask import Flask

from service.audit.actor import (
    PUBLIC,
    SYSTEM,
    Actor,
    act_as,
    acting_as,
    current_actor,
    current_request_id,
    set_request_id,
)

CLERK = Actor(1, "zhang", "clerk", "信用办")
OTHER = Actor(2, "li", "reviewer", "信用办")


def bare_app() -> Flask:
    return Flask("bare")


def test_outside_everything_the_system_acts() -> None:
    assert current_actor() is SYSTEM


def test_a_block_names_its_actor_and_gives_back_the_one_before() -> None:
    with acting_as(CLERK):
        with acting_as(OTHER):
            assert current_actor() is OTHER
        assert current_actor() is CLERK
    assert current_actor() is SYSTEM


def test_a_block_outside_reaches_into_an_application_context() -> None:
    with acting_as(CLERK), bare_app().app_context():
        assert current_actor() is CLERK


def test_a_block_inside_one_application_context_reaches_into_the_next() -> None:
    app = bare_app()
    with app.app_context(), acting_as(CLERK), app.app_context():
        assert current_actor() is CLERK


def test_a_visitor_is_public_and_an_account_ends_with_its_request() -> None:
    app = bare_app()
    with app.test_request_context():
        assert current_actor() is PUBLIC
        act_as(CLERK)
        assert current_actor() is CLERK
        with acting_as(SYSTEM):
            assert current_actor() is SYSTEM
        assert current_actor() is CLERK
    with app.test_request_context():
        assert current_actor() is PUBLIC


def test_a_request_is_its_own_whoever_acts_around_it() -> None:
    with acting_as(CLERK), bare_app().test_request_context():
        assert current_actor() is PUBLIC


def test_the_request_id_ends_with_its_request() -> None:
    app = bare_app()
    with app.test_request_context():
        set_request_id("r-1")
        assert current_request_id() == "r-1"
    with app.test_request_context():
        assert current_request_id() == ""
