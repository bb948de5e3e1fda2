"""Whether the rule tables an office needs are in force, and stay so: the doctor's check."""

from collections.abc import Iterator
from datetime import timedelta

from flask import current_app

from credit.checks.wording import PURPOSES
from credit.rules.problems import NoTableCovers
from credit.rules.service import StoredTable, table_for
from credit.rules.vocabulary import Purpose
from service import clock
from service.doctor.registry import Finding, Kind
from service.messages import msg
from service.settings import Settings

ENDING_SOON = timedelta(days=30)
_IMPORT = msg("导入新的规则表：flask --app wsgi rules import 文件。")


def look_at_rules() -> Iterator[Finding]:
    """One line when every purpose has its table for the next month, else one for each fault."""
    wrong = [one for purpose in Purpose for one in _of(purpose)]
    yield from wrong
    if all(one.kind == Kind.info for one in wrong):
        yield Finding(msg("规则表"), Kind.ok, msg("各用途都有现行的规则表"))


def _of(purpose: Purpose) -> Iterator[Finding]:
    settings: Settings = current_app.config["SETTINGS"]
    label = msg("规则表：{purpose}", purpose=PURPOSES[purpose])
    today = clock.today()
    try:
        now = table_for(purpose, today)
    except NoTableCovers:
        yield Finding(label, Kind.bad, msg("今天没有现行的规则表，不能核查"), _IMPORT)
        return
    try:
        table_for(purpose, today + ENDING_SOON)
    except NoTableCovers:
        yield Finding(
            label, Kind.warn, msg("{day}后没有规则表", day=now.table.valid_to or today), _IMPORT
        )
    if now.table.demonstration:
        yield Finding(
            label,
            Kind.bad if settings.in_production else Kind.info,
            msg("现行的是演示规则表"),
            msg("导入本地正式的规则表，演示表不能用于真实办件。"),
        )
    elif now.table.provisional:
        yield _provisional(label, now)


def _provisional(label: object, now: StoredTable) -> Finding:
    return Finding(
        label,  # type: ignore[arg-type]
        Kind.info,
        msg("{name}是试行的，有效期至{day}", name=now.table.name, day=now.table.valid_to or "—"),
        msg("留意正式文件，到期前导入新版。"),
    )
