"""What operators and auditors see of effects, and where they stand on every page."""

from datetime import timedelta

from flask import Flask
from prometheus_client import CollectorRegistry, Gauge

from service import clock
from service.audit.naming import name_audit_terms
from service.messages import msg
from service.observability.board import Fact, add_facts, name_jobs
from service.observability.health import add_metrics
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
    shell.nav_item(msg("三项同步"), "effect_pages.index", "effects.read", order=36)
    shell.home_card("effects.settle", _card)
    name_audit_terms(actions=ACTIONS, objects={"case_effect": msg("同步")}, terms=dict(EFFECTS))
    name_jobs(JOBS)
    add_facts(app, _facts)
    add_metrics(app, _metrics)


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


def _facts() -> list[Fact]:
    rows = reading.tallies()
    count = {state: sum(row.count for row in rows if row.state == state) for state in WATCHED}
    pending = [row.oldest for row in rows if row.state == EffectState.pending and row.oldest]
    waited = max(clock.now() - min(pending), timedelta()) if pending else timedelta()
    dead = count[EffectState.dead]
    return [
        Fact(
            msg("自动同步"),
            "warn" if waited > WAITING_SHOWN_WARN else "ok",
            msg(
                "{n} 项待发送，最久已等 {minutes} 分钟",
                n=count[EffectState.pending],
                minutes=waited // timedelta(minutes=1),
            ),
        ),
        Fact(msg("人工同步"), "info", msg("{n} 项待登记回执", n=count[EffectState.manual])),
        Fact(msg("未成功的同步"), "bad" if dead else "ok", msg("{n} 项", n=dead)),
        *_down(),
    ]


def _down() -> list[Fact]:
    return [
        Fact(
            msg("系统接口 {code}", code=row.code),
            "warn",
            msg(
                "连续 {n} 次没有正常答复（{why}），已暂缓发送，自动试探",
                n=row.failures,
                why=outcome_words(row.last_error) or msg("没有答复"),
            ),
        )
        for row in reading.circuits()
        if row.failures >= CIRCUIT_FAILURES
    ]


def _metrics(registry: CollectorRegistry) -> None:
    labels = ["target", "state"]
    effects = Gauge("credit_effects", "Effects not confirmed yet", labels, registry=registry)
    age = Gauge(
        "credit_effects_oldest_seconds", "Age of the oldest of them", labels, registry=registry
    )
    down = Gauge(
        "credit_effect_target_failures", "Failures in a row", ["target"], registry=registry
    )
    for code in target_table().targets:  # a series that comes and goes cannot be watched
        down.labels(code).set(0)
        for state in WATCHED:
            effects.labels(code, state).set(0)
            age.labels(code, state).set(0)
    for row in reading.tallies():
        effects.labels(row.target, row.state).set(row.count)
        if row.oldest is not None:
            seconds = max((clock.now() - row.oldest).total_seconds(), 0)
            age.labels(row.target, row.state).set(seconds)
    for circuit in reading.circuits():
        down.labels(circuit.code).set(circuit.failures)
