"""The board on the display in the lobby: large, without sign-in, turning its own pages."""

from dataclasses import replace
from enum import StrEnum
from typing import Any

from flask import Blueprint, render_template, request, url_for

from scoring.boards import wording
from scoring.boards.asking import Asked, BoardLevel
from scoring.boards.limits import LOBBY_SECONDS, LOBBY_TOP
from scoring.boards.pages import address_of, asked_for
from scoring.boards.reading import Board, standings
from scoring.boards.view import View, question, view
from scoring.communities.scope import community_here
from service import clock
from service.access import allow
from service.database.replica import answered_as_of, from_replica

pages = Blueprint("lobby", __name__)


class Screen(StrEnum):
    """The sections of the display, in the order in which they are shown."""

    overview = "overview"
    people = "people"
    places = "places"
    time = "time"
    story = "story"


@pages.get("/points/<code>/lobby")
@allow("points.board")
@from_replica
def show(code: str) -> str:
    """One section; the page brings up the next one by itself and reads everything anew."""
    community = community_here(code, "points.board")
    asked, dimensions = question(community, asked_for())
    shown = view(community, replace(asked, level=BoardLevel.member), dimensions, public=True)
    screens = [screen for screen in Screen if _has_something(shown, screen)]
    screen = _screen(screens)
    after = screens[(screens.index(screen) + 1) % len(screens)]
    query: dict[str, Any] = {**address_of(asked)}
    del query["level"]
    return render_template(
        "boards/lobby.html",
        view=shown,
        screen=screen,
        screens=screens,
        board=_board(shown, asked, screen),
        place_level=_place_level(shown),
        next_address=url_for("lobby.show", code=code, **dict(query, screen=after)),
        query=query,
        seconds=LOBBY_SECONDS,
        top=LOBBY_TOP,
        read_at=answered_as_of() or clock.now(),
        words=wording,
    )


def _screen(screens: list[Screen]) -> Screen:
    wanted = request.args.get("screen", "")
    return Screen(wanted) if wanted in screens else screens[0]


def _has_something(shown: View, screen: Screen) -> bool:
    return screen is Screen.people or shown.scores.shown


def _place_level(shown: View) -> BoardLevel:
    return BoardLevel(shown.map_level)


def _board(shown: View, asked: Asked, screen: Screen) -> Board:
    """The places' board on their screen; everywhere else the members'."""
    if screen is not Screen.places:
        return shown.board
    return standings(shown.community, replace(asked, level=_place_level(shown)), shown.scores)
