"""`rules touched CODE VERSION`: what to look through when a rule version was wrong."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from credit.checks.touched import (
    TouchedCounts,
    counts,
    plain,
    touched_checks,
    touched_rows,
    versions_of,
)
from credit.checks.touched_words import COLUMNS
from credit.rules.cli import rules
from service.cli_shell import refusals
from service.tabular import write_csv

__all__ = ["touched"]


@rules.command("touched")
@click.argument("code")
@click.argument("version", type=click.IntRange(min=1))
@click.option("--csv", "target", type=click.Path(path_type=Path), help="Write the checks there.")
@click.option("--json", "as_json", is_flag=True, help="Print counts and checks as JSON.")
@refusals
def touched(*, code: str, version: int, target: Path | None, as_json: bool) -> None:
    """List checks, certificates and batches made with VERSION of the table CODE."""
    found = versions_of(code, version)
    count = counts(found)
    if target is not None:
        write_csv(target, COLUMNS, touched_rows(touched_checks(found)))
    if as_json:
        listed = [plain(one) for one in touched_checks(found)]
        told: dict[str, Any] = {"code": code, "version": version, **asdict(count)}
        click.echo(json.dumps(told | {"listed": listed}, ensure_ascii=False, indent=2))
        return
    for one in found:
        click.echo(f"{one.code} 第{one.version}版 {one.purpose} {one.district}")
    click.echo(_sentence(count))
    if target is not None:
        click.echo(f"已写入 {target}")


def _sentence(count: TouchedCounts) -> str:
    return (
        f"核查 {count.checks} = 单件 {count.single} + 批量 {count.in_batches}"
        f" = 有效 {count.standing} + 已被取代 {count.superseded}\n"
        f"证明 {count.certificates}，批次 {count.batches}"
    )
