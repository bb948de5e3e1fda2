"""The editor of managers: a draft, its items one by one, what it changes, and its adoption."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from scoring.catalogue import drafting, limits
from scoring.catalogue.announcement import earliest_start, notice_days
from scoring.catalogue.check import minus_allowed
from scoring.catalogue.files import read_yaml
from scoring.catalogue.head_form import HeadForm, head_to_form, read_dimensions, read_stars
from scoring.catalogue.item_form import OWN_UNIT, ItemForm, earns, field_of, to_form, to_raw
from scoring.catalogue.models import CatalogueDraft
from scoring.catalogue.pages import MANAGE, WORDS
from scoring.catalogue.problems import InvalidCatalogue
from scoring.catalogue.schemas import CatalogueFile, EditionForm
from scoring.catalogue.vocabulary import Tiers
from scoring.catalogue.wording import BASES, ENTRANTS, PROOFS, UNITS
from scoring.communities.models import Community
from scoring.communities.scope import community_here
from service import clock
from service.access import allow
from service.messages import Message, msg
from service.problems import FieldError, NotFound, Problem
from service.web.forms import Form, read_form
from service.web.i18n import render

pages = Blueprint("points_draft", __name__, url_prefix="/points/<code>/catalogue/draft")
Page = str | Response | tuple[str, int]
ITEM_BLANK = {"unit": "times", "evidence": "words", "entered_by": ["manager"]}


@pages.get("")
@allow(MANAGE)
def show(code: str) -> str:
    """The draft: its items, and what it would change."""
    return _overview(community_here(code, MANAGE))


@pages.post("")
@allow(MANAGE)
def begin(code: str) -> Response:
    """Begin a draft from the catalogue as it is."""
    community = community_here(code, MANAGE)
    if drafting.draft_of(community.code) is None:
        drafting.begin(community)
    return redirect(url_for(".show", code=code), 303)


@pages.post("/discard")
@allow(MANAGE)
def discard(code: str) -> Response:
    """Drop the draft."""
    drafting.discard(community_here(code, MANAGE))
    flash(render(msg("草稿已放弃，现行目录没有变化。")), "ok")
    return redirect(url_for("points_catalogue.show", code=code), 303)


@pages.post("/adopt")
@allow(MANAGE)
def adopt(code: str) -> Page:
    """Make the draft the next version."""
    community = community_here(code, MANAGE)
    return _deed(
        community,
        lambda edition: drafting.adopt_draft(community, edition),
        lambda done: msg(
            "第{version}版已采用，{day}起生效，居民现在就能看到变化。",
            version=done.row.version,
            day=done.row.valid_from,
        ),
        "points_catalogue.show",
    )


@pages.get("/head")
@allow(MANAGE)
def head(code: str) -> str:
    """The form of names, days, source, dimensions and stars."""
    community = community_here(code, MANAGE)
    draft = _draft(community)
    return _head_page(community, Form.blank(edition=draft.edition, **head_to_form(draft.content)))


@pages.post("/head")
@allow(MANAGE)
def put_head(code: str) -> Page:
    """Change what the draft says of itself."""
    community = community_here(code, MANAGE)
    form, data = read_form(HeadForm())
    if data is None:
        return _head_page(community, form), 422
    try:
        faults: list[FieldError] = []
        dimensions = read_dimensions(data["dimensions"], faults)
        stars = read_stars(data["stars"], faults)
        if faults:
            raise InvalidCatalogue(msg("有{n}处错误，没有保存。", n=len(faults)), errors=faults)
        drafting.put_head(community, data, dimensions, stars, data["edition"])
    except Problem as problem:
        return _head_page(community, _refused(form, problem)), problem.status
    return _back(code, msg("目录信息已保存到草稿。"))


@pages.get("/items/new")
@allow(MANAGE)
def new_item(code: str) -> str:
    """The form for something new."""
    community = community_here(code, MANAGE)
    draft = _draft(community)
    return _item_page(community, Form.blank(edition=draft.edition, **to_form(ITEM_BLANK)))


@pages.post("/items/new")
@allow(MANAGE)
def add_item(code: str) -> Page:
    """Add an item to the draft."""
    return _put(code, None)


@pages.get("/items/<item>")
@allow(MANAGE)
def edit_item(code: str, item: str) -> str:
    """The form of one item."""
    community = community_here(code, MANAGE)
    draft = _draft(community)
    found = next((one for one in draft.content["items"] if one.get("code") == item), None)
    if found is None:
        raise NotFound(msg("草稿里没有这个项目。"))
    return _item_page(community, Form.blank(edition=draft.edition, **to_form(found)), item)


@pages.post("/items/<item>")
@allow(MANAGE)
def alter_item(code: str, item: str) -> Page:
    """Put an item in the place of this one."""
    return _put(code, item)


@pages.post("/items/<item>/end")
@allow(MANAGE)
def end_item(code: str, item: str) -> Page:
    """Leave an item out of the draft."""
    community = community_here(code, MANAGE)
    return _deed(
        community,
        lambda edition: drafting.end_item(community, item, edition),
        lambda _: msg("“{item}”已在草稿中停用。", item=item),
        ".show",
    )


@pages.get("/upload")
@allow(MANAGE)
def choose(code: str) -> str:
    """The form that takes a YAML file."""
    return _upload_page(community_here(code, MANAGE), Form.blank())


@pages.post("/upload")
@allow(MANAGE)
def upload(code: str) -> Page:
    """Begin a draft from a YAML file: all of it, or nothing and every fault by its place."""
    community = community_here(code, MANAGE)
    form, data = read_form(CatalogueFile())
    if data is None:
        return _upload_page(community, form), 422
    try:
        content = data["file"].stream.read(limits.FILE_BYTES_MAX + 1)
        drafting.begin(community, read_yaml(content))
    except Problem as problem:
        shown = Form(detail=problem.detail)
        return _upload_page(community, shown, problem), problem.status
    return _back(code, msg("文件已作为草稿打开；核对变化后再采用。"))


def _draft(community: Community) -> CatalogueDraft:
    draft = drafting.draft_of(community.code)
    if draft is None:
        raise NotFound(msg("没有草稿；它可能已经被采用或放弃。"))
    return draft


def _put(code: str, replaces: str | None) -> Page:
    community = community_here(code, MANAGE)
    form, data = read_form(ItemForm())
    if data is None:
        return _item_page(community, form, replaces), 422
    try:
        faults: list[FieldError] = []
        raw = to_raw(data, faults)
        if faults:
            faults += _left_empty(data)
            raise InvalidCatalogue(
                msg("该项目有{n}处错误，没有保存。", n=len(faults)), errors=faults
            )
        drafting.put_item(community, raw, data["edition"], replaces)
    except Problem as problem:
        return _item_page(community, _refused(form, problem), replaces), problem.status
    return _back(code, msg("“{name}”已保存到草稿。", name=data["name"]))


def _left_empty(data: Mapping[str, Any]) -> list[FieldError]:
    """What an item cannot do without; told at once with what cannot be read."""
    empty = [key for key in ("name", "code", "dimension") if not data[key]]
    return [FieldError(key, "required", msg("请填写此项。")) for key in empty]


def _deed(
    community: Community,
    deed: Callable[[int], Any],
    said: Callable[[Any], Message],
    target: str,
) -> Page:
    _, data = read_form(EditionForm())
    try:
        if data is None:
            raise NotFound(msg("没有草稿；它可能已经被采用或放弃。"))
        done = deed(data["edition"])
    except Problem as problem:
        return _overview(community, problem), problem.status
    flash(render(said(done)), "ok")
    return redirect(url_for(target, code=community.code), 303)


def _refused(form: Form, problem: Problem) -> Form:
    """The form with every fault at the field it can be mended in."""
    errors = [
        FieldError(field_of(one.field), one.code, one.message, one.remedy) for one in problem.errors
    ]
    return form.refused(type(problem)(problem.detail, errors=errors))


def _back(code: str, said: Message) -> Response:
    flash(render(said), "ok")
    return redirect(url_for("points_draft.show", code=code), 303)


def _overview(community: Community, problem: Problem | None = None) -> str:
    draft = drafting.draft_of(community.code)
    today = clock.today()
    return render_template(
        "catalogue/draft.html",
        community=community,
        draft=draft,
        preview=drafting.preview(community, draft) if draft else None,
        problem=problem,
        earliest=earliest_start(today),
        days=notice_days(today),
        shown_points=earns,
        **WORDS,
    )


def _head_page(community: Community, form: Form) -> str:
    return render_template(
        "catalogue/head.html",
        community=community,
        form=form,
        bases=BASES,
        earliest=earliest_start(clock.today()),
    )


def _item_page(community: Community, form: Form, item: str | None = None) -> str:
    draft = _draft(community)
    return render_template(
        "catalogue/item.html",
        community=community,
        form=form,
        item=item,
        dimensions=[(one["code"], one["name"]) for one in draft.content["dimensions"]],
        units=[*UNITS.items(), (OWN_UNIT, msg("其他（自己写）"))],
        proofs=list(PROOFS.items()),
        entrants=list(ENTRANTS.items()),
        tiers_counts=[
            (Tiers.added, msg("各档累加")),
            (Tiers.level, msg("只算最高一档")),
        ],
        minus=minus_allowed(community),
    )


def _upload_page(community: Community, form: Form, problem: Problem | None = None) -> str:
    return render_template(
        "catalogue/upload.html",
        community=community,
        form=form,
        problem=problem,
        draft=drafting.draft_of(community.code),
        max_bytes=limits.FILE_BYTES_MAX,
    )
