"""`certificates stop|resume|state`: the switch for an incident."""

import json

import click
from flask.cli import AppGroup

from credit.issuing import service
from credit.issuing.models import IssuingChange
from service import clock
from service.cli_shell import refusals

certificates = AppGroup("certificates", help="The issuing of certificates as a whole.")
_reason = click.option("--reason", required=True, help="Why; kept and shown to clerks.")
_as_json = click.option("--json", "as_json", is_flag=True, help="Print the state as JSON.")


@certificates.command("stop")
@_reason
@_as_json
@refusals
def stop(*, reason: str, as_json: bool) -> None:
    """Issue no certificate from now on; verification and all other work goes on."""
    _show(service.stop(reason), as_json)


@certificates.command("resume")
@_reason
@_as_json
@refusals
def resume(*, reason: str, as_json: bool) -> None:
    """Issue certificates again."""
    _show(service.resume(reason), as_json)


@certificates.command("state")
@_as_json
@refusals
def state(*, as_json: bool) -> None:
    """Say whether certificates are issued, and since when and why."""
    _show(service.standing(), as_json)


def _show(row: IssuingChange | None, as_json: bool) -> None:
    stopped = row is not None and row.stopped
    if as_json:
        told: dict[str, object] = dict.fromkeys(("since", "reason", "by"))
        if row is not None:
            told |= {"since": row.changed_at.isoformat(), "reason": row.reason}
            told["by"] = row.changed_by
        click.echo(json.dumps({"stopped": stopped} | told, ensure_ascii=False))
        return
    click.echo("暂停出具证明" if stopped else "正常出具证明")
    if row is not None:
        when = f"{clock.at_office(row.changed_at):%Y-%m-%d %H:%M}"
        click.echo(f"  {when} {row.changed_by}: {row.reason}")
