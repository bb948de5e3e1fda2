"""`rules touched CODE VERSION`: what to look through when a rule version was wrong."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from credit.checks.touched import TouchedCheck, TouchedCounts, counts, touched_checks, versions_of
from credit.rules.cli import rules
from service.cli_shell import refusals
from service.tabular import write_csv

__all__ = ["touched"]
COLUMNS = ("核查编号", "结论", "核查日期", "办理时间", "出具证明时间", "批次", "是否已被取代")


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
        write_csv(target, COLUMNS, _rows(touched_checks(found)))
    if as_json:
        listed = [_plain(one) for one in touched_checks(found)]
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


def _rows(checks: Iterable[TouchedCheck]) -> Iterator[list[str]]:
    for one in checks:
        values = _plain(one)
        yield [
            *(values[name] or "" for name in ("number", "outcome", "as_of", "created_at")),
            *(values[name] or "" for name in ("certified_at", "batch_id")),
            "是" if one.superseded else "否",
        ]


def _plain(one: TouchedCheck) -> dict[str, Any]:
    values = asdict(one)
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else str(value)
        if name == "batch_id" and value
        else value
        for name, value in values.items()
    }
