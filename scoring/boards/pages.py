"""Pages of boards, open to everybody: pictures first, public names only."""

from typing import Any

from flask import Blueprint, Flask, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from scoring.boards import wording
from scoring.boards.asking import ALL_DIMENSIONS, Asked
from scoring.boards.columns import table
from scoring.boards.dimensions import Dimension
from scoring.boards.export import workbook
from scoring.boards.limits import HOMES_MIN
from scoring.boards.schemas import BoardArguments
from scoring.boards.view import View, question, view
from scoring.communities.doors import Door, on_home
from scoring.communities.models import Community
from scoring.communities.scope import community_here
from service.access import allow, current_account
from service.api.errors import say
from service.database import db
from service.database.replica import from_replica
from service.messages import msg
from service.problems import InvalidInput, Problem
from service.web.downloads import XLSX_TYPE, made_file
from service.web.forms import Form, read_form
from service.web.shell import shell_of

pages = Blueprint("boards", __name__)
Page = str | tuple[str, int]


@pages.get("/points/board")
@allow("points.board")
def choose() -> str | AnyResponse:
    """The board of the caller's own community, or a choice of all."""
    account = current_account()
    if account is not None and account.community_code:
        return redirect(url_for("boards.show", code=account.community_code))
    communities = db.session.query(Community).order_by(Community.code).all()
    return render_template("boards/choose.html", communities=communities)


@pages.get("/points/<code>/board")
@allow("points.board")
@from_replica
def show(code: str) -> Page:
    """The board people open every week."""
    community = community_here(code, "points.board")
    form, data = read_form(BoardArguments(), request.args)
    if data is None:
        return _page(view(community, *_plain(community)), form), 422
    try:
        asked, dimensions = question(community, data)
    except Problem as problem:
        return _page(view(community, *_plain(community)), form.refused(problem)), problem.status
    return _page(view(community, asked, dimensions), _form_of(asked))


@pages.get("/points/<code>/board.xlsx")
@allow("points.board")
@from_replica
def download(code: str) -> Response:
    """The same board as a workbook."""
    community = community_here(code, "points.board")
    shown = view(community, *question(community, asked_for()))
    name = f"{community.code}-{shown.asked.level}-{shown.asked.period.code}.xlsx"
    return made_file(workbook(shown, say), XLSX_TYPE, name)


def _page(shown: View, form: Form) -> str:
    first, last = shown.asked.covered
    return render_template(
        "boards/show.html",
        view=shown,
        form=form,
        first=first,
        last=last,
        levels=wording.level_options(shown.scores.neighbourhood),
        dimensions=wording.dimension_options(shown.dimensions),
        periods=wording.period_options(shown),
        homes_min=HOMES_MIN,
        query=address_of(shown.asked),
        words=wording,
        table=table(shown.board),
    )


def asked_for() -> dict[str, Any]:
    """What the address asks for, where there is no form to show a fault in.

    Raises `InvalidInput`.
    """
    form, data = read_form(BoardArguments(), request.args)
    if data is None:
        raise InvalidInput(next(fault for faults in form.errors.values() for fault in faults))
    return data


def _plain(community: Community) -> tuple[Asked, list[Dimension]]:
    """What is shown beside a fault: the board of this month."""
    return question(community, BoardArguments().load({}))


def _form_of(asked: Asked) -> Form:
    return Form.blank(**address_of(asked) | {"as_of": asked.as_of})


def address_of(asked: Asked) -> dict[str, str | None]:
    """What an address says to ask for the same; today is not named."""
    return {
        "level": str(asked.level),
        "dimension": asked.dimension or ALL_DIMENSIONS,
        "period": asked.period.code,
        "as_of": None if asked.as_of == asked.today else asked.as_of.isoformat(),
    }


def _board(community: Community) -> Door:
    return Door(
        msg("积分榜"),
        msg("邻里信用分、名次和社区地图；可以打印和下载。"),
        "boards.show",
        "points.board",
        {"code": community.code},
        order=65,
    )


def _display(community: Community) -> Door:
    return Door(
        msg("大屏展示"),
        msg("放在大厅的屏幕上：不用登录，自己翻页和更新，横屏竖屏都可以。"),
        "lobby.show",
        "points.board",
        {"code": community.code},
        order=66,
    )


def init_boards(app: Flask) -> None:
    """Register with the shell."""
    on_home.extend(room for room in (_board, _display) if room not in on_home)
    shell = shell_of(app)
    shell.nav_item(msg("积分榜"), "boards.choose", "points.take_part", order=80)
    shell.nav_item(msg("积分榜"), "boards.choose", "points.manage", order=80)
