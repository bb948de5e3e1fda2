"""What a version of a rule table touched, as a page with its counts and a file with every check."""

from flask import Blueprint, Response, render_template

from credit.checks.touched import counts, touched_checks, touched_rows
from credit.checks.touched_words import COLUMNS
from credit.rules.models import RuleSet
from service import audit
from service.access import allow
from service.database import db, transaction
from service.messages import msg
from service.problems import NotFound
from service.tabular import write_csv
from service.web.downloads import csv_download
from service.web.row_ids import ROW_ID

pages = Blueprint("rules_touched", __name__)
ACTION = "rules.touched"
_PLACE = f"/rules/<{ROW_ID}:rule_set_id>/touched"


@pages.get(_PLACE)
@allow(ACTION)
def show(rule_set_id: int) -> str:
    """How much this version touched."""
    found = _version(rule_set_id)
    return render_template("rules/touched.html", rule_set=found, touched=counts([found]))


@pages.get(f"{_PLACE}.csv")
@allow(ACTION)
def download(rule_set_id: int) -> Response:
    """Every check made with it; nobody is named."""
    found = _version(rule_set_id)
    with transaction():
        audit.record("rules.touched_read", "rule_set", str(found.id))
    name = f"touched-{found.code}-{found.version}.csv"
    return csv_download(
        name, lambda target: write_csv(target, COLUMNS, touched_rows(touched_checks([found])))
    )


def _version(rule_set_id: int) -> RuleSet:
    found = db.session.get(RuleSet, rule_set_id)
    if found is None:
        raise NotFound(msg("没有编号为{id}的规则表版本。", id=rule_set_id))
    return found
