"""A community to look at: nine buildings on a map, neighbours who did good for a year."""

import random
from datetime import date, timedelta

from scoring.communities.models import Community, Level, Member, Place
from scoring.ledger.models import LotUse
from service.database import db
from tests.factories.points import a_community
from tests.scoring.boards.ledger import award, reversal

NAMES = (
    "青松 小荷 向阳花 老周 晨光 一叶舟 桂花糕 西湖雨 竹影 阿米 暖阳 麦穗 书虫 半亩田 望月 细雨 "
    "春风 小满 云朵 拾光 白鹭 橘子 海棠 山泉 星河 芦苇 蒲公英 木棉 初雪 长街 归雁 清茶 石榴 松针 "
    "流萤 甘草 木桥 银杏 苔花 远帆 谷雨 布谷 青柠 槐花 夏荷"
)
BUILDINGS = {  # building: (column, row, neighbours who take part)
    "1幢": (1, 1, 6),
    "2幢": (2, 1, 5),
    "3幢": (3, 1, 9),
    "5幢": (5, 1, 2),
    "6幢": (1, 2, 0),
    "7幢": (2, 2, 7),
    "8幢": (4, 2, 3),
    "9幢": (5, 2, 8),
    "10幢": (3, 3, 5),
}
HOMES = 12
DAYS = 400


def a_street(today: date) -> tuple[Community, list[Member]]:
    """The community and everybody who takes part in it."""
    community = a_community()
    community.name = "翠苑一区"
    top = _places(community, [(Level.community, community.code, None, {})])[0]
    grids = _places(
        community, [(Level.grid, f"第{number}网格", top, {}) for number in (1, 2)], own="grid_id"
    )
    buildings = _places(
        community,
        [
            (Level.building, name, grids[number // 5], {"map_column": column, "map_row": row})
            for number, (name, (column, row, _)) in enumerate(BUILDINGS.items())
        ],
        own="building_id",
    )
    units = _places(
        community,
        [(Level.unit, f"{one.code}{n}单元", one, {}) for one in buildings for n in (1, 2)],
        own="unit_id",
    )
    homes = _places(
        community,
        [
            (Level.household, f"{units[at // 6].code}-{101 + at % 6}", units[at // 6], {})
            for at in range(HOMES * len(buildings))
        ],
    )
    chance = random.Random(7)
    members = _members(community, homes, chance)
    _deeds(members, today, chance)
    db.session.commit()
    return community, members


def _places(community, rows, own=None) -> list[Place]:
    above = ("grid_id", "building_id", "unit_id")
    places = [
        Place(
            community_code=community.code,
            level=level,
            code=code,
            name=code,
            parent_id=parent.id if parent else None,
            order=order,
            **{name: getattr(parent, name) if parent else None for name in above},
            **more,
        )
        for order, (level, code, parent, more) in enumerate(rows)
    ]
    db.session.add_all(places)
    db.session.flush()
    for place in places if own else ():
        setattr(place, own, place.id)
    db.session.flush()
    return places


def _members(community: Community, homes: list[Place], chance: random.Random) -> list[Member]:
    counts = [count for _, _, count in BUILDINGS.values()]
    living = [
        chance.choice(homes[at * HOMES : at * HOMES + HOMES - 2])
        for at, count in enumerate(counts)
        for _ in range(count)
    ]
    members = [
        Member(
            number=f"CP20260101-STREET{number:04d}-A",
            community_code=community.code,
            household_id=home.id,
            public_name=name,
            name_sealed="成员",
            age_band="adult",
            on_boards=True,
            joined_on=date(2026, 1, 1),
        )
        for number, (home, name) in enumerate(zip(living, NAMES.split(), strict=True))
    ]
    db.session.add_all(members)
    db.session.flush()
    return members


def _deeds(members: list[Member], today: date, chance: random.Random) -> None:
    zeal = [chance.random() ** 2 for _ in members]
    awards = []
    for back in range(DAYS, -1, -1):
        day = today - timedelta(days=back)
        for member in chance.choices(members, zeal, k=chance.choice((0, 1, 2, 3))):
            dimension = chance.choices(("shan", "zhen", "mei"), (5, 2, 3))[0]
            awards.append(award(member, chance.choice((2, 3, 5, 5, 10)), day, dimension))
    # A month that began today has a board as well: the neighbours cleaned together this morning.
    awards.extend(award(member, 2, today, "mei") for member in members[::3])
    awards.extend(award(member, 3, today, "shan") for member in members[::4])
    db.session.add_all(awards)
    db.session.flush()
    wrong = [*chance.sample(awards[:-20], 8), awards[-9]]
    for one in wrong:
        undone = reversal(one, min(one.posted_on + timedelta(days=4), today))
        undone.spendable = -one.spendable
        db.session.add(undone)
        db.session.flush()
        db.session.add(LotUse(entry_id=undone.id, lot_id=one.id, points=one.spendable))
    db.session.flush()
