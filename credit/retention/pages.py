"""The page of the retention: what goes this month, what is held, what went."""

from datetime import timedelta

from flask import Blueprint, render_template, request
from marshmallow import Schema

from credit.checks.wording import FACT_KINDS
from credit.retention import reading
from credit.retention.due import Hold, Why
from credit.retention.limits import MONTHS_SHOWN
from credit.retention.service import foretell
from credit.retention.terms import Kept, term_on
from credit.retention.wording import HOLDS, WHYS
from credit.rules.vocabulary import FactKind
from service import clock
from service.access import allow
from service.api.paging import PageArguments
from service.audit.naming import TRAIL_NAMES
from service.months import add_months
from service.web.forms import read_form

pages = Blueprint("retention", __name__)
ACTION = "retention.read"


class ListArguments(PageArguments):
    """Where the list goes on."""


@pages.get("/retention")
@allow(ACTION)
def show() -> str:
    """The dry run up to the end of this month. Nobody is named, and nothing is changed."""
    schema: Schema = ListArguments()
    _, wanted = read_form(schema, typed=request.args, files={})
    today = clock.today()
    last = add_months(today.replace(day=1), 1) - timedelta(days=1)
    rows, following = reading.going(last, wanted["cursor"] if wanted else None)
    return render_template(
        "retention/show.html",
        today=today,
        last=last,
        now=foretell(today),
        month=foretell(last),
        months=reading.by_month(today, MONTHS_SHOWN),
        rows=rows,
        next_cursor=following,
        runs=reading.latest_runs(),
        gone=[(WHYS[Why(why)], count) for why, count in reading.gone_by_reason().items()],
        kinds={kind.value: FACT_KINDS[kind] for kind in FactKind},
        holds={hold.value: HOLDS[hold] for hold in Hold},
        trails=TRAIL_NAMES,
        named=term_on(Kept.checked_identity, today),
        files=term_on(Kept.import_file, today),
        proofs=term_on(Kept.authorisation, today),
        told=term_on(Kept.message, today),
    )
