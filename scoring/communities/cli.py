"""`scoring found` and `scoring import-places`."""

import json
from pathlib import Path

import click

from scoring.cli import scoring
from scoring.communities.founding import found_community
from scoring.communities.limits import FAULTS_SHOWN_MAX
from scoring.communities.models import Community
from scoring.communities.place_import.plan import Outcome
from scoring.communities.place_import.service import Imported, import_places
from service.cli_shell import fail, refusals
from service.database import db


@scoring.command("found")
@click.argument("code")
@click.argument("name")
@click.option("--district", default="", help="Name of the district it lies in.")
@click.option("--subdistrict", default="", help="Name of the sub-district it lies in.")
@click.option("--json", "as_json", is_flag=True, help="Print what was founded as JSON.")
@refusals
def found_command(*, code: str, name: str, district: str, subdistrict: str, as_json: bool) -> None:
    """Found the community NAME; accounts of its managers name it by CODE."""
    community = found_community(code, name, district=district, subdistrict=subdistrict)
    summary = {"founded": 1, "code": community.code, "name": community.name}
    told = (
        json.dumps(summary, ensure_ascii=False) if as_json else f"{community.code} {community.name}"
    )
    click.echo(told)


@scoring.command("import-places")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--community", "code", required=True, help="Code of the community, e.g. CY1.")
@click.option("--dry-run", is_flag=True, help="Check every row, write nothing.")
@click.option(
    "--refused",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the refused rows, to be corrected and sent again.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@refusals
def import_places_command(
    *, file: Path, code: str, dry_run: bool, refused: Path | None, as_json: bool
) -> None:
    """Bring grids, buildings, units and households in; exit code 1 when a row was refused.

    A row is a place, or a household with its 楼幢 and 单元 beside it.
    """
    community = db.session.get(Community, code)
    if community is None:
        fail(f"没有代码为“{code}”的社区。")
    with file.open("rb") as stream:
        done = import_places(community, stream, file.name, dry_run=dry_run)
    if refused is not None and done.counts[Outcome.refused]:
        refused.write_bytes(done.refused_csv(str))
    if as_json:
        click.echo(json.dumps(done.summary(), ensure_ascii=False))
    else:
        _show(done)
    if done.counts[Outcome.refused]:
        raise click.exceptions.Exit(1)


def _show(done: Imported) -> None:
    counts = ", ".join(f"{outcome} {done.counts[outcome]}" for outcome in Outcome)
    trial = " (dry run: nothing written)" if done.dry_run else ""
    click.echo(f"rows {done.rows} = {counts}{trial}")
    if done.made:
        click.echo(f"places made for them {done.made}")
    for note in done.notes:
        click.echo(f"  {note.message}", err=True)
    for fault in done.faults[:FAULTS_SHOWN_MAX]:
        click.echo(f"  第 {fault.row} 行 {fault.column}: {fault.message} {fault.remedy}", err=True)
    if len(done.faults) > FAULTS_SHOWN_MAX:
        click.echo(f"  … {len(done.faults) - FAULTS_SHOWN_MAX} more faults", err=True)
