"""The statement of a member: for the member, for the community's managers, for auditors."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Flask, Response, make_response, render_template, request, url_for
from sqlalchemy import select

from scoring.boards.dimensions import dimensions_on
from scoring.communities.me import Link, Section, on_me
from scoring.communities.models import Community, Member
from scoring.communities.scope import community_here, member_here, own_member
from scoring.ledger.explain import KIND_NAMES, why_capped
from scoring.ledger.lines import Statement
from scoring.ledger.models import Claim, ClaimState, Entry
from scoring.ledger.present import present_claim, present_line
from scoring.ledger.reading import balance, days_of, lines_of, lots, statement
from scoring.ledger.reads import log_statement
from scoring.ledger.schemas import StatementArguments
from scoring.ledger.versions import tables
from scoring.statement.export import TYPES, sheet_of
from scoring.statement.stars import told as told_stars
from scoring.statement.sums import by_expiry, movements, year_of
from scoring.statement.words import meet_handlers, rules_of, words_of
from service import clock
from service.access import allow
from service.api.errors import say
from service.database import db
from service.messages import Message, msg
from service.problems import NotFound, Problem
from service.web.downloads import made_file
from service.web.forms import Form, read_form

pages = Blueprint("statement", __name__)
Page = str | tuple[str, int]
ACTION = "points.statement"


@dataclass(frozen=True)
class Reader:
    """Whose statement is read, and from where."""

    member: Member
    own: bool

    def url(self, form: str = "", **query: Any) -> str:
        """The statement's page, or its file in a form."""
        if self.own:
            return url_for(f"statement.own{form}", **query)
        place: dict[str, Any] = {"code": self.member.community_code, "number": self.member.number}
        return url_for(f"statement.of_member{form}", **place, **query)


@pages.get("/points/me/statement")
@allow("points.take_part")
def own() -> Page:
    """One's own statement."""
    return _page(_own())


@pages.get("/points/me/statement.csv")
@allow("points.take_part")
def own_csv() -> Response:
    """The same as CSV."""
    return _file(_own(), "csv")


@pages.get("/points/me/statement.xlsx")
@allow("points.take_part")
def own_xlsx() -> Response:
    """The same as a workbook."""
    return _file(_own(), "xlsx")


@pages.get("/points/<code>/members/<number>/statement")
@allow(ACTION)
def of_member(code: str, number: str) -> Page:
    """A member's statement; that it was read is logged."""
    return _page(_other(code, number))


@pages.get("/points/<code>/members/<number>/statement.csv")
@allow(ACTION)
def of_member_csv(code: str, number: str) -> Response:
    """The same as CSV."""
    return _file(_other(code, number), "csv")


@pages.get("/points/<code>/members/<number>/statement.xlsx")
@allow(ACTION)
def of_member_xlsx(code: str, number: str) -> Response:
    """The same as a workbook."""
    return _file(_other(code, number), "xlsx")


def _own() -> Reader:
    return Reader(own_member(), own=True)


def _other(code: str, number: str) -> Reader:
    community = community_here(code, ACTION)
    member = member_here(number, ACTION)
    if member.community_code != community.code:
        raise NotFound(msg("没有找到这位成员。"))
    return Reader(member, own=False)


def _page(reader: Reader) -> Page:
    form, data = read_form(StatementArguments(), request.args)
    first, last = days_of(None, None)
    status, told = (422 if data is None else 200), None
    if data is not None:
        try:
            told = statement(reader.member, *days_of(data["first"], data["last"]))
        except Problem as problem:
            form, status = form.refused(problem), problem.status
    told = told or statement(reader.member, first, last)
    log_statement(reader.member, "page", f"{told.first}/{told.last}")
    shown = form if not form.valid else Form.blank(**{"from": told.first, "to": told.last})
    return _drawn(reader, told, shown), status


def _drawn(reader: Reader, told: Statement, form: Form) -> str:
    rules, dimensions = rules_of(told.lines), _dimensions(reader.member, told.last)
    meet_handlers(told.lines)
    return render_template(
        "statement/show.html",
        reader=reader,
        community=db.session.get_one(Community, reader.member.community_code),
        told=told,
        form=form,
        years=_years(reader.member),
        movements=movements(told),
        year=year_of(told, list(dimensions)),
        dimensions=dimensions,
        lines=[(line, words_of(line, rules)) for line in reversed(told.lines)],
        lots=by_expiry(lots(reader.member)),
        claims=[
            (claim, item, why_capped(claim, item))
            for claim in told.claims
            if (item := told.items.get((claim.catalogue_id, claim.item_code)))
        ],
    )


def _file(reader: Reader, form: str) -> Response:
    _, data = read_form(StatementArguments(), request.args)
    if data is None:
        return make_response(_page(reader))
    first, last = days_of(data["first"], data["last"])
    told = statement(reader.member, first, last)
    log_statement(reader.member, form, f"{first}/{last}")
    meet_handlers(told.lines)
    body = sheet_of(form, told, rules_of(told.lines), _dimensions(reader.member, last), say)
    return made_file(body, TYPES[form], f"statement-{first:%Y%m%d}-{last:%Y%m%d}.{form}")


def _years(member: Member) -> list[int]:
    return list(range(clock.today().year, member.joined_on.year - 1, -1))


def _dimensions(member: Member, day: date) -> dict[str, Message]:
    return {one.code: one.name for one in dimensions_on(member.community_code, day)}


def section(member: Member) -> Section:
    """What the ledger holds about a member, for the member's own page."""
    sums = balance(member)
    text = told_stars(member, clock.today()) or msg("荣誉分用于榜单，可用积分用于兑换。")
    links = (Link(msg("查看积分明细"), "statement.own"),)
    figures = ((msg("荣誉分"), sums.honour), (msg("可用积分"), sums.spendable))
    return Section(
        "points", msg("积分"), text, held=lambda: _held(member), links=links, figures=figures,
        order=10,
    )  # fmt: skip


def _held(member: Member) -> dict[str, Any]:
    sums, session = balance(member), db.session()
    entries = session.scalars(
        select(Entry).filter_by(member_id=member.id).order_by(Entry.posted_at, Entry.id)
    ).all()
    told = [present_line(line, say) for line in lines_of(session, entries)]
    sum_now = {"honour": sums.honour, "spendable": sums.spendable}
    return {**sum_now, "entries": told, "claims": _claims_held(member)}


def _claims_held(member: Member) -> list[dict[str, Any]]:
    """What waits or was refused, with what was said for it: it is held though it counts nothing."""
    wanted = select(Claim).where(Claim.member_id == member.id, Claim.state != ClaimState.approved)
    claims = db.session.scalars(wanted.order_by(Claim.entered_at, Claim.id)).all()
    known = tables(db.session(), {claim.catalogue_id for claim in claims})
    return [
        present_claim(claim, item, member.number, say) | {"evidence": claim.evidence}
        for claim in claims
        if (item := known[claim.catalogue_id].item(claim.item_code)) is not None
    ]


def init_statement(app: Flask) -> None:
    """Make the names of kinds of entries known to templates."""
    app.jinja_env.globals["entry_kinds"] = KIND_NAMES


on_me.append(section)
