"""`flask doctor`: everything looked at, and what to do."""

import json
import sys
from collections.abc import Sequence

import click

from service.doctor.registry import Examined, Kind, examine, worst

_WORDS = {Kind.ok: "正常", Kind.info: "信息", Kind.warn: "注意", Kind.bad: "异常"}
EXIT_BAD = 1


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> None:
    """Check everything the service stands on; ends with 1 when something is bad."""
    examined = examine(deep=True)
    if as_json:
        click.echo(json.dumps(_as_json(examined), ensure_ascii=False, indent=2))
    else:
        _show(examined)
    sys.exit(EXIT_BAD if worst(examined) == Kind.bad else 0)


def _as_json(examined: Sequence[Examined]) -> dict[str, object]:
    return {
        "worst": worst(examined).value,
        **{kind.value: _count(examined, kind) for kind in Kind},
        "findings": [
            {
                "check": one.code,
                "kind": str(one.finding.kind),
                "label": str(one.finding.label),
                "text": str(one.finding.text),
                "remedy": str(one.finding.remedy) if one.finding.remedy else None,
            }
            for one in examined
        ],
    }


def _show(examined: Sequence[Examined]) -> None:
    for one in examined:
        found = one.finding
        click.echo(f"[{_WORDS[Kind(found.kind)]}] {found.label}：{found.text}")
        if found.remedy and found.kind != Kind.ok:
            click.echo(f"       → {found.remedy}")
    counts = "，".join(f"{_WORDS[kind]} {_count(examined, kind)}" for kind in Kind)
    click.echo(f"共 {len(examined)} 项：{counts}")


def _count(examined: Sequence[Examined], kind: Kind) -> int:
    return sum(one.finding.kind == kind for one in examined)
