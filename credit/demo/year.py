"""A whole year of the office for the demonstration: who is on file, reviews, queries.

What people did is done by the use cases they use, on its day; what other systems delivered
comes in by the importer. The same seed and day give the same year, and a load that was broken
off goes on where it was.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from random import Random

from credit.demo.bringing import bring_in, brought_in_on
from credit.demo.district import ENTERPRISE_HEADER, LIST_HEADER, PENALTY_HEADER, District, Party
from credit.demo.load import SMALL_ENTRIES, SMALL_PENALTIES
from credit.demo.queries import Askers, query_year
from credit.demo.reviews import review_year
from credit.demo.volume import Volume, volume
from service import clock
from service.access.account import Role
from service.accounts.demo import actor, past_account
from service.audit import SYSTEM, Actor, acting_as
from service.demo import Scale, progress

SEED = 1162
NAME = "year-{feed}-{part}"
PART_ROWS = 20_000
"""Rows of one file: as large as offices send them."""
UNITS = (
    "西湖区教育局",
    "杭州市西湖区市场监督管理局",
    "西湖区财政局",
    "西湖区住房和城乡建设局",
    "西湖区人力资源和社会保障局",
    "西湖区农业农村局",
)
ENTERPRISES = 24
YEARS_BACK = 5 * 365


def load_year(scale: Scale) -> Mapping[str, int]:
    """Load what is missing of the year that ended before the first load, after all done by hand."""
    if not scale.times:
        return {}
    began = load_day()
    asked = volume(scale, began)
    district = District(organisations=asked.organisations, people=asked.people, day=began)
    with acting_as(SYSTEM):
        _register(asked, district, began)
    departments = [
        past_account(f"year-department-{n}", Role.department, unit)
        for n, unit in enumerate(UNITS, start=1)
    ]
    askers = Askers(departments, actor("clerk"), list(_enterprises(district)))
    review_year(asked, district, askers.clerk, actor("reviewer"))
    query_year(asked, district, askers)
    return {"reviews of the year": asked.reviews, "queries of the year": asked.queries}


def _register(asked: Volume, district: District, day: date) -> None:
    """Who is on file and what was decided about them, in files of their sources."""
    rng = Random(SEED)  # noqa: S311 - invents, guards nothing
    penalties = district.penalty_rows(
        asked.penalties, begin=SMALL_PENALTIES, decided=lambda: _some_day(day, rng)
    )
    entries = district.list_rows(
        asked.entries, begin=SMALL_ENTRIES, entered=lambda: _some_day(day, rng)
    )
    _bring("enterprises", ENTERPRISE_HEADER, district.enterprise_rows(), asked.organisations)
    _bring("shuanggongshi-penalty", PENALTY_HEADER, penalties, asked.penalties)
    _bring("serious-list", LIST_HEADER, entries, asked.entries)


def _some_day(today: date, rng: Random) -> date:
    """A day of the last years; the later the likelier, as deletion after five years has it."""
    return today - timedelta(days=10 + int(YEARS_BACK * rng.random() ** 1.5))


def _bring(feed: str, header: list[str], rows: Iterable[list[str]], total: int) -> None:
    with progress(f"{feed}", total) as more:
        for part, block in enumerate(_parts(rows), start=1):
            bring_in(feed, header, block, name=NAME.format(feed=feed, part=part))
            more(len(block))


def _parts(rows: Iterable[list[str]]) -> Iterator[list[list[str]]]:
    block: list[list[str]] = []
    for row in rows:
        block.append(row)
        if len(block) == PART_ROWS:
            yield block
            block = []
    if block:
        yield block


def _enterprises(district: District) -> Iterator[tuple[Actor, Party]]:
    """Some enterprises that look at their own records now and then."""
    for n in range(1, ENTERPRISES + 1):
        party = district.organisations[n * 211 % len(district.organisations)]
        yield (
            past_account(
                f"year-enterprise-{n}", Role.enterprise, party.name, subject_code=party.number
            ),
            party,
        )


def load_day() -> date:
    """The day on which the year was loaded first; today where it never was."""
    return brought_in_on(NAME.format(feed="enterprises", part=1)) or clock.today()
