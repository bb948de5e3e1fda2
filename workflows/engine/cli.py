"""Commands over cases: `cases tick`."""

import json
from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup

from service import clock
from service.cli_shell import fail, refusals
from service.clock import OFFICE_ZONE
from service.database import db, shared_clock
from workflows.engine.tick import TickSummary, tick

ALARMS = {"amber": "将到期", "red": "已到期限", "escalation": "超期督办"}
cases = AppGroup("cases", help="Cases and their deadlines.")


class Moment(click.ParamType[datetime]):
    """A date or a time in ISO form; without a zone it is office time, a date its first moment."""

    name = "time"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The moment, with its zone."""
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail("Write a date or a time such as 2026-11-23 or 2026-11-23T08:00.", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=OFFICE_ZONE)


@cases.command("tick")
@click.option("--now", type=Moment(), default=None, help="The moment to go by (default: now).")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@refusals
def tick_command(*, now: datetime | None, as_json: bool) -> None:
    """Do what is due: alarms, actions of clocks that ran out, and the periodic work of all parts.

    The exit code is 1 when something failed; it is tried again by the next tick.
    A moment to come ends cases before their time: production refuses it, elsewhere all that the
    tick does is dated then.
    """
    done = _tick_at(now)
    if as_json:
        click.echo(json.dumps(done.as_json(), ensure_ascii=False, indent=2))
    else:
        _show(done)
    if done.failures:
        raise click.exceptions.Exit(1)


def _tick_at(now: datetime | None) -> TickSummary:
    if now is None or now <= shared_clock.read(db.session()):
        return tick(now)
    if current_app.config["SETTINGS"].in_production:
        fail("in production the tick goes by now or by a moment past: one to come ends cases early")
    with clock.standing_at(now):
        return tick(now)


def _show(done: TickSummary) -> None:
    actions, clocks = done.actions, done.recomputed
    click.echo(f"{done.today} 日历版本 {done.calendar_version}，运行中的时限 {done.running}")
    if clocks.clocks:
        click.echo(
            f"重算时限 {clocks.clocks} = 改期 {len(clocks.moved)} + 确定 {clocks.confirmed}"
            f" + 未变 {clocks.unchanged}"
        )
    rung = " + ".join(f"{ALARMS[kind]} {count}" for kind, count in done.alarms.items())
    click.echo(f"提醒 {sum(done.alarms.values())} = {rung}")
    click.echo(
        f"期满 {actions.due} = 已办理 {actions.done} + 无需办理 {actions.not_needed}"
        f" + 失败 {actions.failed}"
    )
    for name, count in done.chores.done.items():
        click.echo(f"{name} {count}")
    for name in done.chores.failed:
        click.echo(f"{name} 失败", err=True)
