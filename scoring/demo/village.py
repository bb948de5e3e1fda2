"""An invented community: its houses, neighbours and what they did. Pure, the same every time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

SEED = 330106
GRIDS = ("东", "西", "中")
MAP_COLUMNS = 4
PLACE_HEADER = ("层级", "编号", "名称", "上级编号", "排序", "地图列", "地图行")

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾"
GIVEN = ("秀英", "建国", "桂芳", "志强", "丽华", "国庆", "玉兰", "海涛", "文静", "春生")
ADJECTIVES = (
    "爱笑的", "早起的", "热心的", "慢悠悠的", "会唱歌的", "种花的", "养鸟的", "散步的",
    "读书的", "泡茶的", "下棋的", "写字的",
)  # fmt: skip
NOUNS = ("桂花", "银杏", "茶农", "白鹭", "西溪", "龙井", "荷叶", "石榴", "喜鹊", "松果")
BUSY = 0.55
"""How likely a member does something in a week of an ordinary season."""
DEEDS = (
    ("volunteer", (1, 2, 2, 3), "社区志愿服务", 5),
    ("elderly-visit", (1,), "探望独居老人", 3),
    ("commitment-kept", (1,), "楼道承诺做到", 2),
    ("hazard-report", (1,), "报告消防通道隐患，已核实", 1),
    ("waste-sorting", (1,), "本周抽查合格", 6),
    ("cleaning", (1,), "清洁楼道", 4),
    ("civil-pledge", (1,), "规范停放电动车", 2),
    ("event", (1,), "参加社区文体活动", 3),
)
"""Item, quantities, evidence, how often beside the others."""


@dataclass(frozen=True)
class Layout:
    """How many houses a community has, and how they are built."""

    buildings: int
    units: int
    floors: int
    doors: int
    """To a floor of a unit."""


SMALL = Layout(buildings=12, units=2, floors=5, doors=2)
LARGE = Layout(buildings=27, units=2, floors=10, doors=3)


@dataclass(frozen=True)
class Neighbour:
    """Somebody who takes part."""

    household: str
    public_name: str
    name: str


@dataclass(frozen=True)
class Deed:
    """Something a neighbour did, by the neighbour's place in the list."""

    neighbour: int
    item: str
    quantity: Decimal
    evidence: str
    done_on: date


def place_rows(layout: Layout = SMALL) -> Iterator[tuple[str, ...]]:
    """The spreadsheet of places: grids, buildings on a map, units, households."""
    for at, name in enumerate(GRIDS, start=1):
        yield ("网格", str(at), f"{name}网格", "", str(at), "", "")
    for house in range(1, layout.buildings + 1):
        row, column = divmod(house - 1, MAP_COLUMNS)
        grid = 1 + (house - 1) * len(GRIDS) // layout.buildings
        spot = (str(column + 1), str(row + 1))
        yield ("楼幢", str(house), f"{house}幢", str(grid), str(house), *spot)
    for house in range(1, layout.buildings + 1):
        for unit in range(1, layout.units + 1):
            yield ("单元", f"{house}-{unit}", f"{unit}单元", str(house), str(unit), "", "")
    for house, unit, door in _doors(layout):
        yield ("户", f"{house}-{unit}-{door}", f"{door}室", f"{house}-{unit}", str(door), "", "")


def _doors(layout: Layout) -> Iterator[tuple[int, int, int]]:
    for house in range(1, layout.buildings + 1):
        for unit in range(1, layout.units + 1):
            for floor in range(1, layout.floors + 1):
                for door in range(1, layout.doors + 1):
                    yield house, unit, floor * 100 + door


def neighbours(count: int, layout: Layout = SMALL, seed: int = SEED) -> list[Neighbour]:
    """So many neighbours, spread unevenly over the households, some of them sharing one."""
    chance = Random(seed)  # noqa: S311 - an invented community, not a secret
    names = [f"{adjective}{noun}" for adjective in ADJECTIVES for noun in NOUNS]
    chance.shuffle(names)
    doors = list(_doors(layout))
    weights = [1 + (house * 5) % 7 for house, _, _ in doors]
    return [
        Neighbour(
            "-".join(str(part) for part in chance.choices(doors, weights)[0]),
            _public_name(names, at),
            chance.choice(SURNAMES) + chance.choice(GIVEN),
        )
        for at in range(count)
    ]


def _public_name(names: list[str], at: int) -> str:
    """Every name once, then with the second, third … of that name told apart."""
    again, place = divmod(at, len(names))
    return names[place] + (str(again + 1) if again else "")


def weeks(first: date, last: date) -> Iterator[date]:
    """The Fridays on which points were posted, and the last day itself."""
    day = first + timedelta(days=(4 - first.weekday()) % 7)
    while day < last:
        yield day
        day += timedelta(days=7)
    yield last


def deeds(people: int, posted_on: date) -> list[Deed]:
    """What was done in the week before a day of posting; spring and autumn are busy."""
    chance = Random(SEED + posted_on.toordinal())  # noqa: S311 - see above
    season = 1.2 if posted_on.month in {3, 4, 5, 10, 11} else 0.9
    items, quantities, evidence, often = zip(*DEEDS, strict=True)
    done = []
    for neighbour in range(people):
        zeal = 0.4 + (neighbour * 37 % 100) / 80
        if chance.random() > BUSY * season * zeal:
            continue
        which = chance.choices(range(len(items)), often)[0]
        quantity = Decimal(chance.choice(quantities[which]))
        day = posted_on - timedelta(days=chance.randrange(min(6, posted_on.day)))
        done.append(Deed(neighbour, items[which], quantity, evidence[which], day))
    return done
