"""Commands over rule tables."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from credit.rules.problems import InvalidRules
from credit.rules.service import ImportSummary, import_rules
from service.cli_shell import refusals

rules = AppGroup("rules", help="Rule tables.")

_STATES = {"new": "新增", "changed": "新版本", "unchanged": "未变"}


@rules.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@refusals
def import_command(file: Path, as_json: bool) -> None:
    """Import FILE, a YAML file of one or more rule tables: all of them or none."""
    try:
        summary = import_rules(file)
    except InvalidRules as problem:
        if as_json:
            click.echo(json.dumps(_refused(problem), ensure_ascii=False, indent=2))
        raise
    if as_json:
        refused = {"refused": 0, "errors": []}
        click.echo(json.dumps(summary.as_json() | refused, ensure_ascii=False, indent=2))
        return
    _show(summary)


def _show(summary: ImportSummary) -> None:
    counts = " + ".join(f"{name} {summary.count(state)}" for state, name in _STATES.items())
    click.echo(f"规则表 {len(summary.tables)} = {counts}")
    for table in summary.tables:
        days = f"{table.valid_from}～{table.valid_to or '…'}"
        mark = "（演示）" if table.demonstration else ""
        click.echo(
            f"  {table.code} 第{table.version}版{mark} {table.purpose} {table.district} {days}"
            f" {_STATES[table.state]}"
        )


def _refused(problem: InvalidRules) -> dict[str, object]:
    """The refusal of a whole file: nothing of it was stored."""
    return {
        "tables": 0,
        "new": 0,
        "changed": 0,
        "unchanged": 0,
        "refused": 1,
        "errors": [
            {
                "place": error.field,
                "code": error.code,
                "message": str(error.message),
                "remedy": str(error.remedy) if error.remedy else None,
            }
            for error in problem.errors
        ],
    }
