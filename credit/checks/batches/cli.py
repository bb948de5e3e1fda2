"""`checks batch`: a list checked from the command line, in this process."""

import json
import os
import time
from pathlib import Path

import click
from flask.cli import AppGroup

from credit.checks.batches import service
from credit.checks.batches.finish import tally, write_result
from credit.checks.batches.parallel import run_here
from credit.checks.batches.service import NewBatch
from credit.checks.limits import REFERENCE_CHARS_MAX
from credit.checks.models import BasisKind, BatchState, CheckBatch
from credit.rules.vocabulary import Purpose
from credit.subjects.names import name_key
from service.cli_shell import fail, refusals

DEFAULT_REFERENCE = "命令行批量核查"

checks = AppGroup("checks", help="Credit checks.")


@checks.command("batch")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--purpose", type=click.Choice([one.value for one in Purpose]), required=True)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The result: CSV by its name, or else XLSX.",
)
@click.option(
    "--basis-kind",
    type=click.Choice([one.value for one in BasisKind]),
    default=BasisKind.sharing.value,
    show_default=True,
)
@click.option("--basis-reference", default=DEFAULT_REFERENCE, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@refusals
def batch_command(
    *, file: Path, purpose: str, out: Path, basis_kind: str, basis_reference: str, as_json: bool
) -> None:  # fmt: skip
    """Check the applicants in FILE and write the result; exits with 1 when any row was refused."""
    if not name_key(basis_reference) or len(basis_reference) > REFERENCE_CHARS_MAX:
        fail(f"--basis-reference takes 1 to {REFERENCE_CHARS_MAX} characters")
    _require_writable(out)
    began = time.perf_counter()
    new = NewBatch(purpose, BasisKind(basis_kind), basis_reference)
    with file.open("rb") as stream:
        batch = service.start(new, stream, file.name)
    batch = run_here(batch.id, _progress)
    if batch.state == BatchState.failed:
        failure = service.failure_of(batch)
        fail(str(failure.message) if failure else "")
    try:
        write_result(batch, out)
    except OSError as error:
        fail(
            f"batch {batch.id} is done, but {out} cannot be written: {error.strerror}; "
            "fetch the result from the page of batches"
        )
    _report(batch, time.perf_counter() - began, as_json=as_json)
    if batch.refused:
        raise SystemExit(1)


def _require_writable(out: Path) -> None:
    """Stop before anybody is checked when the result could not be written."""
    if not os.access(out if out.exists() else out.parent, os.W_OK):
        fail(f"{out} cannot be written; name a file in a folder that is there")


def _progress(batch: CheckBatch) -> None:
    click.echo(f"\r{batch.done} / {batch.total}", nl=batch.done == batch.total, err=True)


def _report(batch: CheckBatch, seconds: float, *, as_json: bool) -> None:
    counts = tally(batch)
    if as_json:
        summary: dict[str, object] = {"id": str(batch.id), **counts, "seconds": round(seconds, 3)}
        summary["errors"] = [
            {"row": one.row, "field": one.field, "code": one.code, "message": str(one.message),
             "remedy": str(one.remedy or "")}
            for one in service.first_refusals(batch)
        ]  # fmt: skip
        click.echo(json.dumps(summary, ensure_ascii=False, indent=2))
        return
    for one in service.first_refusals(batch):
        click.echo(f"  第 {one.row} 行: {one.message}{one.remedy or ''}", err=True)
    click.echo(
        f"批次 {batch.id}: {batch.total} = 通过 {batch.passed} + 待复核 {batch.negative} "
        f"+ 待定 {batch.held} + 未受理 {batch.refused}（{seconds:.1f} 秒）"
    )
