"""`scoring verify`: whether every sum is what the entries make of it."""

import json

import click

from scoring.cli import scoring
from scoring.ledger.verify import Compared, verify
from service.cli_shell import fail, refusals

KINDS = {
    "balance": "余额",
    "lot": "可用积分批次",
    "total": "榜单合计",
    "use": "扣用明细",
    "undoing": "撤销、到期和退回",
    "refund": "退回的来源",
    "claim": "登记与入账",
}


@scoring.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@refusals
def verify_command(*, as_json: bool) -> None:
    """Recompute balances, lots, totals and uses from the entries and name what differs."""
    found = verify()
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        click.echo(f"积分记录 {found.entries}")
        for compared in found.compared:
            _show(compared)
    if found.wrong:
        fail(f"核对未通过：{found.wrong} 处与积分记录不符。")


def _show(compared: Compared) -> None:
    if not compared.wrong:
        click.echo(f"{KINDS[compared.kind]} {compared.rows} 全部相符")
        return
    click.echo(f"{KINDS[compared.kind]} {compared.rows}，不符 {compared.wrong}")
    for row in compared.first_wrong:
        where = " ".join(f"{name}={value}" for name, value in row.items())
        click.echo(f"  ! {where}")
