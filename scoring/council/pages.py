"""The council's month: a page, the same on paper, and as a workbook."""

from flask import Blueprint, Flask, Response, render_template, request

from scoring.boards.period import Period, PeriodKind, last_periods, period_of
from scoring.communities.doors import Door, on_home
from scoring.communities.models import Community
from scoring.communities.scope import community_here
from scoring.council.drawing import pdf_of, workbook_of
from scoring.council.layout import text_of
from scoring.council.limits import MONTHS_OFFERED
from scoring.council.reading import month_asked, read_pack
from scoring.council.sections import sections_of
from service import clock
from service.access import allow
from service.api.errors import say
from service.files.kinds import PDF
from service.messages import msg
from service.web.downloads import XLSX_TYPE, made_file

pages = Blueprint("council", __name__)
ACTION = "points.council"


@pages.get("/points/<code>/council")
@allow(ACTION)
def show(code: str) -> str:
    """A month's figures, with the ways to paper and workbook."""
    community = community_here(code, ACTION)
    month = month_asked(request.args.get("month"))
    pack = read_pack(community, month)
    return render_template(
        "council/show.html",
        community=community,
        pack=pack,
        months=_months(),
        sections=sections_of(pack),
        rows_of=lambda section: [[text_of(cell, say) for cell in row] for row in section.rows],
    )


@pages.get("/points/<code>/council.pdf")
@allow(ACTION)
def paper(code: str) -> Response:
    """The pack on paper."""
    community, month = _asked(code)
    body = pdf_of(read_pack(community, month))
    name = f"council-{community.code}-{month.code}.pdf"
    return made_file(body, PDF, name, inline=True)


@pages.get("/points/<code>/council.xlsx")
@allow(ACTION)
def workbook(code: str) -> Response:
    """The pack as a workbook."""
    community, month = _asked(code)
    body = workbook_of(read_pack(community, month), say)
    return made_file(body, XLSX_TYPE, f"council-{community.code}-{month.code}.xlsx")


def _asked(code: str) -> tuple[Community, Period]:
    return community_here(code, ACTION), month_asked(request.args.get("month"))


def _months() -> list[Period]:
    return last_periods(period_of(PeriodKind.month, clock.today()), MONTHS_OFFERED)[::-1]


def _door(community: Community) -> Door:
    return Door(
        msg("议事会月报"),
        msg("一个月的积分、撤销、异议、参与和兑换，可以打印。"),
        "council.show",
        ACTION,
        {"code": community.code},
        order=70,
    )


def init_council(app: Flask) -> None:
    """Add the way in."""
    del app
    if _door not in on_home:
        on_home.append(_door)
