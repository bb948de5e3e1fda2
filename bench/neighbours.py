"""An invented community: its places, its members, a manager, a catalogue, and ledgers of any size.

A ledger is written by statements over whole sets of rows, as an import writes its blocks; the
database adds up balances, lots and totals as it does for every entry.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import text

from bench.servers import progress
from scoring.catalogue.service import adopt
from scoring.communities.models import Community
from service import clock
from service.access.account import Role
from service.accounts.api_tokens import create_token
from service.accounts.service import NewAccount, create_account
from service.audit import SYSTEM, Actor, acting_as
from service.database import db, transaction

CODE = "BENCH"
NAME = "测量社区"
DAYS = 365
"""A ledger's entries are spread over so many days, up to today."""
BLOCK_ENTRIES = 50_000
UNITS, DOORS = 4, 20
"""Units of a building, households of a unit."""
DIMENSIONS = ("shan", "zhen", "mei")
CATALOGUE = {
    "code": "BENCH",
    "name": "测量用积分目录",
    "source": "测量",
    "evidence": "P",
    "dimensions": [
        {"code": "shan", "name": "善"},
        {"code": "zhen", "name": "真"},
        {"code": "mei", "name": "美"},
    ],
    "items": [
        {"code": f"item-{code}", "dimension": code, "name": f"项目{code}", "unit": "times",
         "points": 3, "evidence": "words", "expires": "year_end", "entered_by": ["manager"],
         "two_person": False}
        for code in DIMENSIONS
    ],
}  # fmt: skip
_PLACES = """
    INSERT INTO place (community_code, level, code, name, parent_id, grid_id, building_id, unit_id,
        "order")
    SELECT :code, :level, n::text, n::text, above.id, coalesce(above.grid_id, :top),
        CASE WHEN :level = 'building' THEN NULL ELSE coalesce(above.building_id, above.id) END,
        CASE WHEN :level = 'household' THEN above.id END, n
    FROM generate_series(1, :count) n
    JOIN place above ON above.community_code = :code AND above.level = :above
        AND above.code = ((n - 1) / :each + 1)::text
"""
_MEMBERS = """
    INSERT INTO member (number, community_code, household_id, public_name, age_band, has_guardian,
        on_boards, state, joined_on)
    SELECT 'CP' || n, :code, home.id, '邻居' || n, 'adult', false, true, 'active', :joined
    FROM generate_series(1, :count) n
    JOIN place home ON home.community_code = :code AND home.level = 'household'
        AND home.code = ((n - 1) % :households + 1)::text
"""
_ENTRIES = """
    INSERT INTO points_entry (id, community_code, member_id, household_id, kind, dimension,
        item_code, catalogue_id, quantity, honour, spendable, expires_on, done_on, posted_on,
        posted_at, source, entered_by_id, entered_by)
    SELECT gen_random_uuid(), :code, member.id, member.household_id, 'award', dimension,
        'item-' || dimension, :catalogue, 1, points, points, :expires, day, day,
        day + time '12:00', 'spreadsheet', 0, 'bench'
    FROM (
        SELECT n, abs(hashint8extended(n, 1) % :members) + :first_member AS member_id,
            1 + n % 7 AS points,
            (ARRAY['shan', 'zhen', 'mei'])[1 + abs(hashint8extended(n, 2) % 3)] AS dimension,
            CAST(:today AS date) - CAST(:days - 1 AS integer)
                + CAST((n - :already) * :days / (:wanted - :already) AS integer) AS day
        FROM generate_series(CAST(:first AS bigint), :last) n
    ) AS made JOIN member ON member.id = made.member_id
    ORDER BY day, n
"""
"""Day after day, as in life. Member and dimension are each scattered by a hash of their own: taken
from remainders of `n` they would go together, and a member would have one dimension."""


@dataclass(frozen=True)
class Neighbourhood:
    """What the benches of points work on."""

    manager: Actor
    token: str
    catalogue_id: int
    members: int
    first_member: int


def settle(app: Flask, households: int, members: int) -> Neighbourhood:
    """Found the community with so many households and members."""
    with app.app_context(), acting_as(SYSTEM):
        joined = clock.today() - timedelta(days=DAYS)
        _found()
        catalogue = adopt(
            CODE, CATALOGUE | {"valid_from": joined.isoformat(), "demonstration": True}
        )
        account = create_account(
            NewAccount("bench-manager", Role.community, "measuring-is-knowing", community_code=CODE)
        )
        token = create_token(account, "bench")[1]
        with transaction() as session:
            top = session.scalar(
                text(
                    'INSERT INTO place (community_code, level, code, name, "order") '
                    "VALUES (:code, 'grid', '1', '1', 0) RETURNING id"
                ),
                {"code": CODE},
            )
            units, buildings = -(-households // DOORS), -(-households // (DOORS * UNITS))
            for level, above, count, each in (
                ("building", "grid", buildings, buildings),
                ("unit", "building", units, UNITS),
                ("household", "unit", households, DOORS),
            ):
                values = {"code": CODE, "level": level, "above": above, "count": count}
                session.execute(text(_PLACES), values | {"each": each, "top": top})
            for level in ("grid", "building", "unit"):
                session.execute(text(f"UPDATE place SET {level}_id = id WHERE level = '{level}'"))
            session.execute(
                text(_MEMBERS),
                {"code": CODE, "count": members, "households": households, "joined": joined},
            )
            first = session.scalar(text("SELECT min(id) FROM member")) or 0
        actor = Actor(account.id, account.name, account.role, "")
        return Neighbourhood(actor, token, catalogue.row.id, members, first)


def _found() -> None:
    with transaction() as session:
        session.add(
            Community(code=CODE, name=NAME, demonstration=True, members_min=5, settings={},
                      created_at=clock.now())
        )  # fmt: skip


def post_many(app: Flask, there: Neighbourhood, already: int, wanted: int) -> None:
    """Let the ledger grow from `already` to `wanted` entries."""
    with app.app_context():
        for first in range(already, wanted, BLOCK_ENTRIES):
            last = min(first + BLOCK_ENTRIES, wanted) - 1
            with transaction() as session:
                session.execute(
                    text(_ENTRIES),
                    {
                        "code": CODE,
                        "members": there.members,
                        "first_member": there.first_member,
                        "catalogue": there.catalogue_id,
                        "today": clock.today(),
                        "expires": date(clock.today().year, 12, 31),
                        "days": DAYS,
                        "already": already,
                        "wanted": wanted,
                        "first": first,
                        "last": last,
                    },
                )
            if last + 1 == wanted or (first // BLOCK_ENTRIES) % 20 == 19:
                progress(f"points: {last + 1:,} entries in the ledger")
        db.session.remove()
