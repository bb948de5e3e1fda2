"""The register of what parts hold about people. The ground floor knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app

from service.messages import Message
from service.rights.held import Section
from service.rights.me import Me

EXTENSION = "rights_holdings"
ORDER_DEFAULT = 50

Provider = Callable[[Me, int], Section | None]
"""(who asks, most things to tell) -> what is held; None where that can hold nothing."""


@dataclass(frozen=True)
class Holding:
    """What one part holds, and who tells it."""

    code: str
    """Its name in the export."""
    title: Message
    provider: Provider
    order: int = ORDER_DEFAULT
    by_identity: bool = False
    """True where it is found by the identity alone: next of kin of the deceased may see it too."""


@dataclass(frozen=True)
class Told:
    """A holding with what it told about the caller."""

    holding: Holding
    section: Section


def register_holding(app: Flask, holding: Holding) -> None:
    """Add what a part holds. Raises `ValueError` when its code is another's."""
    known: list[Holding] = app.extensions.setdefault(EXTENSION, [])
    if any(one.code == holding.code for one in known):
        raise ValueError(f"holding '{holding.code}' is registered twice")
    known.append(holding)
    known.sort(key=lambda one: one.order)


def holdings() -> list[Holding]:
    """All that is registered, in order."""
    known: list[Holding] = current_app.extensions.get(EXTENSION, [])
    return known


def everything_about(me: Me, most: int, *, by_identity: bool = False) -> list[Told]:
    """All that is held about the caller, each part by itself, at most so many things of each.

    With `by_identity` what is found by the identity alone, without the account.
    """
    asked = [one for one in holdings() if one.by_identity or not by_identity]
    told = [(one, one.provider(me, most)) for one in asked]
    return [Told(one, section) for one, section in told if section is not None]


def references_of(told: list[Told]) -> str:
    """What an answer told, by reference, for the digest in the query log."""
    return str([(one.holding.code, [item.reference for item in one.section.items]) for one in told])
