"""Pages of the entries: lists, one entry with its proof, export. Every look is audited."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from flask import Blueprint, jsonify, render_template, request
from marshmallow import Schema
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from service import audit, clock
from service.access.policy import allow
from service.audit import export, options, search
from service.audit.inspect import inspect_entry
from service.audit.models import AuditEntry, QueryLogEntry
from service.audit.naming import (
    TRAIL_NAMES,
    action_name,
    basis,
    object_name,
    page_of,
    term,
)
from service.audit.proof import make_proof
from service.audit.schemas import (
    EntryFilterForm,
    EntrySearchForm,
    QueryFilterForm,
    QuerySearchForm,
)
from service.database import transaction
from service.rights.wording import fields_of
from service.web.forms import Form, read_form

pages = Blueprint("audit_trails", __name__, url_prefix="/audit")
Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Listing:
    """What tells one trail's pages from the other's."""

    trail: str
    model: type[search.Entry]
    filters: type[Schema]
    """What may stand in an address."""
    searches: type[Schema]
    """What may be posted."""
    choices: Callable[[], Mapping[str, Any]]


_NAMES: Mapping[str, Any] = {
    "trail_names": TRAIL_NAMES,
    "action_name": action_name,
    "object_name": object_name,
    "role_label": options.role_label,
    "term": term,
    "basis": basis,
    "fields_of": fields_of,
    "page_of": page_of,
}
ENTRIES = Listing("audit", AuditEntry, EntryFilterForm, EntrySearchForm, options.entry_options)
QUERIES = Listing("query", QueryLogEntry, QueryFilterForm, QuerySearchForm, options.query_options)


@pages.get("/entries")
@allow("audit.read")
def entries() -> Page:
    """The audit entries, narrowed by closed filters."""
    return _filtered(ENTRIES)


@pages.post("/entries")
@allow("audit.read")
def search_entries() -> Page:
    """The audit entries of one object; posted, so that no reference stands in an address."""
    return _searched(ENTRIES)


@pages.get("/queries")
@allow("audit.read")
def queries() -> Page:
    """The query log, narrowed by closed filters."""
    return _filtered(QUERIES)


@pages.post("/queries")
@allow("audit.read")
def search_queries() -> Page:
    """The query log of one subject or result; posted, so that no number stands in an address."""
    return _searched(QUERIES)


@pages.post("/entries/export")
@allow("audit.read")
def export_entries() -> Page:
    """The filtered audit entries as CSV."""
    return _exported(ENTRIES)


@pages.post("/queries/export")
@allow("audit.read")
def export_queries() -> Page:
    """The filtered query log as CSV."""
    return _exported(QUERIES)


@pages.get("/entries/<uuid:entry_id>")
@allow("audit.read")
def entry(entry_id: UUID) -> str:
    """One audit entry."""
    return _entry_page(ENTRIES, entry_id)


@pages.get("/queries/<uuid:entry_id>")
@allow("audit.read")
def query(entry_id: UUID) -> str:
    """One entry of the query log."""
    return _entry_page(QUERIES, entry_id)


@pages.get("/proofs/<uuid:entry_id>.json")
@allow("audit.read")
def proof(entry_id: UUID) -> Response:
    """The proof that an entry is in a sealed block, to be checked without this service."""
    made = make_proof(entry_id)
    with transaction():
        audit.record(
            "audit.proof_made", "audit_trail", made["block"]["trail"], {"entry": str(entry_id)}
        )
    response = jsonify(made)
    response.headers["Content-Disposition"] = f"attachment; filename=proof-{entry_id}.json"
    return response


def _read(
    schema: Schema, typed: MultiDict[str, str]
) -> tuple[Form, search.EntryFilter | search.QueryFilter | None]:
    form, chosen = read_form(schema, typed=typed, files={})
    return form, cast("search.EntryFilter | search.QueryFilter | None", chosen)


def _filtered(listing: Listing) -> Page:
    form, chosen = _read(listing.filters(), request.args)
    return _list_page(listing, form, chosen, cursor=request.args.get("cursor"), posted=False)


def _searched(listing: Listing) -> Page:
    form, chosen = _read(listing.searches(), request.form)
    return _list_page(listing, form, chosen, cursor=request.form.get("cursor"), posted=True)


def _list_page(
    listing: Listing,
    form: Form,
    chosen: search.EntryFilter | search.QueryFilter | None,
    *,
    cursor: str | None,
    posted: bool,
) -> Page:
    rows: list[search.Entry] = []
    following = None
    if chosen is not None:
        rows, following = search.page(chosen.statement(), listing.model, cursor=cursor)
        with transaction():
            audit.record("audit.list_read", "audit_trail", listing.trail, chosen.told())
    page = render_template(
        f"audit/{listing.trail}_list.html",
        form=form,
        rows=rows,
        next_cursor=following,
        posted=posted,
        chosen=chosen,
        **_NAMES,
        **listing.choices(),
    )
    return page if chosen is not None else (page, 422)


def _exported(listing: Listing) -> Page:
    form, chosen = _read(listing.searches(), request.form)
    if chosen is None:
        return _list_page(listing, form, None, cursor=None, posted=True)
    file, count = export.write(listing.trail, chosen.statement(), listing.model)
    with transaction():
        told = chosen.told() | {"rows": count}
        audit.record("audit.exported", "audit_trail", listing.trail, told)
    response = Response(export.chunks(file), mimetype="text/csv")
    name = f"{listing.trail}-{clock.today():%Y%m%d}.csv"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


def _entry_page(listing: Listing, entry_id: UUID) -> str:
    found = search.find(listing.model, entry_id)
    state = inspect_entry(listing.trail, entry_id)
    with transaction():
        audit.record("audit.entry_read", "audit_trail", listing.trail, {"entry": str(entry_id)})
    return render_template(
        f"audit/{listing.trail}_entry.html",
        entry=found,
        seal=state,
        **_NAMES,
    )
