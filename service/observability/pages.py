"""The operations page: what runs, what waits, what failed, and another try for what failed."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from service.access.policy import allow
from service.doctor.work import PROCESS_NAMES
from service.durations import duration
from service.messages import Message, msg
from service.observability import board
from service.one_look import one_look
from service.outbox import standing
from service.outbox.beats import living
from service.outbox.retry import retry
from service.outbox.service import QUEUES
from service.problems import Conflict
from service.web.i18n import render
from service.web.shell import HomeCard, shell_of

pages = Blueprint("operations_board", __name__, url_prefix="/operations")
QUEUE_NAMES = {"default": msg("短任务队列"), "batch": msg("批量任务队列")}


@pages.get("")
@allow("operations.view")
def index() -> str:
    """The state of the house."""
    with one_look():
        return render_template(
            "operations/board.html",
            facts=board.facts(),
            processes=living(),
            process_names=PROCESS_NAMES,
            queues=_queues(),
            running=standing.running_jobs(),
            failed=standing.failed_jobs(),
            runs=standing.last_runs(),
            versions=board.versions(),
            job_name=board.job_name,
            duration=duration,
        )


def _queues() -> list[tuple[Message, timedelta]]:
    """Where jobs wait, and for how long the oldest has."""
    now = standing.standing(QUEUES)
    return [
        (msg("等待转发"), now.outbox_age),
        *((QUEUE_NAMES[name], age) for name, age in now.queue_ages.items()),
    ]


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
    count = standing.failed_count()
    text = msg("后台任务多次尝试仍未成功，请查看原因") if count else msg("后台任务都正常")
    return HomeCard(msg("失败任务"), count, text, "operations_board.index")


def init_operations(app: Flask) -> None:
    """Put the board into the navigation, and failed jobs on the administrator's home page."""
    shell = shell_of(app)
    shell.nav_item(
        msg("运行状况"),
        "operations_board.index",
        "operations.view",
        shortcut="Alt+O",
        quick=True,
        order=71,
    )
    shell.home_card("operations.retry", _failed_card)
