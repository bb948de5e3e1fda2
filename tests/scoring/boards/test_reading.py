"""Boards of real rows: equal to the sum of entries at every past date, public names only."""

import random
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from scoring.boards.figures import read_tallies
from scoring.boards.members import STATEMENTS
from scoring.boards.period import PeriodKind, period_of
from scoring.boards.ranking import Scored, ranked
from scoring.boards.reading import standings, trend
from scoring.boards.scores import scores
from scoring.boards.spans import now_and_before, span_values
from scoring.boards.view import question
from scoring.communities.models import Level, Member
from scoring.ledger.models import Entry, Kind
from service import clock
from service.database import db
from tests.factories.points import (
    SMALL_CATALOGUE,
    CatalogueRow,
    a_community,
    a_household,
    a_member,
)
from tests.scoring.boards.ledger import TODAY, asked, post, take_back

DIMENSIONS = ("shan", "zhen", "mei")
FIRST = date(2025, 11, 3)


@pytest.fixture
def community(app):
    return a_community()


def homes(community):
    """Three buildings in two grids; building 2 is small, unit 1-2 has nobody."""
    doors = [("1", "1", "1", "101"), ("1", "1", "1", "102"), ("1", "1", "2", "101")]
    doors += [("1", "2", "1", "101"), ("2", "3", "1", "101"), ("2", "3", "1", "102")]
    doors += [("1", "1", "1", "103"), ("2", "3", "1", "103")]
    return [a_household(community, *door) for door in doors]


@pytest.fixture
def ledger(community):
    """A year of entries at random, some of them taken back later."""
    found = homes(community)
    living = (
        [found[0]] * 3 + [found[1]] * 3 + [found[3]] + [found[4]] * 2 + [found[5]] * 3 + [found[7]]
    )
    members = [a_member(community, home) for home in living]
    members[2].on_boards = False
    chance = random.Random(4)
    awards = []
    for _ in range(150):
        day = FIRST + timedelta(days=chance.randrange((TODAY - FIRST).days + 1))
        awards.append(
            post(chance.choice(members), chance.randint(1, 9), day, chance.choice(DIMENSIONS))
        )
    for award in chance.sample(awards, 20):
        late = award.posted_on + timedelta(days=chance.randrange(60))
        take_back(award, min(late, TODAY))
    db.session.flush()
    return members


def summed(key, first, last, dimension=None):
    """Honour of entries posted on these days by the key of each entry, added up one by one."""
    found = defaultdict(int)
    for entry in db.session.scalars(select(Entry)):
        if first <= entry.posted_on <= last and dimension in (None, entry.dimension):
            found[key(entry)] += entry.honour
    return found


def test_boards_and_roll_ups_equal_the_sum_of_entries_at_every_past_date(community, ledger):
    kinds = list(PeriodKind)
    home_of = {place.id: place for place in homes(community)}
    shown = {member.id: member.public_name for member in ledger if member.on_boards}
    entries = [
        (entry.posted_on, entry.member_id, entry.household_id, entry.dimension, entry.honour,
         1 if entry.kind == Kind.award else -1)
        for entry in db.session.scalars(select(Entry))
    ]  # fmt: skip
    for step in range((TODAY - FIRST).days + 1):
        day = FIRST + timedelta(days=step)
        period = period_of(kinds[step % 4], day)
        dimension = (None, *DIMENSIONS)[step % 3]
        ranges = [(period.first, day), (period.previous.first, period.same_point(day))]
        points = [defaultdict(int), defaultdict(int)]
        places = defaultdict(int)
        deeds = defaultdict(int)
        for posted, member, home, of, honour, more in entries:
            for turn, (first, last) in enumerate(ranges):
                if first <= posted <= last and dimension in (None, of):
                    points[turn][member] += honour
                    places[turn, home_of[home].building_id] += honour
                    deeds[turn, home] += more
        wanted = ranked(Scored(key, shown[key], points[0][key], points[1][key]) for key in shown)
        question = asked("member", period.code, day, dimension)
        board = standings(community, question, None)
        assert [line.standing for line in board.lines] == wanted[:10], (day, period)
        tallies = read_tallies(community.code, now_and_before(period, day, TODAY), DIMENSIONS)
        for turn in (0, 1):
            read = defaultdict(int)
            for (_, building, _), tally in tallies.items():
                read[building] += tally[turn].points[dimension]
            taking_part = Counter(
                home_of[home].building_id
                for (at, home), more in deeds.items()
                if at == turn and more > 0
            )
            told = Counter()
            for (_, building, _), tally in tallies.items():
                told[building] += tally[turn].households[dimension]
            assert +told == taking_part, (day, turn)
            kept = {place: value for (at, place), value in places.items() if at == turn and value}
            assert {place: value for place, value in read.items() if value} == kept, (day, turn)


def test_every_level_adds_up_to_the_community_and_small_places_are_joined(community, ledger):
    found = scores(community, asked("building", "2026"), DIMENSIONS)
    total = sum(summed(lambda _: 0, date(2026, 1, 1), TODAY).values())
    assert found.whole.now.points[None] == total
    for level in (Level.grid, Level.building, Level.unit):
        assert sum(place.now.points[None] for place in found.places[level]) == total
    assert [str(one.name) for one in found.places[Level.building]] == ["1＋2", "3"]
    assert found.whole.score.facts.households == 8
    assert found.places[Level.building][0].score.facts.households == 4
    board = standings(community, asked("building", "2026"), found)
    assert {line.standing.points for line in board.lines} == {
        place.now.points[None] for place in found.places[Level.building]
    }


def test_households_that_take_part_have_more_awards_than_reversals(community):
    one, two = homes(community)[:2]
    members = [a_member(community, home) for home in (one, one, two, two, two)]
    first = post(members[0], 5, date(2026, 11, 2))
    post(members[0], 3, date(2026, 11, 3), "mei")
    second = post(members[4], 5, date(2026, 11, 2))
    take_back(second, date(2026, 11, 20))
    take_back(first, date(2026, 11, 20))
    for day, households, good in ((19, 2, 2), (20, 1, 0)):
        found = scores(community, asked(as_of=date(2026, 11, day)), DIMENSIONS)
        assert found.whole.now.households[None] == households
        assert found.whole.now.households["shan"] == good


def test_a_board_of_a_past_day_does_not_change(community):
    members = [a_member(community) for _ in range(3)]
    award = post(members[0], 9, date(2026, 11, 2))
    post(members[1], 5, date(2026, 11, 3))
    past = asked(as_of=date(2026, 11, 10))
    before = standings(community, past, None)
    take_back(award, date(2026, 11, 11))
    post(members[2], 40, date(2026, 11, 12))
    assert standings(community, past, None) == before
    later = standings(community, asked(), None)
    assert [line.standing.key for line in later.lines] == [members[2].id, members[1].id]


def test_a_new_catalogue_changes_no_past_period(community):
    today = clock.today()
    month = period_of(PeriodKind.month, today)
    more = [*SMALL_CATALOGUE["dimensions"], {"code": "new", "name": "新"}]
    CatalogueRow(
        community_code=community.code, version=2, valid_from=month.first, digest=b"new",
        content=SMALL_CATALOGUE | {"dimensions": more, "valid_from": month.first.isoformat()},
    )  # fmt: skip

    def codes(period: str | None) -> list[str]:
        given = {"level": "member", "dimension": "all", "period": period, "as_of": None}
        return [one.code for one in question(community, given)[1]]

    assert codes(None) == [*DIMENSIONS, "new"]
    assert codes(month.previous.code) == [*DIMENSIONS]


def test_only_who_agreed_and_takes_part_is_named_and_the_own_place_is_ones_own(community):
    hidden = a_member(community, on_boards=False)
    gone = a_member(community, state="left")
    first, second = a_member(community), a_member(community)
    for member, points in ((hidden, 30), (gone, 20), (first, 10), (second, 5)):
        post(member, points, TODAY)
    board = standings(community, asked(), None)
    assert [line.standing.name for line in board.lines] == [first.public_name, second.public_name]
    assert [line.standing.place for line in board.lines] == [1, 2]
    own = standings(community, asked(), None, hidden)
    assert own.lines == board.lines
    assert (own.own.standing.place, own.own_shown, own.own_below) == (1, False, True)
    mine = standings(community, asked(), None, second)
    assert [line.mine for line in mine.lines] == [False, True]
    assert not mine.own_below


def test_a_household_stands_on_its_board_when_all_who_earned_its_points_agreed(community):
    first, second, third = homes(community)[:3]
    both = [a_member(community, first, public_name=name) for name in ("青松", "小荷")]
    shy = a_member(community, second, on_boards=False)
    open_too, single = a_member(community, second), a_member(community, third)
    for member, points in ((both[0], 4), (both[1], 3), (shy, 9), (open_too, 9), (single, 7)):
        post(member, points, TODAY)
    board = standings(community, asked("household"), None)
    assert [(line.standing.place, line.standing.points) for line in board.lines] == [(1, 7)] * 2
    assert "小荷、青松" in [line.standing.name for line in board.lines]
    own = standings(community, asked("household"), None, shy)
    assert (own.own.standing.points, own.own.standing.place, own.own_shown) == (18, 1, False)
    # Without her own the sum would tell her neighbour at home what she earned, and her name.
    assert standings(community, asked("household"), None, open_too).own is None


def test_who_moves_in_is_not_told_of_who_lived_there(community):
    home = homes(community)[0]
    gone, new = a_member(community, home, state="left"), a_member(community, home)
    for member, points in ((gone, 9), (new, 4)):
        post(member, points, TODAY)
    assert standings(community, asked("household"), None, new).own is None


def test_ties_beyond_the_last_line_are_counted_and_not_named(community):
    community.settings = {"board_top": 2}
    for points in (9, 5, 5, 5, 1):
        post(a_member(community), points, TODAY)
    board = standings(community, asked(), None)
    assert [line.standing.points for line in board.lines] == [9, 5]
    assert board.sharing == 2


def test_a_community_of_few_members_shows_no_place(community):
    for _ in range(4):
        post(a_member(community), 5, TODAY)
    found = scores(community, asked("building"), DIMENSIONS)
    assert not found.shown
    assert standings(community, asked("building"), found).lines == []
    assert standings(community, asked("community"), found).lines == []


def test_the_points_of_who_left_are_never_singled_out(community):
    one, two, three, *_, last, _ = homes(community)
    for home in (one, one, one, two, last):
        post(a_member(community, home), 2, TODAY)
    post(a_member(community, three, state="left"), 7, date(2026, 3, 1))
    found = scores(community, asked("unit"), DIMENSIONS)
    assert [str(place.name) for place in found.places[Level.unit]] == ["1-1＋1-2"]
    assert len(found.neighbourhood.silent) == 2


def test_the_home_of_the_one_who_asks_is_marked(community, ledger):
    found = scores(community, asked("building", "2026"), DIMENSIONS)
    board = standings(community, asked("building", "2026"), found, ledger[6])
    assert [str(line.name) for line in board.lines if line.mine] == ["1＋2"]


def test_the_trend_ends_with_the_period_so_far(community, ledger):
    question = asked("member", "2026-11", date(2026, 11, 10), "shan")
    line = trend(community, question)
    assert [period.code for period, _ in line][::11] == ["2025-12", "2026-11"]
    for period, points in line:
        last = min(period.last, question.as_of)
        assert points == summed(lambda _: 0, period.first, last, "shan")[0]


def test_boards_read_the_kept_totals_by_their_primary_key(community, ledger):
    db.session.execute(text("ANALYZE points_total"))
    # Pages that earlier tests left behind must not tip the planner towards another scan.
    db.session.execute(text("SET LOCAL enable_seqscan = off"))
    db.session.execute(text("SET LOCAL enable_bitmapscan = off"))
    ranges = [(date(2026, 11, 1), date(2026, 11, 30)), (date(2026, 10, 1), TODAY)]
    asked_for = {
        "community": community.code,
        "own": None,
        "top": 10,
        **span_values((days, [""]) for days in ranges),
    }
    plan = "\n".join(db.session.scalars(text(f"EXPLAIN {STATEMENTS['member'].text}"), asked_for))
    assert "pk_points_total" in plan
    condition = next(line for line in plan.splitlines() if "starts_on =" in line)
    assert "Index Cond" in condition
    assert "community_code" in condition
    assert "dimension =" in condition


def test_another_community_is_never_counted(community):
    other = a_community("OTHER")
    post(a_member(other), 50, TODAY)
    post(a_member(community), 5, TODAY)
    board = standings(community, asked(), None)
    assert [line.standing.points for line in board.lines] == [5]
    assert db.session.query(Member).count() == 2
    assert {entry.kind for entry in db.session.scalars(select(Entry))} == {Kind.award}
