"""The people behind account names, looked up once a request or command."""

from collections.abc import Iterable
from typing import NamedTuple

from flask import Flask, g
from sqlalchemy import ColumnElement, select

from service.access import Role
from service.accounts.models import Account
from service.audit.actor import PUBLIC, SYSTEM
from service.database import db
from service.messages import msg
from service.web.i18n import render

OFFICE = tuple(
    role.value for role in (Role.clerk, Role.reviewer, Role.auditor, Role.admin, Role.community)
)
"""Roles whose accounts are few and whose names their colleagues may know."""
NOBODY = {SYSTEM.name: msg("系统"), PUBLIC.name: msg("公众")}
"""Who acts without an account."""


class Person(NamedTuple):
    """Who an account is."""

    name: str
    """As people know the person; the account's own name where none is written down."""
    role: str


def load_people(accounts: Iterable[str | None]) -> None:
    """Look these accounts up in one query, for a page that names many of them."""
    known = _known()
    wanted = {account for account in accounts if account} - known.keys()
    if wanted:
        known.update(dict.fromkeys(wanted))
        _load(Account.name.in_(wanted))


def person_behind(account: str) -> Person | None:
    """Who an account is, or None for one that is gone."""
    load_people([account])
    return _known()[account]


def person_name(account: str | None) -> str:
    """Filter `person`: who an account of the office is; any other account by its own name."""
    if not account:
        return ""
    if account in NOBODY:
        return render(NOBODY[account])
    if "office_loaded" not in g:
        g.office_loaded = True
        _load(Account.role.in_(OFFICE))
    person = _known().get(account)
    return person.name if person is not None and person.role in OFFICE else account


def _load(which: ColumnElement[bool]) -> None:
    rows = db.session.execute(select(Account.name, Account.display_name, Account.role).where(which))
    _known().update({name: Person(shown or name, role) for name, shown, role in rows})


def _known() -> dict[str, Person | None]:
    """Account name -> who it is, as far as it was looked up already."""
    if "people" not in g:
        g.people = {}
    known: dict[str, Person | None] = g.people
    return known


def init_people(app: Flask) -> None:
    """Make the filter known to all templates."""
    app.jinja_env.filters["person"] = person_name
