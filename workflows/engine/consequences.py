"""What an action changes beyond its case, within the same transaction."""

from collections.abc import Callable
from typing import TypeVar

from workflows.engine.context import Move

Consequence = Callable[[Move], None]
Named = TypeVar("Named", bound=Consequence)

CONSEQUENCES: dict[str, Consequence] = {}


def consequence(name: str) -> Callable[[Named], Named]:
    """Register a consequence; what it raises undoes the action."""

    def register(run: Named) -> Named:
        if name in CONSEQUENCES:
            raise ValueError(f"consequence '{name}' is registered twice")
        CONSEQUENCES[name] = run
        return run

    return register


def follow(move: Move) -> None:
    """Run the consequences of an action in the order of its table."""
    for name in move.rule.consequences:
        CONSEQUENCES[name](move)
