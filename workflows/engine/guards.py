"""The conditions an action's table may name. Each says why not, and all are asked. Pure."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from workflows.engine.refusals import Refusal

if TYPE_CHECKING:
    from workflows.engine.context import Move

Guard = Callable[["Move"], Iterable[Refusal]]
Named = TypeVar("Named", bound=Guard)

GUARDS: dict[str, Guard] = {}


def guard(name: str) -> Callable[[Named], Named]:
    """Register a condition; it only reads, and yields a `Refusal` for each reason against."""

    def register(condition: Named) -> Named:
        if name in GUARDS:
            raise ValueError(f"guard '{name}' is registered twice")
        GUARDS[name] = condition
        return condition

    return register


def ask(move: "Move") -> list[Refusal]:
    """All reasons against an action, of all its guards."""
    return [refusal for name in move.rule.guards for refusal in GUARDS[name](move)]
