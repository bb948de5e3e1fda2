"""What operators and auditors see of effects, and where they stand on every page."""

from datetime import timedelta

from flask import Flask

from service import clock
from service.audit.naming import name_audit_terms
from service.doctor.registry import Finding, Kind, add_check
from service.durations import duration
from service.messages import msg
from service.observability.board import name_jobs
from service.observability.gauges import add_metrics
from service.observability.sheet import Sheet
from service.settings import Settings, SettingsError
from service.web.shell import HomeCard, shell_of
from workflows.effects import reading
from workflows.effects.limits import CIRCUIT_FAILURES, WAITING_SHOWN_WARN
from workflows.effects.models import EffectState
from workflows.effects.targets import target_table
from workflows.effects.wording import EFFECTS, outcome_words

ACTIONS = {
    "effect.confirmed": msg("同步已确认"),
    "effect.dead": msg("同步未成功"),
    "effect.retried": msg("重新安排同步"),
}
JOBS = {
    "effects.send": msg("发送同步"),
    "effects.sweep": msg("查看到期的同步"),
    "cases.complete": msg("办结办件"),
}
WATCHED = (EffectState.pending, EffectState.manual, EffectState.dead)


def init_effects(app: Flask) -> None:
    """Check the settings against the table, and register with shell, board and metrics."""
    _check_targets(app.config["SETTINGS"])
    shell = shell_of(app)
    shell.nav_item(msg("三项同步"), "effect_pages.index", "effects.read", order=24)
    shell.home_card("effects.settle", _card)
    name_audit_terms(actions=ACTIONS, objects={"case_effect": msg("同步")}, terms=dict(EFFECTS))
    name_jobs(JOBS)
    add_check(app, "workflows.effects", _look)
    add_metrics(app, _measure)


def _check_targets(settings: Settings) -> None:
    known = {code for code, target in target_table().targets.items() if not target.in_house}
    for code in settings.targets:
        if code not in known:
            raise SettingsError(
                f"CREDIT_TARGET_{code.upper()}_URL names no target; "
                f"targets.yaml knows {', '.join(sorted(known))}."
            )


def _card() -> HomeCard:
    return HomeCard(
        msg("同步待处理"),
        reading.waiting_for_a_person(),
        msg("修复决定在其他系统中需要人工办理或重试的事项"),
        "effect_pages.index",
        {"state": reading.Standing.open.value},
    )


def _look() -> list[Finding]:
    rows = reading.tallies()
    count = {state: sum(row.count for row in rows if row.state == state) for state in WATCHED}
    pending = [row.oldest for row in rows if row.state == EffectState.pending and row.oldest]
    waited = max(clock.now() - min(pending), timedelta()) if pending else timedelta()
    dead, late = count[EffectState.dead], waited > WAITING_SHOWN_WARN
    return [
        Finding(
            msg("自动同步"),
            Kind.warn if late else Kind.ok,
            msg(
                "{n} 项待发送，最久已等 {waited}",
                n=count[EffectState.pending],
                waited=duration(waited),
            ),
            msg("检查工作进程和系统接口；恢复后自动发送。") if late else None,
        ),
        Finding(msg("人工同步"), Kind.info, msg("{n} 项待登记回执", n=count[EffectState.manual])),
        Finding(
            msg("未成功的同步"),
            Kind.bad if dead else Kind.ok,
            msg("{n} 项", n=dead),
            msg("在“三项同步”页查看原因，排除后重新安排，或人工办理并登记回执。") if dead else None,
        ),
        *_down(),
    ]


def _down() -> list[Finding]:
    return [
        Finding(
            msg("系统接口 {code}", code=row.code),
            Kind.warn,
            msg(
                "连续 {n} 次没有正常答复（{why}），已暂缓发送，自动试探",
                n=row.failures,
                why=outcome_words(row.last_error) or msg("没有答复"),
            ),
            msg("联系对方单位，检查网络；恢复后自动继续，期限以系统记录为准。"),
        )
        for row in reading.circuits()
        if row.failures >= CIRCUIT_FAILURES
    ]


def _measure(sheet: Sheet) -> None:
    known = {(row.target, row.state): row for row in reading.tallies()}
    failures = {row.code: row.failures for row in reading.circuits()}
    for code in target_table().targets:  # a series that comes and goes cannot be watched
        sheet.gauge(
            "credit_effect_target_failures", "Failures in a row", failures.get(code, 0), target=code
        )
        for state in WATCHED:
            row = known.get((code, state))
            age = clock.now() - row.oldest if row and row.oldest else timedelta()
            labels = {"target": code, "state": str(state)}
            sheet.gauge(
                "credit_effects", "Effects not confirmed yet", row.count if row else 0, **labels
            )
            sheet.gauge(
                "credit_effects_oldest_seconds",
                "Age of the oldest of them",
                max(age.total_seconds(), 0),
                **labels,
            )
