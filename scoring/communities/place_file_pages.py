"""Bringing places in on a page: a trial first, then the import, the refused rows as a file."""

from uuid import UUID

from flask import Blueprint, Response, render_template
from werkzeug.wrappers import Response as AnyResponse

from scoring.communities.limits import FAULTS_SHOWN_MAX, PLACE_FILE_BYTES_MAX, PLACE_ROWS_MAX
from scoring.communities.models import Community
from scoring.communities.place_import import staging
from scoring.communities.place_import.lines import COLUMNS
from scoring.communities.place_import.plan import Outcome
from scoring.communities.place_import.service import Imported, import_places
from scoring.communities.schemas import ConfirmForm, PlaceFileForm
from scoring.communities.scope import community_here
from service.access import allow
from service.api.errors import say
from service.messages import Message, msg
from service.problems import Problem
from service.tabular import write_csv
from service.web.downloads import CSV_TYPE, csv_download, made_file
from service.web.forms import Form, read_form

pages = Blueprint("points_place_files", __name__, url_prefix="/points/<code>/places")
Page = str | AnyResponse | tuple[str, int]
ACTION = "points.manage"
OUTCOMES: dict[Outcome, Message] = {
    Outcome.accepted: msg("新增"),
    Outcome.updated: msg("更新"),
    Outcome.unchanged: msg("未变"),
    Outcome.refused: msg("未导入"),
}
EXAMPLE = (
    ("网格", "1", "第一网格", "", "1", "", ""),
    ("楼幢", "3", "3 幢", "1", "3", "2", "1"),
    ("单元", "3-2", "2 单元", "3", "2", "", ""),
    ("户", "3-2-501", "501 室", "3-2", "", "", ""),
)


@pages.get("/import")
@allow(ACTION)
def choose(code: str) -> str:
    """The form that takes a file."""
    return _page(community_here(code, ACTION), Form.blank())


@pages.post("/import")
@allow(ACTION)
def try_out(code: str) -> Page:
    """Read the whole file, write nothing, and show what would become of every row."""
    community = community_here(code, ACTION)
    form, data = read_form(PlaceFileForm())
    if data is None:
        return _page(community, form), 422
    upload = data["file"]
    try:
        file_id = staging.keep(community, staging.UPLOAD, upload.stream, upload.filename or "")
        done = _run(community, file_id, dry_run=True)
    except Problem as problem:
        staging.drop(community, staging.UPLOAD)
        return _page(community, form.refused(problem)), problem.status
    return _page(community, Form.blank(file=file_id), done=done)


@pages.post("/import/confirm")
@allow(ACTION)
def bring_in(code: str) -> Page:
    """Import the very file that was tried out."""
    community = community_here(code, ACTION)
    form, data = read_form(ConfirmForm())
    if data is None:
        return _page(community, form), 422
    try:
        done = _run(community, data["file"], dry_run=False)
        staging.drop(community, staging.UPLOAD)
    except Problem as problem:
        return _page(community, Form().refused(problem)), problem.status
    return _page(community, Form.blank(), done=done)


@pages.get("/import/refused.csv")
@allow(ACTION)
def refused(code: str) -> Response:
    """The refused rows of the latest file, to be corrected and sent again."""
    community = community_here(code, ACTION)
    content = staging.opened(staging.kept(community, staging.REFUSED)).read()
    return made_file(content, CSV_TYPE, "refused.csv")


@pages.get("/import/template.csv")
@allow(ACTION)
def template(code: str) -> Response:
    """A file with the columns and an example of each level."""
    community_here(code, ACTION)
    header = [names[0] for names in COLUMNS.values()]
    return csv_download("places.csv", lambda target: write_csv(target, header, EXAMPLE))


def _run(community: Community, file_id: UUID, *, dry_run: bool) -> Imported:
    file = staging.kept(community, staging.UPLOAD, file_id)
    done = import_places(community, staging.opened(file), file.name, dry_run=dry_run)
    if done.counts[Outcome.refused]:
        staging.keep_bytes(community, staging.REFUSED, done.refused_csv(say), "refused.csv")
    else:
        staging.drop(community, staging.REFUSED)  # those of an earlier file
    return done


def _page(community: Community, form: Form, *, done: Imported | None = None) -> str:
    return render_template(
        "communities/place_import.html",
        community=community,
        form=form,
        done=done,
        bars=[(text, done.counts[one]) for one, text in OUTCOMES.items()] if done else [],
        refused=done.counts[Outcome.refused] if done else 0,
        writes=done.counts[Outcome.accepted] + done.counts[Outcome.updated] if done else 0,
        shown_max=FAULTS_SHOWN_MAX,
        rows_max=PLACE_ROWS_MAX,
        max_bytes=PLACE_FILE_BYTES_MAX,
    )
