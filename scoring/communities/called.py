"""Who did it, as people know them: an account's own name in place of the name it signs in with."""

from collections.abc import Iterable

from flask import g
from sqlalchemy import select

from service.access import Role
from service.accounts.models import Account
from service.audit.actor import SYSTEM
from service.database import db
from service.messages import Message, msg

Name = Message | str
OWN = msg("本人")
SERVICE = msg("系统")


def meet(names: Iterable[str | None]) -> None:
    """Look these sign-in names up in one query, for a page that shows many of them."""
    known = _known()
    wanted = {name for name in names if name} - known.keys()
    if not wanted:
        return
    known.update({name: name for name in wanted})  # an account that is gone keeps its sign-in name
    rows = db.session.execute(
        select(Account.name, Account.display_name, Account.role).where(Account.name.in_(wanted))
    )
    for name, display_name, role in rows:
        known[name] = OWN if role == Role.resident else display_name or name


def called(name: str) -> Name:
    """The name people know an account by.

    A resident is "本人": whatever residents do in the world of points, they do for themselves.
    """
    if name == SYSTEM.name:
        return SERVICE
    meet([name])
    return _known()[name]


def _known() -> dict[str, Name]:
    """What was looked up already for this request or command."""
    if "names_met" not in g:
        g.names_met = {}
    found: dict[str, Name] = g.names_met
    return found
