"""Pages of entries: the quick form with its preview, the list, one entry with its history."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from scoring.catalogue.problems import NoCatalogueCovers
from scoring.catalogue.service import in_force
from scoring.catalogue.table import CatalogueTable, Item
from scoring.catalogue.vocabulary import Entrant
from scoring.communities.called import called
from scoring.communities.models import Community, Member
from scoring.communities.reads import log_member_read
from scoring.communities.scope import community_here
from scoring.ledger import service
from scoring.ledger.entry_forms import EntryFilter, EntryForm, ReasonForm, wanted
from scoring.ledger.evidence_files import FILE_BYTES_MAX, keep_evidence
from scoring.ledger.explain import KIND_NAMES, sentences
from scoring.ledger.finding import Found, find_member, find_members
from scoring.ledger.listing import Filter, count_waiting, entries_of
from scoring.ledger.models import Claim, Entry, Kind
from scoring.ledger.previewing import Preview, preview
from scoring.ledger.problems import EntryUnknown
from scoring.ledger.reading import lines_of
from scoring.ledger.refusals import NewEntry
from scoring.ledger.scope import entry_here
from service import clock
from service.access import allow, current_account, may
from service.database import db, transaction
from service.files import open_stored
from service.messages import msg
from service.problems import Problem
from service.web.downloads import uploaded_file
from service.web.forms import Form, read_form
from service.web.people import load_people

pages = Blueprint("entries", __name__)
Page = str | AnyResponse | tuple[str, int]
SUGGESTED_CHARS_MIN = 1


@dataclass(frozen=True)
class Asked:
    """What the form's page shows beside the form."""

    form: Form
    found: tuple[Found, ...] = ()
    """Members to choose from, when the text fits several."""
    preview: Preview | None = None


@pages.get("/points/<code>/entries")
@allow("points.read")
def index(code: str) -> Page:
    """The quick form, and the entries so far."""
    return _index_page(code, Asked(Form.blank(done_on=clock.today(), quantity=1)))


@pages.post("/points/<code>/entries")
@allow("points.enter")
def enter(code: str) -> Page:
    """Show what it would earn, or enter it."""
    community = community_here(code, "points.enter")
    form, data = read_form(EntryForm())
    if data is None:
        return _index_page(code, Asked(form)), 422
    exact = find_member(community.code, data["member"])
    if exact is None:
        found = find_members(community.code, data["member"])
        return _index_page(code, _which(form, found)), 422
    new = wanted(community.code, exact.number, data)
    try:
        if data["step"] == "preview":
            return _index_page(code, Asked(form, preview=preview(new)))
        claim = _enter(new, data["evidence_file"])
    except Problem as problem:
        return _index_page(code, Asked(form.refused(problem))), problem.status
    flash(_told(claim, exact), "ok")
    return redirect(url_for("entries.index", code=code), 303)


@pages.get("/points/<code>/entries/members")
@allow("points.enter")
def suggest(code: str) -> Response:
    """Public names that hold what is being typed, for the form's suggestions."""
    community = community_here(code, "points.enter")
    typed = request.args.get("q", "")
    found = find_members(community.code, typed) if len(typed) >= SUGGESTED_CHARS_MIN else []
    return jsonify([{"number": one.number, "public_name": one.public_name} for one in found])


@pages.get("/points/<code>/entries/<uuid:entry_id>")
@allow("points.read")
def show(code: str, entry_id: UUID) -> str:
    """One entry with its history and, while it stands, the form that reverses it."""
    return _entry_page(_entry(code, entry_id), Form.blank())


@pages.post("/points/<code>/entries/<uuid:entry_id>/reverse")
@allow("points.approve")
def reverse(code: str, entry_id: UUID) -> Page:
    """Take an award back by an entry of its own."""
    entry = _entry(code, entry_id)
    form, data = read_form(ReasonForm())
    if data is None:
        return _entry_page(entry, form), 422
    try:
        service.reverse(entry.id, data["reason"])
    except Problem as problem:
        return _entry_page(entry, form.refused(problem)), problem.status
    flash(gettext("已撤销。原记录保留，撤销另记一笔。"), "ok")
    return redirect(url_for("entries.show", code=code, entry_id=entry.id), 303)


@pages.get("/points/<code>/entries/<uuid:entry_id>/evidence")
@allow("points.read")
def evidence(code: str, entry_id: UUID) -> Response:
    """The file that came with an entry or a claim, as a download; the read is logged."""
    community = community_here(code, "points.read")
    claim = db.session.get(Claim, entry_id)
    if claim is None or claim.community_code != community.code or claim.evidence_file_id is None:
        raise EntryUnknown(msg("没有找到这份证明。"))
    member = db.session.get_one(Member, claim.member_id)
    log_member_read(member, ("evidence_file",), action="points.read")
    content = open_stored(claim.evidence_file_id).read()
    return uploaded_file(content, "evidence")


def _enter(new: NewEntry, upload: Any) -> Claim:
    with transaction():
        if upload is None:
            return service.enter(new)
        kept = keep_evidence(upload.stream, upload.filename or "")
        return service.enter(NewEntry(**{**vars(new), "evidence_file": kept}))


def _told(claim: Claim, member: Found) -> str:
    if claim.two_person:
        sentence = gettext("已为%(name)s登记 %(n)s 分，待另一位管理员审核后入账。")
    else:
        sentence = gettext("已为%(name)s登记 %(n)s 分，已入账。")
    return str(sentence % {"name": member.public_name, "n": claim.points})


def _which(form: Form, found: list[Found]) -> Asked:
    unsure = msg("还不能确定是哪一位，请从名单里选定。")
    fault = unsure if found else msg("没有找到这位成员，请换一种写法。")
    return Asked(Form(form.values, {"member": [fault]}), tuple(found))


def _entry(code: str, entry_id: UUID) -> Entry:
    community = community_here(code, "points.read")
    entry = entry_here(entry_id, "points.read")
    if entry.community_code != community.code:
        raise EntryUnknown(msg("没有找到这笔积分。"))
    return entry


def _index_page(code: str, asked: Asked) -> str:
    community = community_here(code, "points.read")
    wanted_form, filters = read_form(EntryFilter(), typed=request.args, files={})
    member = _member_of(community, filters)
    unknown = bool(filters and filters["member"] and member is None)
    rows, following = (
        ([], None)
        if unknown or filters is None
        else entries_of(
            community.code,
            Filter(member, filters["item"], filters["kind"], filters["first"], filters["last"]),
            filters["after"],
        )
    )
    load_people(name for one in rows for name in (one.entry.entered_by, one.entry.approved_by))
    table = _table(community)
    entering = may(current_account(), "points.enter")
    template = "ledger/preview.html" if _wants_fragment() else "ledger/entries.html"
    return render_template(
        template,
        community=community,
        entering=entering,
        waiting=count_waiting(community.code),
        asked=asked,
        form=asked.form,
        table=table,
        items=[one for one in table.items if Entrant.manager in one.entered_by] if table else [],
        max_bytes=FILE_BYTES_MAX,
        filter=wanted_form,
        filtered=any(value for key, value in (filters or {}).items() if key != "after"),
        rows=rows,
        following=following,
        kinds=KIND_NAMES,
        kind_of_badge=BADGES,
    )


BADGES = {
    Kind.award: "ok",
    Kind.reversal: "warn",
    Kind.expiry: "wait",
    Kind.redemption: "info",
    Kind.refund: "info",
    Kind.departure: "wait",
}


def _wants_fragment() -> bool:
    """Whether the form's script asks, which puts the preview into the page as it is."""
    return request.method == "POST" and request.headers.get("X-Fragment") == "preview"


def _member_of(community: Community, filters: dict[str, Any] | None) -> int | None:
    if not filters or not filters["member"]:
        return None
    found = find_member(community.code, filters["member"])
    if found is None:
        return None
    return db.session.scalar(select(Member.id).where(Member.number == found.number))


def _table(community: Community) -> CatalogueTable | None:
    try:
        return in_force(community.code, clock.today())[1]
    except NoCatalogueCovers:
        return None


def _entry_page(entry: Entry, form: Form) -> str:
    session = db.session()
    line = lines_of(session, [entry])[0]
    member = session.get_one(Member, entry.member_id)
    said = bool(line.claim and (line.claim.evidence or line.claim.evidence_file_id))
    if said:
        log_member_read(member, ("evidence",), action="points.read")
    item: Item | None = line.item
    return render_template(
        "ledger/entry.html",
        entry=entry,
        line=line,
        item=item,
        member=member,
        said=sentences(line, called),
        kind=KIND_NAMES[Kind(entry.kind)],
        badge=BADGES[Kind(entry.kind)],
        reversible=entry.kind == Kind.award
        and line.reversal is None
        and may(current_account(), "points.approve"),
        form=form,
    )
