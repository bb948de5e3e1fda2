"""The page on which a document is read beside the record it is about, and the case decided."""

from typing import Any
from uuid import UUID

from flask import render_template

from service import clock
from service.api.errors import say
from service.database import db
from workflows.desk.comparing import chosen_of, needs_met, records_for
from workflows.desk.forms import action_forms
from workflows.documents import limits
from workflows.documents.kinds import KIND_NAMES, MediaType
from workflows.documents.problems import DocumentUnknown
from workflows.engine.models import CaseFile
from workflows.engine.parties import current_caller, parties_of
from workflows.engine.party import Party
from workflows.engine.reading import records_of
from workflows.reads import log_case
from workflows.repair.present import present_case

COMPARES = frozenset({Party.window, Party.authority})
SHAPES = {MediaType.pdf: (595, 842), MediaType.jpeg: (4, 3), MediaType.png: (4, 3)}
"""Width and height a page is given room for until its picture has come."""


def may_compare(case: CaseFile) -> bool:
    """Whether the caller is one of those who hold documents against records."""
    return case.about is None and bool(COMPARES & parties_of(case, current_caller()))


def side_by_side_page(case: CaseFile, wanted: UUID | None) -> str:
    """The page for one document of a case, the first where none is named.

    Raises `DocumentUnknown`. The read of the case is logged here, that of each page as it comes.
    """
    log_case(case, "page")
    shown = present_case(case, say)
    found = chosen_of(shown["documents"], wanted)
    if found is None and wanted is not None:
        raise DocumentUnknown
    return render_template(
        "cases/side_by_side.html",
        case=case,
        shown=shown,
        found=found,
        kind_names=KIND_NAMES,
        today=clock.today(),
        actions=action_forms(case, shown),
        **({} if found is None else _about(case, shown, found.chosen)),
    )


def _about(case: CaseFile, shown: dict[str, Any], document: Any) -> dict[str, Any]:
    pages = document["pages"] or 1
    return {
        "records": records_for(document, records_of(db.session(), case)),
        "needs": needs_met(document, shown["checklist"]),
        "pages": pages,
        "pages_shown": min(pages, limits.PREVIEW_PAGES_MAX),
        "shape": SHAPES[document["media_type"]],
    }
