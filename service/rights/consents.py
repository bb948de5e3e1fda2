"""Consents that stand, and taking them back at once (PIPL Art. 15): parts register theirs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import Flask, current_app

from service.messages import Message, msg
from service.problems import NotFound
from service.rights.held import Way
from service.rights.me import Me

EXTENSION = "rights_consents"


@dataclass(frozen=True, slots=True)
class Given:
    """One consent that stands."""

    reference: str
    title: Message | str
    text: Message
    """To what, to whom, for what."""
    effect: Message
    """What follows from taking it back."""
    since: date | datetime | None = None
    until: date | None = None
    way: Way | None = None
    """The page where it is taken back, where that is not here."""


@dataclass(frozen=True)
class Kind:
    """A kind of consent: who lists what stands, and who takes it back."""

    code: str
    title: Message
    given: Callable[[Me], Sequence[Given]]
    withdraw: Callable[[Me, str, str], None]
    """(who, reference, why). Raises `NotFound` for a consent that is not the caller's."""


def register_consents(app: Flask, kind: Kind) -> None:
    """Add a kind of consent. Raises `ValueError` when its code is another's."""
    known: list[Kind] = app.extensions.setdefault(EXTENSION, [])
    if any(one.code == kind.code for one in known):
        raise ValueError(f"consents '{kind.code}' are registered twice")
    known.append(kind)


def kinds() -> list[Kind]:
    """All kinds there are."""
    known: list[Kind] = current_app.extensions.get(EXTENSION, [])
    return known


def consents_of(me: Me) -> list[tuple[Kind, Sequence[Given]]]:
    """What the caller agreed to and has not taken back, by kind; kinds without any are left out."""
    found = [(kind, kind.given(me)) for kind in kinds()]
    return [(kind, given) for kind, given in found if given]


def withdraw(me: Me, code: str, reference: str, why: str = "") -> None:
    """Take a consent back; no reason is needed. Raises `NotFound`."""
    for kind in kinds():
        if kind.code == code and any(one.reference == reference for one in kind.given(me)):
            kind.withdraw(me, reference, why.strip())
            return
    raise NotFound(msg("没有找到这项同意，或已经撤回。"))
