"""`records retention [--dry-run]`: let go what is due, or say what would go."""

import json

import click

from credit.records.cli import records
from credit.retention.service import foretell, run
from credit.retention.tally import Tally
from service.cli_shell import refusals

__all__ = ["retention"]


@records.command("retention")
@click.option("--dry-run", is_flag=True, help="Say what would go, change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@refusals
def retention(*, dry_run: bool, as_json: bool) -> None:
    """Let go what has been kept long enough; nothing leaves before its time."""
    done = foretell() if dry_run else run()
    if as_json:
        click.echo(json.dumps(done.as_json(), ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(done)))


def _lines(done: Tally) -> list[str]:
    held = "".join(f" + {hold} {count}" for hold, count in done.held.items())
    trial = " (dry run: nothing changed)" if done.dry_run else ""
    lines = [
        f"{done.day}{trial}",
        f"records past their last day {done.past} = leaving {done.leaving}{held}",
        *(f"  {kind} {count}" for kind, count in done.by_kind.items()),
        f"subjects {done.subjects}, checks {done.checks}, authorisations {done.authorisations}",
        f"imports {done.imports}, batches {done.batches}, messages {done.messages}",
    ]
    lines += [
        f"{name}: blocks {trail.blocks}, entries {trail.entries}"
        for name, trail in done.trails.items()
    ]
    return lines
