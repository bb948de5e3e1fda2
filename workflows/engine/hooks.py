"""Where letters and messages hang themselves in, so that the engine imports neither."""

from collections.abc import Callable

from workflows.engine.context import Move

on_letter: list[Callable[[Move], object]] = []
"""Called for an action with a letter, in its transaction; the kind is `move.rule.letter`."""
on_notify: list[Callable[[Move], object]] = []
"""Called for an action that tells somebody, in its transaction."""


def letters(move: Move) -> None:
    """Issue the letter an action's table names."""
    if move.rule.letter is not None:
        for issue in on_letter:
            issue(move)


def messages(move: Move) -> None:
    """Tell the parties an action's table names."""
    if move.rule.notify:
        for tell in on_notify:
            tell(move)
