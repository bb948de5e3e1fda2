"""Which views a standby may answer: they read, they decide nothing, and nobody's rights hang on it.

How they are answered is tested on two servers (`tests/machines/test_replica.py`).
"""

from flask import Flask

from service.database.replica import READING, answered_as_of, from_replica

MARKED = {
    "boards.show",
    "boards.download",
    "boards_api.read",
    "board_score.show",
    "lobby.show",
    "statistics.show",
    "statistics.paper",
    "statistics_api.read",
    "figures.show",
    "figures_api.read",
}
ACTIONS = {"points.board", "statistics.read", "cases.figures"}


def marked(app: Flask) -> set[str]:
    return {name for name, view in app.view_functions.items() if getattr(view, "reads_apart", 0)}


def test_only_views_that_read_are_answered_apart(app: Flask):
    assert marked(app) == MARKED
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint in MARKED]
    assert all((rule.methods or set()) <= READING for rule in rules)
    assert {app.view_functions[name].access_action for name in MARKED} == ACTIONS


def test_without_a_standby_nothing_changes(app: Flask):
    with app.test_request_context("/statistics"):
        assert from_replica(answered_as_of)() is None
