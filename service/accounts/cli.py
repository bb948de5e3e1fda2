"""`accounts create`, `accounts reset-second-factor` and `tokens create`."""

import json

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from service.access.account import Role
from service.accounts import administration, second_factor
from service.accounts.administration import Reason
from service.accounts.api_tokens import create_token
from service.accounts.models import Account
from service.accounts.service import NewAccount, create_account
from service.cli_shell import fail, refusals
from service.database import db

accounts = AppGroup("accounts", help="People and systems that use the service.")
tokens = AppGroup("tokens", help="API tokens.")
NOBODY = 0
"""In place of the administrator's own account: whoever may run commands here is none."""


@accounts.command()
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
@click.option("--display-name", default="")
@click.option("--unit", default="", help="Organisation the person acts for.")
@click.option("--subject-code", help="Unified social credit code, for an enterprise.")
@click.option("--community-code", help="Community, for a community manager.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@refusals
def create(
    *, name: str, role: str, password: str, display_name: str, unit: str,
    subject_code: str | None, community_code: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Open an account."""
    if current_app.config["SETTINGS"].in_production and password.startswith("demo-"):
        fail("a password that starts with 'demo-' is public; choose another")
    account = create_account(
        NewAccount(name, Role(role), password, display_name, unit, subject_code, community_code)
    )
    summary = {"created": 1, "id": account.id, "name": account.name, "role": account.role}
    click.echo(
        json.dumps(summary) if as_json else f"account {account.name} ({account.role}) created"
    )


@accounts.command("reset-second-factor")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@refusals
def reset_second_factor(*, name: str, as_json: bool) -> None:
    """Take a lost second factor off an account, once you have seen who asks."""
    account_id = _account_named(name).id
    had = second_factor.has(account_id)
    ended = administration.reset_second_factor(account_id, Reason.lost, by=NOBODY)
    summary = {"reset": int(had), "sessions_ended": ended, "name": name}
    done = f"reset, {ended} sessions ended" if had else "was not set up"
    sentence = f"second factor of {name}: {done}"
    click.echo(json.dumps(summary) if as_json else sentence)


def _account_named(name: str) -> Account:
    account = db.session.scalar(select(Account).where(Account.name == name))
    if account is None:
        fail(f"there is no account '{name}'")
    return account


@tokens.command("create")
@click.argument("account_name")
@click.option("--label", default="command line")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@refusals
def create_for(*, account_name: str, label: str, as_json: bool) -> None:
    """Issue an API token for an account; it is shown only once."""
    row, token = create_token(_account_named(account_name), label)
    summary = {"created": 1, "token": token, "expires_at": row.expires_at.isoformat()}
    click.echo(json.dumps(summary) if as_json else token)
