"""How a department begins with the API of queries, for the documentation page."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select

from credit.queries.present import present_purposes
from credit.queries.purposes import Asker, purposes_for
from credit.queries.wording import BASES
from credit.subjects.identifiers.names import KIND_NAMES
from service import clock
from service.access import Role
from service.accounts.demo import demo_accounts
from service.accounts.models import Account
from service.api.errors import say
from service.api.guides import register_guide
from service.database import db

TEMPLATE = "queries/api_guide.html"
EXAMPLE_CODE = "91330106MA2CGCA56H"


def init_guide(app: Flask) -> None:
    """Show the guide above the list of calls."""
    register_guide(app, TEMPLATE, given)


def given() -> Mapping[str, Any]:
    """What the guide shows: the purposes in force, and in a demonstration what can be tried."""
    accounts = dict(demo_accounts(current_app.config["SETTINGS"]))
    account = next((name for name, role in accounts.items() if role is Role.department), None)
    of_enterprise = select(Account.subject_code).where(Account.role == Role.enterprise)
    tried = db.session.scalar(of_enterprise.where(Account.name.in_(accounts))) if accounts else None
    return {
        "purposes": present_purposes(purposes_for(Asker.department, clock.today()), say),
        "bases": BASES,
        "subject_kinds": KIND_NAMES,
        "account": account,
        "code": tried or EXAMPLE_CODE,
    }
