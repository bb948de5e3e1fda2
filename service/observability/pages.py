"""The operations page: what runs, what waits, what failed, and another try for what failed."""

from uuid import UUID

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from service.access.policy import allow
from service.messages import msg
from service.observability import board
from service.outbox.retry import retry
from service.problems import Conflict
from service.web.i18n import render
from service.web.shell import HomeCard, shell_of

pages = Blueprint("operations_board", __name__, url_prefix="/operations")


@pages.get("")
@allow("operations.view")
def index() -> str:
    """The state of the house."""
    return render_template(
        "operations/board.html",
        facts=board.facts(),
        failed=board.failed_jobs(),
        runs=board.last_runs(),
        versions=board.versions(),
        job_name=board.job_name,
    )


@pages.post("/jobs/<uuid:job_id>/retry")
@allow("operations.retry")
def retry_job(job_id: UUID) -> Response:
    """Give a failed job another set of attempts."""
    try:
        retry(job_id)
    except Conflict as problem:
        flash(render(problem.detail), "warn")
    else:
        flash(gettext("任务已重新排队。"), "ok")
    return redirect(url_for("operations_board.index"))


def _failed_card() -> HomeCard:
    count = board.failed_count()
    text = msg("后台任务多次尝试仍未成功，请查看原因") if count else msg("后台任务都正常")
    return HomeCard(msg("失败任务"), count, text, "operations_board.index")


def init_operations(app: Flask) -> None:
    """Put the board into the navigation, and failed jobs on the administrator's home page."""
    shell = shell_of(app)
    shell.nav_item(
        msg("运行状况"), "operations_board.index", "operations.view", shortcut="Alt+O", order=70
    )
    shell.home_card("operations.retry", _failed_card)
