"""`calendar import FILE`: bring a year's notice in."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from service.cli_shell import refusals, refused_whole
from workflows.workdays.importing import ImportedYear, import_file
from workflows.workdays.limits import MOVED_SHOWN_MAX
from workflows.workdays.problems import InvalidCalendar

calendar = AppGroup("calendar", help="The calendar of working days.")

_STATES = {"new": "新增", "changed": "更新", "unchanged": "未变"}


@calendar.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", default="", help="The notice it was taken from, if FILE does not say.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@refusals
def import_command(*, file: Path, source: str, as_json: bool) -> None:
    """Import FILE: one year's notice as YAML, as CSV, or as JSON of the holiday-cn project.

    All open clocks are counted anew; the same notice again changes nothing.
    """
    try:
        done = import_file(file, source)
    except InvalidCalendar as problem:
        if as_json:
            click.echo(json.dumps(refused_whole(problem), ensure_ascii=False, indent=2))
        raise
    if as_json:
        summary = done.summary() | {"refused": 0, "errors": []}
        click.echo(json.dumps(summary, ensure_ascii=False, indent=2, default=str))
        return
    _show(done)


def _show(done: ImportedYear) -> None:
    clocks, moved = done.recomputed, done.recomputed.moved
    click.echo(
        f"{done.notice.year}年 {_STATES[done.state]}，版本 {done.version}："
        f"日期 {len(done.notice.days)} = 放假 {done.off} + 上班 {done.work}"
    )
    click.echo(
        f"重算时限 {clocks.clocks} = 改期 {len(moved)} + 确定 {clocks.confirmed}"
        f" + 未变 {clocks.unchanged}"
    )
    for one in moved[:MOVED_SHOWN_MAX]:
        click.echo(f"  {one.number} {one.kind} {one.due_before} → {one.due_on}")
    if len(moved) > MOVED_SHOWN_MAX:
        click.echo(f"  … 另有 {len(moved) - MOVED_SHOWN_MAX} 件")
