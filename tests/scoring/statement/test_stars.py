"""Stars by the points of a calendar year, and the way to the next one."""

from datetime import date

from sqlalchemy import select

from scoring.catalogue.files import DEMONSTRATION, read_file
from scoring.catalogue.parse import parse_catalogue
from scoring.catalogue.service import adopt
from scoring.ledger.models import Entry
from scoring.statement.stars import Standing, standing, told
from service import clock
from service.database import db
from tests.factories.points import SMALL_CATALOGUE, a_community, a_member
from tests.scoring.ledger.conftest import CODE, World

STARS = [{"stars": 1, "points": 5}, {"stars": 2, "points": 100}]


def test_a_star_is_reached_at_its_points_and_the_highest_has_no_next():
    table = parse_catalogue(read_file(DEMONSTRATION))
    found = [standing(table, points) for points in (19, 20, 299, 300)]
    assert found == [
        Standing(0, 19, 1), Standing(1, 20, 40), Standing(4, 299, 1), Standing(5, 300, None),
    ]  # fmt: skip


def test_a_member_reads_the_stars_of_this_year_alone(app):
    a_community(CODE, catalogue=False)
    adopt(CODE, SMALL_CATALOGUE | {"stars": STARS})
    world = World()
    entry = world.enter("volunteer", 2)
    points = db.session.scalars(select(Entry.honour)).one()
    assert 5 <= points < 100
    said = str(told(world.member, clock.today()))
    assert said == f"今年得 {points} 分，1 星；再得 {100 - points} 分升一星。"
    next_year = date(clock.today().year + 1, 1, 1)
    assert str(told(world.member, next_year)) == "今年得 0 分，0 星；再得 5 分升一星。"
    world.reverse(entry)
    assert str(told(world.member, clock.today())) == "今年得 0 分，0 星；再得 5 分升一星。"


def test_a_catalogue_without_stars_speaks_of_none(app):
    world = World()
    assert told(world.member, clock.today()) is None
    beginner = a_member(a_community("TEST-NONE", catalogue=False))
    assert told(beginner, clock.today()) is None
