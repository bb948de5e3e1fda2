"""What managers do to a draft: begin, put items in, end them, look at it, adopt or discard it.

One draft a community. Every change names the edition it was made from, so that of two who
edit at once the second is told instead of writing over the first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from scoring.catalogue.announcement import earliest_start
from scoring.catalogue.changes import Change, changes_between
from scoring.catalogue.check import check_catalogue, item_faults
from scoring.catalogue.files import DEMONSTRATION, read_file
from scoring.catalogue.head_form import HEAD
from scoring.catalogue.models import CatalogueDraft
from scoring.catalogue.parse import invalid, parse_catalogue
from scoring.catalogue.parse_item import parse_item
from scoring.catalogue.problems import InvalidCatalogue
from scoring.catalogue.reading import Section
from scoring.catalogue.service import Adopted, adopt, table_of_version, versions
from scoring.catalogue.table import CatalogueTable
from scoring.catalogue.writing import as_raw, item_as_raw
from scoring.communities.called import called
from scoring.communities.locking import held_community
from scoring.communities.models import Community
from service import audit, clock
from service.audit import current_actor
from service.database import db, transaction
from service.messages import msg
from service.problems import Conflict, FieldError, NotFound


@dataclass(frozen=True)
class Preview:
    """What a draft would change if it were adopted now."""

    draft: CatalogueDraft
    faults: tuple[FieldError, ...]
    changes: tuple[Change, ...]
    """Against the latest version; empty while there are faults."""
    first: bool
    """True when the community has no catalogue yet."""


def draft_of(community_code: str) -> CatalogueDraft | None:
    """The draft of a community, if there is one."""
    return db.session.get(CatalogueDraft, community_code)


def begin(community: Community, raw: object | None = None) -> CatalogueDraft:
    """Begin a draft, from the latest version or from what is given; it replaces another draft.

    Raises `InvalidCatalogue` with every fault of what is given.
    """
    if raw is None:
        content = _starting_point(community)
    else:
        table, faults = check_catalogue(raw, community, clock.today())
        if faults:
            raise invalid(faults)
        content = as_raw(table)
    with transaction() as session:
        held_community(session, community.code)  # of two who begin at once the second waits
        draft = session.get(CatalogueDraft, community.code, with_for_update=True)
        if draft is None:
            draft = CatalogueDraft(community_code=community.code, edition=0)
            session.add(draft)
        _write(draft, content, "begun")
    return draft


def put_item(
    community: Community, item: Mapping[str, Any], edition: int, replaces: str | None = None
) -> CatalogueDraft:
    """Add an item, or put it in the place of the one of code `replaces`.

    Raises `InvalidCatalogue` with the item's faults by its own keys, `Conflict`, `NotFound`.
    """
    with transaction() as session:
        draft = _locked(session, community, edition)
        faults: list[FieldError] = []
        read = parse_item(Section(item, "", faults))
        items = [dict(one) for one in draft.content["items"]]
        codes = [one.get("code") for one in items]
        if read.code != replaces and read.code in codes:
            message = msg("代码“{code}”已经用了。", code=read.code)
            faults.append(FieldError("code", "duplicate", message, msg("换一个代码。")))
        if read.dimension not in {one["code"] for one in draft.content["dimensions"]}:
            message = msg("请选择维度。")
            faults.append(FieldError("dimension", "unknown-dimension", message))
        if not faults:
            faults = item_faults(read, community, clock.today())
        if faults:
            raise InvalidCatalogue(
                msg("该项目有{n}处错误，没有保存。", n=len(faults)), errors=faults
            )
        if replaces is None:
            items.append(item_as_raw(read))
        elif replaces in codes:
            items[codes.index(replaces)] = item_as_raw(read)
        else:
            raise NotFound(msg("草稿里没有这个项目。"))
        _write(draft, dict(draft.content) | {"items": items}, "item_put", item=read.code)
    return draft


def end_item(community: Community, code: str, edition: int) -> CatalogueDraft:
    """Leave an item out of the draft. Raises `NotFound`, `Conflict`."""
    with transaction() as session:
        draft = _locked(session, community, edition)
        items = [one for one in draft.content["items"] if one.get("code") != code]
        if len(items) == len(draft.content["items"]):
            raise NotFound(msg("草稿里没有这个项目。"))
        _write(draft, dict(draft.content) | {"items": items}, "item_ended", item=code)
    return draft


def put_head(
    community: Community,
    head: Mapping[str, str],
    dimensions: list[dict[str, str]],
    stars: list[dict[str, str]],
    edition: int,
) -> CatalogueDraft:
    """Change what a draft says of itself: names, days, source, dimensions, stars.

    Raises `InvalidCatalogue` with the faults of these alone, `Conflict`, `NotFound`.
    """
    with transaction() as session:
        draft = _locked(session, community, edition)
        content = {key: value for key, value in draft.content.items() if key not in HEAD}
        content |= {key: value for key, value in head.items() if key in HEAD and value}
        content |= {"dimensions": dimensions, "stars": stars}
        _, faults = check_catalogue(content, community, clock.today())
        own = [fault for fault in faults if not fault.field.startswith("items")]
        own += _orphans(content)
        if own:
            raise InvalidCatalogue(msg("有{n}处错误，没有保存。", n=len(own)), errors=own)
        _write(draft, content, "head_put")
    return draft


def discard(community: Community) -> None:
    """Drop the draft, if there is one."""
    with transaction() as session:
        draft = session.get(CatalogueDraft, community.code, with_for_update=True)
        if draft is not None:
            session.delete(draft)
            audit.record(
                "catalogue.draft", "points_catalogue_draft", community.code, {"discarded": True}
            )


def adopt_draft(community: Community, edition: int) -> Adopted:
    """Make the draft the next version; see `service.adopt` for what it refuses."""
    with transaction() as session:
        draft = _locked(session, community, edition)
        adopted = adopt(community.code, draft.content)
        session.delete(draft)
    return adopted


def preview(community: Community, draft: CatalogueDraft) -> Preview:
    """What the draft would change, or what is still wrong with it."""
    table, faults = check_catalogue(draft.content, community, clock.today())
    latest = next(iter(versions(community.code, limit=1)), None)
    changes: tuple[Change, ...] = ()
    if latest is not None and not faults:
        changes = changes_between(table_of_version(latest), table)
    return Preview(draft, tuple(faults), changes, latest is None)


def _starting_point(community: Community) -> dict[str, Any]:
    """The latest version with the first day it could be replaced, or the demonstration's items."""
    latest = next(iter(versions(community.code, limit=1)), None)
    today = clock.today()
    if latest is not None:
        table = table_of_version(latest)
        start = max(earliest_start(today), table.valid_from)
        return as_raw(table) | {"valid_from": start.isoformat()} | _no_end(table, start)
    demonstration = as_raw(parse_catalogue(read_file(DEMONSTRATION)))
    own = {
        "code": community.code,
        "name": f"{community.name}积分目录",
        "valid_from": today.isoformat(),
        "source": "待居民会议讨论",
        "demonstration": community.demonstration,
    }
    content = {key: value for key, value in demonstration.items() if key != "name_en"}
    return as_raw(parse_catalogue(content | own))


def _no_end(table: CatalogueTable, start: date) -> dict[str, Any]:
    return {"valid_to": None} if table.valid_to is not None and table.valid_to < start else {}


def _orphans(content: Mapping[str, Any]) -> list[FieldError]:
    """Dimensions that items of the draft still belong to may not go."""
    known = {one.get("code") for one in content["dimensions"]}
    gone = sorted({one["dimension"] for one in content["items"]} - known)
    if not gone:
        return []
    message = msg("还有项目属于维度“{codes}”。", codes="、".join(gone))
    remedy = msg("先把这些项目改到别的维度，或者停用它们。")
    return [FieldError("dimensions", "in-use", message, remedy)]


def _locked(session: Session, community: Community, edition: int) -> CatalogueDraft:
    draft = session.get(
        CatalogueDraft, community.code, with_for_update=True, populate_existing=True
    )
    if draft is None:
        raise NotFound(msg("没有草稿；它可能已经被采用或放弃。"))
    if draft.edition != edition:
        last = called(draft.changed_by)
        raise Conflict(msg("{name}刚改过这份草稿。请重新打开后再改。", name=last))
    return draft


def _write(draft: CatalogueDraft, content: dict[str, Any], what: str, **details: str) -> None:
    draft.content = {key: value for key, value in content.items() if value is not None}
    draft.edition += 1
    draft.changed_by = current_actor().name
    draft.changed_at = clock.now()
    audit.record(
        "catalogue.draft",
        "points_catalogue_draft",
        draft.community_code,
        {"change": what, "edition": draft.edition} | details,
    )
