"""`records import FILE --feed NAME`: bring a file in and wait for the end."""

import json
import time
from pathlib import Path
from uuid import UUID

import click
from flask.cli import AppGroup

from credit.records.importing.begin import begin_import
from credit.records.importing.outcome import Outcome
from credit.records.importing.packing import unpack
from credit.records.importing.refused import issues_of
from credit.records.importing.run import ENDED, current
from credit.records.models import ImportState, RecordImport
from credit.records.present import counts_of
from service.cli_shell import refusals
from service.outbox.worker import run_claimed

WAIT_SECONDS = 0.5
"""Pause between looks at an import that another worker is running."""
SHOWN_ISSUES_MAX = 20
"""Faulty rows told on the screen; all are in the download."""

records = AppGroup("records", help="What is on record, and the feeds that bring it in.")


@records.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--feed", required=True, help="Name of the feed, e.g. shuanggongshi-penalty.")
@click.option("--dry-run", is_flag=True, help="Check every row, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@refusals
def import_file(*, file: Path, feed: str, dry_run: bool, as_json: bool) -> None:
    """Bring in FILE; the exit code is 1 when a row was refused or the file cannot be read."""
    with file.open("rb") as stream:
        begun = begin_import(stream, file.name, feed, dry_run=dry_run, channel="cli")
    row = _wait(begun.row.id, begun.job_id)
    summary = _summary(row)
    click.echo(json.dumps(summary, ensure_ascii=False) if as_json else _sentence(row, summary))
    if not as_json:
        _show_remarks(row)
        _show_issues(row)
    if row.state == ImportState.failed or row.refused:
        raise click.exceptions.Exit(1)


def _wait(import_id: UUID, job_id: UUID) -> RecordImport:
    """Run the job here, or watch the worker that was quicker."""
    while True:
        mine = run_claimed(job_id)
        row = current(import_id)
        if row.state in ENDED:
            return row
        if not mine:
            time.sleep(WAIT_SECONDS)


def _summary(row: RecordImport) -> dict[str, object]:
    return {
        "id": str(row.id),
        "feed": row.feed,
        "dry_run": row.dry_run,
        "state": row.state,
        **counts_of(row),
        "notes": [str(unpack(note["message"])) for note in row.notes],
        "failure": None if row.failure is None else str(unpack(row.failure["detail"])),
    }


def _sentence(row: RecordImport, summary: dict[str, object]) -> str:
    if row.failure is not None:
        return f"failed: {summary['failure']}"
    counts = ", ".join(f"{outcome.value} {summary[outcome.value]}" for outcome in Outcome)
    trial = " (dry run: nothing written)" if row.dry_run else ""
    return f"rows {summary['rows']} = {counts}{trial}"


def _show_remarks(row: RecordImport) -> None:
    """What is to be told about the file as a whole, such as columns nobody read."""
    for note in row.notes:
        click.echo(f"  {unpack(note['message'])}", err=True)


def _show_issues(row: RecordImport) -> None:
    for issue in issues_of(row.id, Outcome.refused, limit=SHOWN_ISSUES_MAX):
        for error in issue.errors:
            remedy = "" if error["remedy"] is None else f" {unpack(error['remedy'])}"
            message = unpack(error["message"])
            click.echo(f"  第 {issue.row} 行 {error['field']}: {message}{remedy}", err=True)
    if row.refused > SHOWN_ISSUES_MAX:
        click.echo(f"  … {row.refused - SHOWN_ISSUES_MAX} more refused rows", err=True)
