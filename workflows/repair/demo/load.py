"""Loads the cases of the demonstration; loading again adds nothing."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from credit.checks.models import Check
from credit.demo.bringing import bring_in
from credit.demo.district import LIST_HEADER, PENALTY_HEADER, Party, small_district
from credit.records.models import Record
from credit.subjects.models import Subject
from service import clock
from service.access import Role
from service.accounts.demo import actor
from service.accounts.models import Account
from service.audit import SYSTEM, acting_as
from service.database import db
from service.demo import Scale
from workflows.engine.models import CaseFile
from workflows.engine.registry import all_definitions
from workflows.repair.application import Application
from workflows.repair.checklist import FINAL
from workflows.repair.demo import records as invented
from workflows.repair.demo.company import Company, get_case_as_system
from workflows.repair.demo.stories import STORIES, Step, Story
from workflows.repair.service import REVOCATION, open_revocation

TRADES = ("教育咨询", "文化传播")
"""Trades of organisations that would give lessons."""
AUTHORISATION = "演示授权〔2026〕{place}号"


def load_cases(_scale: Scale) -> Mapping[str, int]:
    """Records the account `department` determined, and cases in every state."""
    day = clock.today()
    parties = demo_parties()
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
    """Repairs and their revocations; what other parts open is theirs to count."""
    types = {found.code for found in all_definitions() if found.purpose in ("repair", REVOCATION)}
    own = select(func.count()).select_from(CaseFile).where(CaseFile.case_type.in_(types))
    return db.session.scalar(own) or 0


def _count(table: type[Record | Check]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def demo_parties() -> list[Party]:
    """The organisation of the account `enterprise` first, then those that give lessons."""
    district = small_district(clock.today())
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
    """Tells the stories, each by whoever it says."""

    def __init__(self, own_code: str) -> None:
        self._own_code = own_code
        people = {name: actor(name) for name in ("clerk", "department", "enterprise")}
        people["authority"] = people["department"]
        # The second person of the unit, for what nobody decides alone.
        people["head"] = actor("department2")
        self._company = Company(people)

    def tell_all(self) -> None:
        for place, story in enumerate(STORIES, start=1):
            number = self._tell(story, place)
            if story.revocation is not None:
                self._revoke(number, story.revocation)

    def _tell(self, story: Story, place: int) -> str:
        rows = [_record(key) for key in story.records]
        case = self._open(story, rows, place)
        if story.steps:
            self._company.hand_in(case)
        for step in story.steps:
            if step.action == "report_completion":
                self._company.hand_in(get_case_as_system(case), FINAL)
            self._take(case, step)
        if story.confirmed:
            self._company.confirm(case)
        return case.number

    def _open(self, story: Story, rows: list[Record], place: int) -> CaseFile:
        ids = tuple(row.id for row in rows)
        if rows[0].subject_id == _own_subject(self._own_code):
            return self._company.open(Application(ids, story.case_type), "enterprise")
        reference = AUTHORISATION.format(place=place)
        wanted = Application(ids, story.case_type, authorisation=reference, by_agent=False)
        return self._company.open(wanted, "clerk")

    def _take(self, case: CaseFile, step: Step) -> None:
        self._company.take(case, step, self._who(step, case))

    def _who(self, step: Step, case: CaseFile) -> str:
        if step.who != "applicant":
            return step.who
        return "enterprise" if case.subject_code == self._own_code else "clerk"

    def _revoke(self, number: str, steps: tuple[Step, ...]) -> None:
        with self._company.acting("authority"):
            case = open_revocation(number, "接到举报，履行证明疑系伪造。", channel="page")
        for step in steps:
            self._take(case, step)
        revoked = steps and steps[-1].action == "revoke_repair"
        if revoked and steps[0].fields["ground"] != "false_materials":
            self._company.confirm(case)


def _record(key: str) -> Record:
    numbers = {one.key for one in invented.decisions()}
    listed = key not in numbers
    this_year = clock.today().year
    names = [
        (invented.list_number if listed else invented.number_of)(key, date(year, 1, 1))
        for year in range(this_year - 2, this_year + 1)
    ]
    return db.session.scalars(select(Record).where(Record.decision_number.in_(names))).one()


def _own_subject(code: str) -> int | None:
    return db.session.scalar(select(Subject.id).where(Subject.code == code))
