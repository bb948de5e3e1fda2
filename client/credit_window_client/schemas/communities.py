"""社区 Communities.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal, NotRequired, TypedDict, final


@final
class PlaceAnswer(TypedDict):
    level: Literal["district", "subdistrict", "community", "grid", "building", "unit", "household"]
    code: str
    name: str
    parent_level: str | None
    parent_code: str | None
    order: int
    map_column: int | None
    map_row: int | None
    retired: bool
    households: int
    """在用的户数"""
    members: int
    """参加积分的人数"""


@final
class PlacesAnswer(TypedDict):
    items: list[PlaceAnswer]
    next_cursor: str | None


@final
class DimensionAnswer(TypedDict):
    code: str
    name: str
    name_en: str


@final
class StarAnswer(TypedDict):
    stars: int
    points: int


@final
class CapsAnswer(TypedDict):
    day: int | None
    month: int | None
    quarter: int | None
    year: int | None


@final
class TierAnswer(TypedDict):
    at: float
    points: int


@final
class ItemAnswer(TypedDict):
    code: str
    dimension: str
    name: str
    name_en: str
    description: str
    description_en: str
    basis: str
    minus: bool
    points_from: int
    points_to: int
    choices: list[int]
    """可选的几档，没有时为空"""
    per: float
    unit: str
    unit_name: str
    quantity_max: float | None
    caps: CapsAnswer
    """分值上限"""
    caps_quantity: CapsAnswer
    """数量上限"""
    tiers: list[TierAnswer]
    tiers_count: Literal["added", "level"]
    evidence: Literal["none", "words", "file"]
    expires_months: int | None
    """空为当年年底"""
    entered_by: list[Literal["manager", "check_in", "api"]]
    two_person: bool
    in_words: str
    """如：每小时 +5分"""
    caps_in_words: str


@final
class AlterationAnswer(TypedDict):
    label: str
    before: str
    after: str


@final
class ChangeAnswer(TypedDict):
    turn: Literal["added", "altered", "ended"]
    item: str
    name: str
    alterations: list[AlterationAnswer]


@final
class AnnouncedAnswer(TypedDict):
    version: int
    valid_from: str
    changes: list[ChangeAnswer]


@final
class CatalogueAnswer(TypedDict):
    community: str
    on: str
    version: int
    code: str
    name: str
    name_en: str
    valid_from: str
    valid_to: str | None
    demonstration: bool
    source: str
    evidence: Literal["O", "F", "M", "P"]
    note: str
    dimensions: list[DimensionAnswer]
    stars: list[StarAnswer]
    items: list[ItemAnswer]
    announced: list[AnnouncedAnswer]


@final
class GoodsAnswer(TypedDict):
    code: str
    name: str
    description: str
    kind: Literal["goods", "service"]
    cost: int
    stock: int
    member_limit: int | None
    limit_period: str | None
    shop: str
    version: int


@final
class GoodsListAnswer(TypedDict):
    goods: list[GoodsAnswer]


@final
class ClaimAnswer(TypedDict):
    id: str
    state: Literal["pending", "approved", "refused"]
    state_name: str
    member: str
    dimension: str
    item: str
    item_name: str
    quantity: str
    """十进制数"""
    unit: str
    points: int
    worth: int
    """不计上限应得的分"""
    note: NotRequired[str | None]
    """因上限少得时的说明"""
    two_person: bool
    """须由第二人审核"""
    done_on: str
    event_id: str | None
    entered_by: str
    entered_at: str
    decided_by: str | None
    reason: str | None


@final
class EntryImportCounts(TypedDict):
    rows: int
    accepted: int
    waiting: int
    unchanged: int
    refused: int


@final
class EntryImportLinks(TypedDict):
    self: str
    refused: str


@final
class EntryImportAnswer(TypedDict):
    id: str
    community: str
    filename: str
    state: str
    """queued、running、done 或 failed"""
    counts: EntryImportCounts
    done: int
    total: int | None
    seconds_left: float | None
    problem: str | None
    made_by: str
    made_at: str
    started_at: str | None
    ended_at: str | None
    links: EntryImportLinks


@final
class BoardLineAnswer(TypedDict):
    place: int
    name: str
    """公开名称或地点"""
    points: int
    points_before: int
    """上一时段到同一进度时的积分"""
    place_before: int | None
    movement: Literal["up", "down", "same", "new"]
    moved_by: int
    code: NotRequired[str]
    """地点代码；合并时为第一处的"""
    joined: NotRequired[bool]
    """人数少，与邻近几处合并"""
    households: NotRequired[int]
    participating: NotRequired[int]
    score: NotRequired[float]
    """0 到 100"""


@final
class OwnPlaceAnswer(TypedDict):
    place: int
    name: str
    """公开名称或地点"""
    points: int
    points_before: int
    """上一时段到同一进度时的积分"""
    place_before: int | None
    movement: Literal["up", "down", "same", "new"]
    moved_by: int


@final
class BoardTotalsAnswer(TypedDict):
    points: int
    households: int
    participating: int
    score: float


@final
class BoardAnswer(TypedDict):
    community: str
    level: str
    dimension: str
    period: str
    first: str
    last: str
    """计到的最后一天"""
    as_of: str
    tie_rule: str
    lines: list[BoardLineAnswer]
    sharing_last: int
    """另有多少与最后一行同分，未列出"""
    own: OwnPlaceAnswer | None
    """本人或本人所在之处的名次，只有本人看得到"""
    totals: BoardTotalsAnswer | None
    """参与成员太少时不显示"""
