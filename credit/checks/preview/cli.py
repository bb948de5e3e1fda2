"""`rules preview`: a draft tried from the command line, in this process."""

import json
from pathlib import Path

import click

from credit.checks.preview import service, wording
from credit.checks.preview.intake import draft_of_stream
from credit.checks.preview.limits import LAST_DEFAULT, LAST_MAX
from credit.checks.preview.models import RulePreview
from credit.checks.preview.run import run, tally
from credit.rules.cli import rules
from credit.rules.vocabulary import Purpose
from service.cli_shell import refusals
from service.packed import unpack


@rules.command("preview")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--last", type=click.IntRange(1, LAST_MAX), default=LAST_DEFAULT, show_default=True)
@click.option("--purpose", type=click.Choice([one.value for one in Purpose]))
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@refusals
def preview_command(*, file: Path, last: int, purpose: str | None, as_json: bool) -> None:
    """Try FILE on the last final checks and tell how many would change. No check is changed."""
    with file.open("rb") as stream:
        draft = draft_of_stream(stream, file.name, Purpose(purpose) if purpose else None)
    begun = service.start(draft, last, by_job=False)
    run(begun.id)
    _show(service.get_preview(begun.id), as_json=as_json)


def _show(preview: RulePreview, *, as_json: bool) -> None:
    items = service.by_item(preview.id)
    warnings = [str(unpack(one)) for one in preview.warnings]
    if as_json:
        told = {"id": str(preview.id), **tally(preview), "outside": preview.outside}
        told |= {"flow": preview.flow, "warnings": warnings}
        told["items"] = [vars(one) for one in items]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo(
        f"试算 {preview.code}（{preview.purpose}）：最近 {preview.done} 件核查 = "
        f"不变 {preview.same} + 变差 {preview.worse} + 变好 {preview.better} "
        f"+ 仅分数变 {preview.points}"
    )
    if preview.outside:
        click.echo(f"  {preview.outside} 件：{wording.AS_IF_IN_FORCE}")
    for one in items:
        label = wording.item_label(one.item, one.name)
        click.echo(f"  {label}: 变差 {one.worse}，变好 {one.better}，仅分数变 {one.points}")
    for warning in warnings:
        click.echo(f"  注意：{warning}", err=True)
