"""Records of the demonstration that its department account determined, all invented. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from credit.demo.district import MARKET, Deed, Party
from credit.subjects.identifiers.synthetic import make_uscc

EDUCATION = ("西湖区教育局", make_uscc(900_004, lead="11"))
"""The unit of the account `department`, so that it has something to decide."""

FINED = Deed(
    "罚款",
    "罚款人民币壹万元整",
    "1",
    "未经审批举办校外培训",
    "《校外培训行政处罚暂行办法》第十七条",
    EDUCATION,
)
WARNED = Deed(
    "警告",
    "给予警告",
    "",
    "未按规定公示收费项目和标准",
    "《校外培训行政处罚暂行办法》第二十六条",
    EDUCATION,
)
STOPPED = Deed(
    "责令停产停业;罚款",
    "责令停止培训，并处罚款人民币伍万元整",
    "5",
    "隐瞒办学许可被撤回继续举办培训",
    "《校外培训行政处罚暂行办法》第二十条",
    EDUCATION,
)
LONG_AGO, YEARS_AGO, LATELY = 200, 500, 40
"""Days ago: past the minimum of the general and of the serious tier, and past neither."""


@dataclass(frozen=True)
class Decision:
    """One decision to be handed out."""

    key: str
    """By which a story names its record."""
    party: int
    """Which organisation: 0 is the one of the account `enterprise`."""
    deed: Deed
    days_ago: int


STORIED = [
    "draft",
    "submitted",
    "supplementing",
    "forwarded",
    "authority_supplementing",
    "verifying",
    "extension_requested",
    "syncing",
    "closed",
    "not_accepted",
    "refused",
    "withdrawn",
    "opened",
    "notified",
    "heard",
    "restoring",
    "revoked",
    "dropped",
]
"""One penalty for each, by the state its case, or the revocation of it, comes to."""
OWN = frozenset({"draft", "supplementing", "verifying", "closed", "notified"})
"""Stories of the organisation that has an account."""
BANKRUPT = ["verifying", "shielded", "completion_reported", "closed", "restoring"]


def decisions() -> Iterator[Decision]:
    """All penalties: those the stories are about, and some nobody has applied for yet."""
    for place, key in enumerate(STORIED):
        yield Decision(key, 0 if key in OWN else place + 1, FINED, LONG_AGO + place)
    for place, key in enumerate(BANKRUPT, start=len(STORIED) + 1):
        yield Decision(f"bankrupt_{key}", place, STOPPED, LATELY + place)
        yield Decision(f"bankrupt_{key}_2", place, FINED, LATELY + place)
    yield Decision("repairable", 0, FINED, LONG_AGO - 50)
    yield Decision("minor", 0, WARNED, LATELY)
    yield Decision("too_early", 0, FINED, LATELY)
    yield Decision("serious_too_early", 0, STOPPED, LONG_AGO)


def number_of(key: str, on: date) -> str:
    """The decision number of a story's penalty."""
    keys = [one.key for one in decisions()]
    return f"西教罚决字〔{on.year}〕第{500 + keys.index(key)}号"


def penalty_rows(parties: Sequence[Party], day: date) -> Iterator[list[str]]:
    """Rows of the `shuanggongshi-penalty` feed."""
    for one in decisions():
        decided = day - timedelta(days=one.days_ago)
        yield penalty_row(parties[one.party], number_of(one.key, decided), one.deed, decided)


def penalty_row(party: Party, number: str, deed: Deed, decided: date) -> list[str]:
    """A row of the `shuanggongshi-penalty` feed: what an organisation was fined or warned for."""
    unit, code = deed.authority
    return [
        party.name, "法人及非法人组织", party.number, "", "", number, deed.violation,
        f"当事人{deed.violation}，经查属实。", deed.basis, deed.kinds, deed.content, deed.fine,
        decided.isoformat(), "2099-12-31", unit, code, unit, code,
    ]  # fmt: skip


LISTED = (
    ("严重失信主体名单", "serious_verifying", EDUCATION[0], YEARS_AGO),
    ("严重失信主体名单", "serious_closed", EDUCATION[0], YEARS_AGO + 20),
    ("经营异常名录", "abnormal_draft", MARKET[0], LATELY),
    ("经营异常名录", "abnormal_forwarded", MARKET[0], LATELY + 10),
)


def list_number(key: str, on: date) -> str:
    """The decision number of a story's entry."""
    place = next(n for n, row in enumerate(LISTED) if row[1] == key)
    return f"〔{on.year}〕浙0106录{place + 1}号"


def list_rows(parties: Sequence[Party], day: date) -> Iterator[list[str]]:
    """Rows of the `serious-list` feed."""
    for place, (name, key, authority, days_ago) in enumerate(LISTED):
        party = parties[-2 - place]  # the last one has a doubted code
        entered = day - timedelta(days=days_ago)
        serious = name == "严重失信主体名单"
        reason = "提供虚假材料取得办学许可" if serious else "未按规定公示年度报告"
        basis = "《校外培训行政处罚暂行办法》" if serious else "《企业信息公示暂行条例》第十七条"
        yield [
            name, party.name, "法人及非法人组织", party.number, "", "",
            list_number(key, entered), entered.isoformat(), authority, reason, basis,
        ]  # fmt: skip
