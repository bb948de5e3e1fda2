"""`scoring adopt` and `scoring catalogue-from-csv`."""

import json
from pathlib import Path

import click

from scoring.catalogue.announcement import earliest_start
from scoring.catalogue.files import read_file
from scoring.catalogue.from_csv.convert import Conversion, convert
from scoring.catalogue.from_csv.report import OUTCOMES, summary
from scoring.catalogue.from_csv.rows import Outcome
from scoring.catalogue.problems import AnnouncedTooLate, InvalidCatalogue
from scoring.catalogue.service import adopt
from scoring.catalogue.writing import as_yaml
from scoring.cli import scoring
from scoring.communities.models import Community
from service import clock
from service.cli_shell import fail, refusals, refused_whole
from service.database import db

SHOWN_MAX = 50
_STATES = {"new": "首个目录", "changed": "新版本", "unchanged": "未变"}
_HEAD = "由规则表转换的积分目录草稿。核对每一项的单位、上限和证明，由居民讨论后再采用。"


@scoring.command("adopt")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--community", "code", required=True, help="Code of the community, e.g. CY1.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@refusals
def adopt_command(*, file: Path, code: str, as_json: bool) -> None:
    """Adopt FILE, a YAML catalogue, as the community's next version: all of it, or nothing."""
    try:
        done = adopt(code, read_file(file))
    except (InvalidCatalogue, AnnouncedTooLate) as problem:
        if as_json:
            click.echo(json.dumps(refused_whole(problem), ensure_ascii=False, indent=2))
        raise
    if as_json:
        told = {
            "community": code,
            "state": done.state,
            "code": done.table.code,
            "version": done.row.version,
            "valid_from": done.table.valid_from.isoformat(),
            "items": len(done.table.items),
            "refused": 0,
            "errors": [],
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo(
        f"{code} {done.table.code} 第{done.row.version}版 {_STATES[done.state]}："
        f"{len(done.table.items)} 项，{done.table.valid_from} 起生效"
    )


@scoring.command("catalogue-from-csv")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--community", "code", required=True, help="Code of the community, e.g. CY1.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the account as JSON.")
@refusals
def from_csv_command(*, file: Path, code: str, out: Path, as_json: bool) -> None:
    """Turn FILE, a CSV or XLSX of rules, into a draft catalogue in OUT, with an account of rows.

    Exit code 1 when a row is not in the draft.
    """
    community = db.session.get(Community, code)
    if community is None:
        fail(f"没有代码为“{code}”的社区。")
    today = clock.today()
    done = convert(file, file.name, community, today, earliest_start(today))
    if done.draft is not None:
        out.write_text(as_yaml(done.draft, _HEAD), encoding="utf-8")
    if as_json:
        told = summary(done) | {"out": str(out) if done.draft else None}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _show(done, out)
    if done.left_out:
        raise click.exceptions.Exit(1)


def _show(done: Conversion, out: Path) -> None:
    counts = " + ".join(f"{OUTCOMES[one]} {done.count(one)}" for one in Outcome)
    click.echo(f"行 {len(done.lines)} = {counts}")
    for note in done.notes:
        click.echo(f"  {note.message}", err=True)
    told = [line for line in done.lines if line.outcome is not Outcome.taken]
    for line in told[:SHOWN_MAX]:
        remedy = f" {line.remedy}" if line.remedy else ""
        click.echo(f"  第 {line.row} 行 {OUTCOMES[line.outcome]}：{line.message}{remedy}", err=True)
    if len(told) > SHOWN_MAX:
        click.echo(f"  … 另有 {len(told) - SHOWN_MAX} 行，见 --json", err=True)
    click.echo(f"草稿 {done.items} 项：{out}" if done.draft else "没有可采用的行，没有写草稿。")
