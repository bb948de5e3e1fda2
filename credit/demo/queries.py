"""A year's queries of the demonstration: lists of departments, the window, the public, oneself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from sqlalchemy import func, select

from credit.demo.district import District, Party
from credit.demo.past import live_through, moments
from credit.demo.seasons import LICENSING, spread, weekdays
from credit.demo.volume import Volume
from credit.queries.answering import Denied, answer_block
from credit.queries.calls import Asked, Faulty
from credit.queries.models import Basis, Channel, CreditQuery
from credit.queries.purposes import Asker
from credit.queries.service import Ground, ask_many, asked, new_call, record_single
from credit.subjects.identifiers import IdType, parse
from service import clock
from service.audit import Actor, acting_as
from service.audit.actor import PUBLIC
from service.database import db, transaction
from service.database.office_time import office_day

SEED = 95119
LIST_SUBJECTS = (20, 60, 150, 400)
"""How many a department's list asks about."""
REFUSED_EVERY = 120
"""For so many answers one query is refused: the purpose does not reach natural persons."""


@dataclass(frozen=True, slots=True)
class Habit:
    """A way in which people ask."""

    share: float
    """Of all answers."""
    channel: Channel
    asker: Asker
    ground: Ground
    people: bool = False
    """About natural persons; else about organisations."""
    in_lists: bool = False


SHARING = "依职责共享（《浙江省公共信用信息管理条例》第十八条）"
HABITS = (
    Habit(0.34, Channel.api, Asker.department,
          Ground("administrative_licensing", Basis.sharing, SHARING), in_lists=True),
    Habit(0.17, Channel.api, Asker.department,
          Ground("public_procurement", Basis.sharing, SHARING), in_lists=True),
    Habit(0.12, Channel.api, Asker.department,
          Ground("school_admission", Basis.sharing, SHARING), people=True, in_lists=True),
    Habit(0.10, Channel.page, Asker.department,
          Ground("public_funds", Basis.sharing, SHARING), in_lists=True),
    Habit(0.05, Channel.api, Asker.department, Ground("supervision", Basis.sharing, SHARING)),
    Habit(0.04, Channel.page, Asker.department, Ground("honour_award", Basis.sharing, SHARING)),
    Habit(0.07, Channel.window, Asker.clerk,
          Ground("walk_in", Basis.authorisation, "本人到场（居民身份证）"), people=True),
    Habit(0.08, Channel.public, Asker.public,
          Ground("public_search", Basis.publicity, "publicity")),
    Habit(0.03, Channel.self, Asker.self, Ground("self_check", Basis.authorisation, "self")),
)  # fmt: skip
"""They add up to all."""
REFUSED = Habit(0, Channel.api, Asker.department,
                Ground("supervision", Basis.sharing, SHARING), people=True)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Askers:
    """Who asks in the demonstration."""

    departments: Sequence[Actor]
    clerk: Actor
    enterprises: Sequence[tuple[Actor, Party]]
    """Accounts of enterprises, each with the one it may ask about: itself."""


def query_year(wanted: Volume, district: District, askers: Askers) -> None:
    """Ask what is missing of the year's queries, by the use cases that answer them."""
    today = clock.today()
    done = done_by_day()
    by_hand = sum(count for day, count in done.items() if wanted.last < day <= today)
    days, rng = weekdays(wanted.first, wanted.last), Random(SEED)  # noqa: S311 - invents, guards nothing
    total = spread(wanted.queries - by_hand, days, LICENSING, rng)

    def do(day: date, count: int) -> None:
        _Day(day, district, askers).ask(count)

    live_through("queries 信用查询", total, done, do)


class _Day:
    """One day's calls."""

    def __init__(self, day: date, district: District, askers: Askers) -> None:
        self._rng = Random(day.toordinal())  # noqa: S311
        self._day, self._district, self._askers = day, district, askers

    def ask(self, count: int) -> None:
        """So many answers, divided by habit; the last habit takes what rounding leaves."""
        left = count
        for habit in HABITS[:-1]:
            some = min(round(count * habit.share), left)
            self._ask(habit, some)
            left -= some
        self._ask(HABITS[-1], left)
        self._ask(REFUSED, (count + self._rng.randrange(REFUSED_EVERY)) // REFUSED_EVERY)

    def _ask(self, habit: Habit, count: int) -> None:
        sizes = list(self._sizes(habit, count))
        for size, at in zip(sizes, moments(self._day, len(sizes), self._rng), strict=True):
            actor, about = self._who(habit)
            with clock.standing_at(at), acting_as(actor):
                self._call(habit, [about or self._somebody(habit) for _ in range(size)])

    def _sizes(self, habit: Habit, count: int) -> Iterator[int]:
        while count > 0:
            size = min(self._rng.choice(LIST_SUBJECTS) if habit.in_lists else 1, count)
            yield size
            count -= size

    def _call(self, habit: Habit, parties: Sequence[Party]) -> None:
        call = new_call(
            habit.ground, habit.asker, habit.channel,
            needs_authorisation=habit.asker is Asker.department,
        )  # fmt: skip
        subjects = [_asked(n, party, call.day) for n, party in enumerate(parties)]
        if habit.in_lists:
            for _ in ask_many(call, subjects, len(subjects)):
                pass  # the answers go to whoever asked
            return
        with transaction() as session:
            result = answer_block(session, call, subjects)[0]
            assert not isinstance(result, Faulty)
            assert isinstance(result, Denied) == (habit is REFUSED), "invented to be answered"
            record_single(session, call, result)

    def _somebody(self, habit: Habit) -> Party:
        whom = self._district.people if habit.people else self._district.organisations
        return self._rng.choice(whom)

    def _who(self, habit: Habit) -> tuple[Actor, Party | None]:
        """Who asks, and about whom where it can be but one."""
        if habit.asker is Asker.self:
            return self._rng.choice(self._askers.enterprises)
        if habit.asker is Asker.department:
            return self._rng.choice(self._askers.departments), None
        return (self._askers.clerk if habit.asker is Asker.clerk else PUBLIC), None


def _asked(index: int, party: Party, day: date) -> Asked:
    return asked(index, parse(IdType(party.id_type), party.number, today=day), party.name)


def done_by_day() -> dict[date, int]:
    """How many answers each day has."""
    day = office_day(CreditQuery.at)
    rows = db.session.execute(select(day, func.sum(CreditQuery.answered)).group_by(day))
    return {when: int(count) for when, count in rows}
