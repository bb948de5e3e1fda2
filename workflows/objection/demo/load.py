"""Loads the objections of the demonstration; loading again adds nothing."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import func, select

from credit.checks.models import Check
from credit.demo.bringing import bring_in
from credit.demo.district import PENALTY_HEADER
from credit.records.models import Record
from credit.rules.vocabulary import Outcome
from service import clock
from service.access import Role
from service.accounts.demo import actor
from service.audit import SYSTEM, acting_as
from service.database import db
from service.demo import Scale
from workflows.engine.models import CaseFile
from workflows.objection.demo.stories import STORIES, Story, decided_on, number_of, penalty_rows
from workflows.objection.grounds import Topic
from workflows.objection.service import CASE_TYPES, Objection, open_objection
from workflows.repair.demo.company import Company
from workflows.repair.demo.load import demo_parties
from workflows.repair.demo.stories import Step

WORK = Step("reviewer", "accept")
PEOPLE = {
    "clerk": "clerk",
    "reviewer": "reviewer",
    "enterprise": "enterprise",
    "authority": "department",
}
"""What a step calls somebody -> the account of the demonstration."""


def load_objections(_scale: Scale) -> Mapping[str, int]:
    """Objections to records in every stage, to a check result, and to a refused repair."""
    with acting_as(SYSTEM):
        rows = penalty_rows(demo_parties(), clock.today())
        new = bring_in("shuanggongshi-penalty", PENALTY_HEADER, rows, name="objection-penalty")
    if new:
        company = Company({who: actor(name) for who, name in PEOPLE.items()})
        for story in STORIES:
            _tell(company, story)
        _to_a_check(company)
        _to_a_repair(company)
    types = tuple(CASE_TYPES.values())
    count = select(func.count()).select_from(CaseFile).where(CaseFile.case_type.in_(types))
    records = select(func.count()).select_from(Record)
    return {
        "records": db.session.scalar(records) or 0,
        "objections": db.session.scalar(count) or 0,
    }


def _tell(company: Company, story: Story) -> None:
    number = number_of(story, decided_on(story, clock.today()))
    record_id = db.session.scalars(select(Record.id).filter_by(decision_number=number)).one()
    wish = Objection(Topic.record, str(record_id), story.ground, story.statement, story.wanted)
    filer = str(Role.enterprise if story.own else Role.clerk)
    case = _file(company, wish, filer)
    for step in story.steps:
        company.take(case, step, filer if step.who == "applicant" else step.who)
    if story.confirmed:
        company.confirm(case)


def _file(company: Company, wish: Objection, filer: str) -> CaseFile:
    if filer == Role.clerk:
        wish = replace(wish, authorisation="本人", id_shown=True)
    with company.acting(filer):
        return open_objection(wish, channel="page")


def _to_a_check(company: Company) -> None:
    """A result that passed, so that its certificate shows the mark."""
    number = db.session.scalar(
        select(Check.number)
        .where(Check.outcome == Outcome.PASSED, Check.superseded_by_id.is_(None), Check.on_file)
        .order_by(Check.id)
        .limit(1)
    )
    if number is not None:
        wish = Objection(Topic.check, number, "result_wrong", "积分计算遗漏了一项加分。")
        _file(company, wish, "clerk")


def _to_a_repair(company: Company) -> None:
    """A repair that was refused, with the authority now."""
    number = db.session.scalar(
        select(CaseFile.number).where(CaseFile.outcome == "refused").order_by(CaseFile.id).limit(1)
    )
    if number is not None:
        said = "整改已于期限内完成，附整改报告。"
        case = _file(company, Objection(Topic.repair, number, "repair_refused", said), "clerk")
        company.take(case, WORK, WORK.who)
