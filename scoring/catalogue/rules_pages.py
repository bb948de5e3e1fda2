"""A table of rules on a page: an account of every row, and the draft it makes."""

from flask import Blueprint, render_template

from scoring.catalogue import drafting, limits
from scoring.catalogue.announcement import earliest_start
from scoring.catalogue.edit_pages import Page
from scoring.catalogue.from_csv.convert import Conversion, convert
from scoring.catalogue.from_csv.report import OUTCOMES
from scoring.catalogue.from_csv.rows import Outcome
from scoring.catalogue.pages import MANAGE
from scoring.catalogue.schemas import RulesFile
from scoring.communities.models import Community
from scoring.communities.scope import community_here
from service import clock
from service.access import allow
from service.files.spool import scratch
from service.problems import Problem
from service.web.forms import Form, read_form

pages = Blueprint("points_rules", __name__, url_prefix="/points/<code>/catalogue/draft/from-table")
SHOWN_MAX = 1000
BADGES = {
    Outcome.taken: "ok",
    Outcome.minus: "wait",
    Outcome.sensitive: "warn",
    Outcome.repeated: "info",
    Outcome.unreadable: "bad",
}


@pages.get("")
@allow(MANAGE)
def choose(code: str) -> str:
    """The form that takes a table."""
    return _page(community_here(code, MANAGE), Form.blank())


@pages.post("")
@allow(MANAGE)
def read(code: str) -> Page:
    """Read every row, say what becomes of it, and open the draft if that was asked for."""
    community = community_here(code, MANAGE)
    form, data = read_form(RulesFile())
    if data is None:
        return _page(community, form), 422
    try:
        done = _converted(community, data["file"])
        kept = data["keep"] and done.draft is not None
        if kept:
            drafting.begin(community, done.draft)
    except Problem as problem:
        return _page(community, form.refused(problem)), problem.status
    return _page(community, Form.blank(), done, kept=kept)


def _converted(community: Community, upload: object) -> Conversion:
    today = clock.today()
    name = getattr(upload, "filename", "") or ""
    with scratch() as folder:
        path = folder / "rules"
        upload.save(path)  # type: ignore[attr-defined]  # a FileStorage
        return convert(path, name, community, today, earliest_start(today))


def _page(
    community: Community, form: Form, done: Conversion | None = None, *, kept: bool = False
) -> str:
    return render_template(
        "catalogue/from_table.html",
        community=community,
        form=form,
        done=done,
        kept=kept,
        draft=drafting.draft_of(community.code),
        bars=[(OUTCOMES[one], done.count(one)) for one in Outcome] if done else [],
        outcomes=OUTCOMES,
        badges=BADGES,
        shown_max=SHOWN_MAX,
        max_bytes=limits.CSV_BYTES_MAX,
        rows_max=limits.CSV_ROWS_MAX,
    )
