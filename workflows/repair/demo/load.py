"""Loads the cases of the demonstration; loading again adds nothing."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path

from sqlalchemy import func, select

from credit.checks.models import Check
from credit.demo.district import LIST_HEADER, PENALTY_HEADER, District, Party
from credit.demo.load import SIZES, bring_in
from credit.records.models import Record
from service import clock
from service.access import Role
from service.accounts.models import Account
from service.audit import SYSTEM, Actor, acting_as
from service.database import db, transaction
from service.demo import Scale
from service.papers.drawing import draw
from workflows.documents.kinds import DocumentKind
from workflows.documents.service import Examined, NewDocument, examine, keep
from workflows.effects import sending
from workflows.effects.models import SETTLED, EffectState
from workflows.effects.reading import effects_of
from workflows.effects.service import Proof, confirm_manually
from workflows.effects.targets import target_table
from workflows.engine.fire import Firing, fire, fire_as_system
from workflows.engine.models import CaseFile
from workflows.engine.reading import get_case, records_of
from workflows.repair.application import Application
from workflows.repair.case_papers import checklist_of
from workflows.repair.checklist import FINAL, TEMPORARY, missing
from workflows.repair.demo import records as invented
from workflows.repair.demo.stories import STORIES, Step, Story
from workflows.repair.service import open_repair, open_revocation

TRADES = ("教育咨询", "文化传播")
"""Trades of organisations that would give lessons."""
AUTHORISATION = "演示授权〔2026〕{place}号"


def load_cases(scale: Scale) -> Mapping[str, int]:
    """Records the account `department` determined, and cases in every state."""
    day = clock.today()
    parties = _parties(scale)
    with acting_as(SYSTEM):
        new = bring_in(
            "shuanggongshi-penalty",
            PENALTY_HEADER,
            invented.penalty_rows(parties, day),
            name="education-penalty",
        )
        bring_in(
            "serious-list", LIST_HEADER, invented.list_rows(parties, day), name="education-list"
        )
    if new:
        _Teller(parties[0].number).tell_all()
    return {"records": _count(Record), "checks": _count(Check), "cases": _repairs()}


def _repairs() -> int:
    """The office's own cases; what other parts open through the desk is theirs to count."""
    own = select(func.count()).select_from(CaseFile).where(CaseFile.about.is_(None))
    return db.session.scalar(own) or 0


def _count(table: type[Record | Check]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def _parties(scale: Scale) -> list[Party]:
    """The organisation of the account `enterprise` first, then those that give lessons."""
    sizes = SIZES[scale]
    district = District(
        organisations=sizes["organisations"], people=sizes["people"], day=clock.today()
    )
    code = db.session.scalar(select(Account.subject_code).where(Account.name == Role.enterprise))
    own = [party for party in district.organisations if party.number == code]
    teaching = [
        party
        for party in district.organisations
        if party.number != code and any(trade in party.name for trade in TRADES)
    ]
    others = [party for party in district.organisations if party not in [*own, *teaching]]
    return [*own, *teaching, *others]


class _Teller:
    """Moves the cases of the stories as the people of the demonstration would."""

    def __init__(self, own_code: str) -> None:
        self._own_code = own_code
        self._people = {name: _actor(name) for name in ("clerk", "department", "enterprise")}
        self._people["authority"] = self._people["department"]
        # The second person of the unit, for what nobody decides alone.
        self._people["head"] = _actor("department2")

    def tell_all(self) -> None:
        for place, story in enumerate(STORIES, start=1):
            number = self._tell(story, place)
            if story.revocation is not None:
                self._revoke(number, story.revocation)

    def _tell(self, story: Story, place: int) -> str:
        rows = [_record(key) for key in story.records]
        case = self._open(story, rows, place)
        if story.steps:
            self._hand_in(case)
        for step in story.steps:
            if step.action == "report_completion":
                self._hand_in(get_case_as_system(case), FINAL)
            self._take(case, step)
        if story.confirmed:
            self._confirm(case)
        return case.number

    def _open(self, story: Story, rows: list[Record], place: int) -> CaseFile:
        ids = tuple(row.id for row in rows)
        if rows[0].subject_id == _own_subject(self._own_code):
            wanted = Application(ids, story.case_type)
            with self._as("enterprise"):
                return open_repair(wanted, channel="page")
        reference = AUTHORISATION.format(place=place)
        wanted = Application(ids, story.case_type, authorisation=reference, by_agent=False)
        with self._as("clerk"):
            return open_repair(wanted, channel="page")

    def _take(self, case: CaseFile, step: Step) -> None:
        with self._as(self._who(step, case)):
            fire(case.number, Firing(step.action, step.reason, step.fields))

    def _who(self, step: Step, case: CaseFile) -> str:
        if step.who != "applicant":
            return step.who
        return "enterprise" if case.subject_code == self._own_code else "clerk"

    def _hand_in(self, case: CaseFile, stage: str = TEMPORARY) -> None:
        with self._as("clerk"), transaction() as session:
            needs = checklist_of(session, case, records_of(session, case), stage=stage)
            for need in missing(needs):
                kind = DocumentKind(need.kind)
                keep(session, case, NewDocument(kind, f"{kind}.pdf", need.record_id), _sample())

    def _confirm(self, case: CaseFile) -> None:
        """In-house effects are looked at as a worker would; those by hand get a clerk's proof.

        What goes to a system that is set up is left to the worker, and its case stays open.
        """
        number, case_id = case.number, case.id
        asked = [(one.id, one.state, one.target) for one in effects_of(case_id)]
        for effect_id, state, target in asked:
            if target_table().targets[target].in_house:
                sending.send(effect_id)
            elif state == EffectState.manual:
                with self._as("clerk"):
                    confirm_manually(effect_id, Proof(f"演示-{number[-8:]}", "演示回执"))
        db.session.expire_all()
        if all(one.state in SETTLED for one in effects_of(case_id)):
            fire_as_system(case_id, "complete")

    def _revoke(self, number: str, steps: tuple[Step, ...]) -> None:
        with self._as("authority"):
            case = open_revocation(number, "接到举报，履行证明疑系伪造。", channel="page")
        for step in steps:
            self._take(case, step)
        if (
            steps
            and steps[-1].action == "revoke_repair"
            and steps[0].fields["ground"] != ("false_materials")
        ):
            self._confirm(case)

    def _as(self, who: str) -> AbstractContextManager[None]:
        return acting_as(self._people[who])


def get_case_as_system(case: CaseFile) -> CaseFile:
    """The case as it stands now, whatever session had it before."""
    with acting_as(SYSTEM):
        return get_case(case.number)


def _record(key: str) -> Record:
    numbers = {one.key for one in invented.decisions()}
    listed = key not in numbers
    today = clock.today()
    names = [
        (invented.list_number if listed else invented.number_of)(key, today.replace(year=year))
        for year in range(today.year - 2, today.year + 1)
    ]
    return db.session.scalars(select(Record).where(Record.decision_number.in_(names))).one()


def _own_subject(code: str) -> int | None:
    from credit.subjects.models import Subject

    return db.session.scalar(select(Subject.id).where(Subject.code == code))


@cache
def _sample() -> Examined:
    """One document that stands for all; it is examined once, as every upload is."""
    return examine(draw(Path(__file__).with_name("paper.typ"), {}, clock.now()))


def _actor(name: str) -> Actor:
    account = db.session.scalars(select(Account).where(Account.name == name)).one()
    return Actor(account.id, account.name, account.role, account.unit)
