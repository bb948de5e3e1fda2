"""Awards entered by the use case, beside the same statements by nothing but the driver."""

from datetime import timedelta
from decimal import Decimal

from bench.apart import run_apart
from bench.figures import Table
from bench.neighbours import CODE, Neighbourhood
from bench.replay import replay
from bench.servers import Site, progress
from bench.sizes import Sizes
from bench.statements import Recipe, listening
from bench.timing import Timing, cells_of, each, ratio_of
from scoring.ledger.refusals import NewEntry
from scoring.ledger.service import enter
from service import clock
from service.audit import acting_as
from service.database import db

WARM_UP = 20
WORDS = "楼道里大家都看见了"


def measure(site: Site, there: Neighbourhood, sizes: Sizes, table: Table) -> None:
    """By the use case, and the statements it sends by nothing but the driver."""
    with site.app.app_context():
        recipes = [_taken_down(there, n) for n in range(sizes.points_entries + WARM_UP)]
    site.settle()
    used, bare = [], []
    for _ in range(sizes.runs):
        bare.append(run_apart(_bare, site.postgres.url, recipes, sizes.points_entries))
        used.append(by_use_case(site, there, sizes.points_entries))
    for name, runs, share in (("entered by the use case", used, ratio_of(used, bare)),
                              ("the same statements, bare", bare, 1.0)):  # fmt: skip
        table.add(name, sizes.points_entries, *cells_of(runs), share)
    table.notes.append(f"An entry sends {recipes[-1].summary}.")
    progress("points: entries done")


def award(there: Neighbourhood, number: int) -> NewEntry:
    """Something one of the members did."""
    return NewEntry(
        community_code=CODE,
        member_number=f"CP{1 + number % there.members}",
        item_code=("item-shan", "item-zhen", "item-mei")[number % 3],
        quantity=Decimal(1 + number % 3),
        done_on=clock.today() - timedelta(days=number % 30),
        evidence=WORDS,
    )


def _taken_down(there: Neighbourhood, number: int) -> Recipe:
    with acting_as(there.manager), listening(db.engine) as steps:
        enter(award(there, number))
    return Recipe("", steps)


def _bare(url: str, recipes: list[Recipe], count: int) -> Timing:
    return replay(url, recipes, count, 1, 1, WARM_UP)


def by_use_case(site: Site, there: Neighbourhood, count: int) -> Timing:
    """Entries one after the other in this process."""
    with site.app.app_context(), acting_as(there.manager):
        for number in range(WARM_UP):
            enter(award(there, number))
        return each(enter, (award(there, number) for number in range(count)))
