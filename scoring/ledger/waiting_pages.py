"""The page of claims that wait: each approved or refused, one by one or many at once."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from scoring.communities.reads import log_list_read
from scoring.communities.scope import community_here
from scoring.ledger.deciding import Decision, decide_all
from scoring.ledger.explain import SOURCE_NAMES
from scoring.ledger.limits import EVENT_ID_CHARS_MAX, REASON_CHARS_MAX
from scoring.ledger.listing import WAITING_SHOWN_MAX, waiting_of
from scoring.ledger.scope import claim_here
from service.access import allow
from service.messages import Message, msg
from service.problems import Problem
from service.web.people import load_people

pages = Blueprint("entry_waiting", __name__)
Page = str | Response | tuple[str, int]
Faults = dict[UUID, Message]


@pages.get("/points/<code>/entries/waiting")
@allow("points.approve")
def index(code: str) -> str:
    """What waits; the caller's own is shown with the reason why somebody else must decide."""
    return _page(code, {})


@pages.post("/points/<code>/entries/waiting")
@allow("points.approve")
def decide(code: str) -> Page:
    """Decide those an answer was given for; each stands for itself."""
    community = community_here(code, "points.approve")
    wanted: list[tuple[UUID, str | None]] = []
    faults: Faults = {}
    for claim_id, answer in _answers():
        if answer == "refuse" and not _reason(claim_id):
            faults[claim_id] = msg("请写明退回的理由，成员会看到。")
        else:
            wanted.append((claim_id, _reason(claim_id) if answer == "refuse" else None))
    decided = decide_all(one for one in wanted if _reaches(one[0], community.code, faults))
    faults |= {one.claim_id: one.problem.detail for one in decided if one.problem is not None}
    _tell(decided)
    if faults:
        return _page(code, faults), 422
    if not decided:
        flash(gettext("没有选择任何一笔。"), "info")
    return redirect(url_for("entry_waiting.index", code=code, event=_event()), 303)


def _answers() -> list[tuple[UUID, str]]:
    """Claims with the answer chosen for each; `all` approves those without one."""
    for_all = request.form.get("all") == "approve"
    found = []
    for text in request.form.getlist("claim")[:WAITING_SHOWN_MAX]:
        try:
            claim_id = UUID(text)
        except ValueError:
            continue
        answer = request.form.get(f"answer-{claim_id}", "")
        if answer in {"approve", "refuse"}:
            found.append((claim_id, answer))
        elif for_all:
            found.append((claim_id, "approve"))
    return found


def _reason(claim_id: UUID) -> str:
    return request.form.get(f"reason-{claim_id}", "").strip()[: REASON_CHARS_MAX + 1]


def _reaches(claim_id: UUID, community_code: str, faults: Faults) -> bool:
    """Whether the claim is one of this community's, which the caller may decide."""
    try:
        here = claim_here(claim_id, "points.approve").community_code == community_code
    except Problem as problem:
        faults[claim_id] = problem.detail
        return False
    return here


def _tell(decided: list[Decision]) -> None:
    done = sum(one.problem is None for one in decided)
    if done:
        flash(gettext("已办理 %(n)s 笔。", n=done), "ok")


def _event() -> str | None:
    return (request.args.get("event") or "")[:EVENT_ID_CHARS_MAX] or None


def _page(code: str, faults: Faults) -> str:
    community = community_here(code, "points.approve")
    event_id = _event()
    rows, total = waiting_of(community.code, event_id)
    load_people(one.claim.entered_by for one in rows)
    if any(one.claim.evidence for one in rows):
        log_list_read(community.code, ("evidence",), action="points.approve")
    return render_template(
        "ledger/waiting.html",
        community=community,
        rows=rows,
        total=total,
        event_id=event_id,
        faults=faults,
        lost=[text for claim_id, text in faults.items()
              if claim_id not in {one.claim.id for one in rows}],
        answers=request.form,
        decidable=sum(one.hindrance is None for one in rows),
        sources=SOURCE_NAMES,
        reason_max=REASON_CHARS_MAX,
    )  # fmt: skip
