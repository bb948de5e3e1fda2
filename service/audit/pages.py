"""Pages of the auditor: how the trails stand, and verifications on demand."""

import json
from typing import Any

from flask import Blueprint, Flask, redirect, render_template, url_for
from werkzeug.wrappers import Response

from service import clock
from service.access.account import current_account
from service.access.policy import allow
from service.audit import overview, verifications
from service.audit.findings import Finding, Kind
from service.audit.models import AuditVerification
from service.audit.naming import TRAIL_NAMES
from service.audit.schemas import BLOCKS_OFFERED, VerificationForm
from service.messages import Message, msg
from service.pace import seconds_left
from service.web.forms import Form, read_form
from service.web.progress import Progress
from service.web.row_ids import ROW_ID
from service.web.shell import HomeCard, shell_of

pages = Blueprint("audit", __name__, url_prefix="/audit")
Page = str | Response | tuple[str, int]


@pages.get("")
@allow("audit.read")
def index() -> str:
    """How each trail stands, and the last verifications."""
    return _index_page(Form.blank(newest=BLOCKS_OFFERED[1]))


def _index_page(form: Form) -> str:
    rows = verifications.latest()
    found = verifications.results_of(rows)
    return render_template(
        "audit/overview.html",
        form=form,
        trails=overview.trail_states(),
        names=TRAIL_NAMES,
        choices=[(n, msg("每条链最近 {n} 个区块", n=n)) for n in BLOCKS_OFFERED]
        + [(0, msg("全部区块（耗时较长）"))],
        runs=[(row, _verdict(row, found.get(row.id))) for row in rows],
        last=_last_verdict(),
    )


@pages.post("/verifications")
@allow("audit.read")
def ask() -> Page:
    """Ask for a verification and follow it."""
    form, data = read_form(VerificationForm())
    if data is None:
        return _index_page(form), 422
    me = current_account()
    assert me is not None, "the gate lets nobody else in"
    row = verifications.ask(data["newest"] or None, me.id)
    return redirect(url_for("audit.verification", verification_id=row.id))


@pages.get(f"/verifications/<{ROW_ID}:verification_id>")
@allow("audit.read")
def verification(verification_id: int) -> str:
    """One verification: its bar while it runs, then what it found."""
    row = verifications.find(verification_id)
    found = verifications.result_of(row)
    return render_template(
        "audit/verification.html",
        row=row,
        job=_progress(row),
        verdict=verdict_of(row),
        found=found,
        names=TRAIL_NAMES,
        findings=[(one, _sentence(one)) for one in found["findings"]] if found else [],
    )


@pages.get(f"/verifications/<{ROW_ID}:verification_id>/status")
@allow("audit.read")
def status(verification_id: int) -> Response:
    """How far a verification has come, for the bar."""
    return _progress(verifications.find(verification_id)).answer()


def _progress(row: AuditVerification) -> Progress:
    running = row.state == "running"
    left = seconds_left(row.began_at, row.done, row.total, clock.now()) if running else None
    address = url_for("audit.status", verification_id=row.id)
    return Progress(row.state, row.done, row.total, address, left)


def _sentence(finding: dict[str, Any]) -> Message:
    kind, trail = Kind(finding["kind"]), finding["trail"]
    return Finding(kind, trail, finding["block"], finding["entry"]).sentence


def verdict_of(row: AuditVerification) -> tuple[str, Message]:
    """The kind of badge and the words for what a verification found."""
    return _verdict(row, verifications.result_of(row))


def _verdict(row: AuditVerification, found: dict[str, Any] | None) -> tuple[str, Message]:
    if row.state == "failed":
        return "warn", msg("未能完成")
    if found is None:
        return "wait", msg("进行中")
    if found["clean"]:
        return "ok", msg("完好")
    count = sum(trail["findings"] for trail in found["trails"].values())
    return "bad", msg("发现 {count} 处异常", count=count)


def _last_verdict() -> tuple[AuditVerification, tuple[str, Message]] | None:
    last = verifications.last_result()
    return None if last is None else (last[0], _verdict(*last))


def _audit_card() -> HomeCard:
    last = _last_verdict()
    count = overview.unsealed_entries()
    if last is None:
        return HomeCard(msg("条未封存"), count, msg("还没有核验过，请发起一次核验"), "audit.index")
    row, (_, words) = last
    assert row.ended_at is not None, "a verification that is done has ended"
    text = msg(
        "最近核验：{words}（{at}）", words=words, at=f"{clock.at_office(row.ended_at):%m-%d %H:%M}"
    )
    return HomeCard(msg("条未封存"), count, text, "audit.index")


def readable_json(value: Any) -> str:
    """Filter: JSON in lines, in the characters it was written in."""
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)


def init_audit_pages(app: Flask) -> None:
    """Put the trails into the auditor's navigation and home page."""
    app.jinja_env.filters["readable_json"] = readable_json
    shell = shell_of(app)
    shell.nav_item(
        msg("审计总览"), "audit.index", "audit.read", shortcut="Alt+A", quick=True, order=50
    )
    shell.nav_item(
        msg("审计日志"), "audit_trails.entries", "audit.read", shortcut="Alt+J", order=51
    )
    shell.nav_item(
        msg("查询日志"), "audit_trails.queries", "audit.read", shortcut="Alt+Q", order=52
    )
    shell.home_card("audit.read", _audit_card)
