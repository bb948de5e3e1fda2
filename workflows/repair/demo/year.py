"""A year's repairs of the demonstration: every case moved by the use cases people use, on its day.

Who applies, the window and the authority each act on the working day their step falls on; a few
are late, a few are refused, so that the year looks like one.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from random import Random

from sqlalchemy import func, select

from credit.demo.bringing import bring_in
from credit.demo.district import DEEDS, PENALTY_HEADER, TAX, Deed, District, Party
from credit.demo.past import live_through
from credit.demo.seasons import EVEN, spread, weekdays
from credit.demo.volume import Volume, volume
from credit.demo.year import load_day
from credit.records.models import Record
from service import clock
from service.access.account import Role
from service.accounts.demo import actor, past_account
from service.audit import SYSTEM, Actor, acting_as
from service.database import db
from service.database.office_time import office_day
from service.demo import Scale
from service.months import add_months
from service.statistics.beside import Beside
from service.statistics.period import Period
from workflows.engine.models import CaseFile
from workflows.engine.registry import definition
from workflows.figures.yearly import REPAIRED, read
from workflows.repair.application import Application
from workflows.repair.demo.company import Company
from workflows.repair.demo.records import penalty_row
from workflows.repair.demo.stories import ACCEPT, FORWARD, GRANT, SUBMIT, Step
from workflows.workdays.service import current_calendar

SEED = 36
CASE_TYPE = "penalty"
REFUSE = Step("authority", "refuse", "经核查，整改不到位，尚不符合修复条件。")
REFUSED_SHARE = 0.07
"""How many applications more are refused, of those granted."""
LATE_SHARE = 0.02
SETTLED_WITHIN = 16
"""Calendar days from the application to the last step, at most."""
NOON = time(12)
FIRST_ORGANISATION, STEP = 1_000, 8
"""Which organisations of the register are fined: every eighth from here on."""
GENERAL = [deed for deed in DEEDS if deed.kinds == "罚款" and deed.authority != TAX]
SERIOUS = [deed for deed in DEEDS if "责令停产停业" in deed.kinds]
MINOR = [deed for deed in DEEDS if deed.kinds == "警告"]
AGES = ((0.80, GENERAL, (100, 330)), (0.93, SERIOUS, (375, 900)), (1.0, MINOR, (12, 80)))
"""Up to which share of applications they are about which deeds, decided how many days before."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One application of the year."""

    number: str
    """Decision number of its penalty."""
    organisation: int
    deed: Deed
    decided_on: date
    applied_on: date
    granted: bool
    late: bool


def repair_year(scale: Scale) -> Mapping[str, int]:
    """Move what is missing of the year's repairs, after all that is granted by hand."""
    if not scale.times:
        return {}
    asked = volume(scale, load_day())
    district = District(organisations=asked.organisations, people=0, day=load_day())
    plans = list(plan_year(asked, _granted_by_hand(asked)))
    with acting_as(SYSTEM):
        _bring_in(plans, district)
    by_day = {day: list(some) for day, some in groupby(plans, lambda one: one.applied_on)}
    companies = _companies()

    def do(day: date, count: int) -> None:
        for plan in by_day[day][-count:]:
            _move(plan, companies[plan.deed.authority[0]])

    wanted = {day: len(some) for day, some in by_day.items()}
    live_through("repairs 信用修复", wanted, _done_by_day(), do, day_by_day=False)
    return {"cases of the year": len(plans)}


def plan_year(asked: Volume, granted_by_hand: int) -> Iterator[Plan]:
    """The applications in the order of their days. Pure but for the day the law came into force."""
    rng = Random(SEED)  # noqa: S311 - invents, guards nothing
    first = max(asked.first, definition(CASE_TYPE).valid_from)
    calendar = current_calendar()
    last = asked.last - timedelta(days=SETTLED_WITHIN)
    days = [day for day in weekdays(first, last) if calendar.is_work(day)]
    granted = asked.repaired - granted_by_hand
    total = granted + round(granted * REFUSED_SHARE)
    refused = set(rng.sample(range(total), total - granted))
    place = 0
    for day, count in spread(total, days, EVEN, rng).items():
        for _ in range(count):
            deed, age = _some_deed(rng)
            yield Plan(
                number=f"杭西罚决字〔演示〕第{50_000 + place}号",
                organisation=FIRST_ORGANISATION + place * STEP,
                deed=deed,
                decided_on=day - timedelta(days=age),
                applied_on=day,
                granted=place not in refused,
                late=rng.random() < LATE_SHARE,
            )
            place += 1


def _some_deed(rng: Random) -> tuple[Deed, int]:
    share = rng.random()
    _, deeds, (youngest, oldest) = next(one for one in AGES if share <= one[0])
    return rng.choice(deeds), rng.randint(youngest, oldest)


def _bring_in(plans: Sequence[Plan], district: District) -> None:
    """The decisions, delivered month by month as they were made."""
    ordered = sorted(plans, key=lambda one: one.decided_on)
    for month, some in groupby(ordered, lambda one: f"{one.decided_on:%Y-%m}"):
        rows = [_row(one, district.organisations) for one in some]
        delivered = add_months(date.fromisoformat(f"{month}-02"), 1)
        with clock.standing_at(datetime.combine(delivered, NOON, clock.OFFICE_ZONE)):
            bring_in("shuanggongshi-penalty", PENALTY_HEADER, rows, name=f"year-repairs-{month}")


def _row(plan: Plan, organisations: Sequence[Party]) -> list[str]:
    party = organisations[plan.organisation % len(organisations)]
    return penalty_row(party, plan.number, plan.deed, plan.decided_on)


def _companies() -> dict[str, Company]:
    """For each authority the people its cases go through."""
    clerk = actor("clerk")
    return {
        unit: Company({"clerk": clerk, "applicant": clerk, "authority": _authority(n, unit)})
        for n, unit in enumerate(sorted({deed.authority[0] for deed in DEEDS}), start=1)
    }


def _authority(n: int, unit: str) -> Actor:
    return past_account(f"year-authority-{n}", Role.department, unit)


def _move(plan: Plan, company: Company) -> None:
    """From the application to the last proof, each step on its working day."""
    record_id = db.session.scalars(
        select(Record.id).where(Record.decision_number == plan.number)
    ).one()
    days = _days_of(plan)
    wanted = Application(
        (record_id,), CASE_TYPE, authorisation=f"演示授权 {plan.number}", by_agent=False
    )
    with _on(days[0], 9):
        case = company.open(wanted, "clerk")
        company.hand_in(case)
        company.take(case, SUBMIT, "clerk")
    steps = (FORWARD, ACCEPT, GRANT if plan.granted else REFUSE)
    for day, step in zip(days[1:], steps, strict=True):
        with _on(day, 14):
            company.take(case, step, step.who)
    if plan.granted:
        with _on(days[-1], 16):
            company.confirm(case)


def _days_of(plan: Plan) -> list[date]:
    """The working days of applying, forwarding, accepting and deciding."""
    calendar, rng = current_calendar(), Random(plan.number)  # noqa: S311
    applied = plan.applied_on
    forwarded = calendar.add(applied, 1).due_on
    accepted = calendar.add(forwarded, rng.randint(1, 2)).due_on
    decided = calendar.add(accepted, 8 if plan.late else rng.randint(1, 5)).due_on
    return [applied, forwarded, accepted, decided]


def _on(day: date, hour: int) -> AbstractContextManager[None]:
    return clock.standing_at(datetime.combine(day, time(hour), clock.OFFICE_ZONE))


def _granted_by_hand(asked: Volume) -> int:
    """Records repaired since the year ended, by the stories of the small demonstration."""
    since, _ = read(Beside(Period(asked.last + timedelta(days=1), clock.today())))
    return since.figure(REPAIRED).value


def _done_by_day() -> dict[date, int]:
    day = office_day(CaseFile.created_at)
    rows = db.session.execute(
        select(day, func.count()).where(CaseFile.case_type == CASE_TYPE).group_by(day)
    )
    return dict(rows.all())
