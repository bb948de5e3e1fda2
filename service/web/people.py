"""The people behind account names: pages name who handled a thing as colleagues know them."""

from collections.abc import Mapping

from flask import Flask, g
from sqlalchemy import select

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


def _office() -> Mapping[str, str]:
    """Account name -> name of a person, read once a request."""
    if "office_people" not in g:
        rows = db.session.execute(
            select(Account.name, Account.display_name).where(Account.role.in_(OFFICE))
        )
        g.office_people = {row.name: row.display_name for row in rows}
    names: Mapping[str, str] = g.office_people
    return names


def person_name(account: str | None) -> str:
    """Filter `person`: who an account of the office is; any other account by its own name."""
    if not account:
        return ""
    if account in NOBODY:
        return render(NOBODY[account])
    return _office().get(account) or account


def init_people(app: Flask) -> None:
    """Make the filter known to all templates."""
    app.jinja_env.filters["person"] = person_name
