"""What the words of a rule say about units, amounts, caps and tiers. Pure."""

import re
import unicodedata
from dataclasses import dataclass, field

from scoring.catalogue.vocabulary import Period

_PERIODS = {
    "年": Period.year,
    "月": Period.month,
    "季": Period.quarter,
    "日": Period.day,
    "天": Period.day,
}
_CAP = re.compile(
    r"(?:每|一|全|当|本)?个?(?P<period>年|月|季|日|天)(?:度|内|度内)?[^。；;，,0-9]{0,8}?"
    r"(?:最多|最高|不超过|上限|封顶)[^。；;0-9]{0,4}(?P<points>[0-9]{1,5})分"
)
_CAP_AFTER = re.compile(
    r"(?:最多|最高|不超过|上限|封顶)[^。；;0-9]{0,4}(?P<points>[0-9]{1,5})分[/每](?P<period>年|月|季|日|天)"
)
_LOOSE_CAP = re.compile(r"(?:最多|最高|不超过|上限|封顶)[^。；;0-9]{0,4}[0-9]{1,5}分")
_AMOUNT = re.compile(r"每(?:满|增加)?(?P<per>[0-9]{1,6})元[^。；;0-9]{0,4}(?P<points>[0-9]{1,4})分")
_HOURS = re.compile(
    r"每(?:满|增加)?(?P<per>[0-9]{0,3})个?小时[^。；;0-9]{0,4}(?P<points>[0-9]{1,4})分"
)
_TIER = re.compile(r"(?:累计|满|达到|达)[^0-9。；;]{0,8}(?P<at>[0-9]{1,4})个?(?:小时|h)")


@dataclass(frozen=True)
class Rate:
    """Points for an amount."""

    unit: str
    per: int
    points: int


@dataclass(frozen=True)
class Remarks:
    """What was found in the words beside the points."""

    rate: Rate | None = None
    caps: dict[str, int] = field(default_factory=dict)
    """Period to points."""
    tier: int | None = None
    """Hours of the year at which the points are earned."""
    loose_cap: bool = False
    """A cap is spoken of, but not of which period."""


def read_remarks(*texts: str) -> Remarks:
    """What the texts of one row say; nothing is guessed that they do not say."""
    told = unicodedata.normalize("NFKC", "。".join(texts))
    told = re.sub(r"\s+", "", told)
    caps: dict[str, int] = {}
    for pattern in (_CAP, _CAP_AFTER):
        for found in pattern.finditer(told):
            period = _PERIODS[found["period"]]
            caps[period] = min(caps.get(period, int(found["points"])), int(found["points"]))
    rate = _rate(told)
    tier = _TIER.search(told)
    return Remarks(
        rate=rate,
        caps=caps,
        tier=int(tier["at"]) if tier and rate is None else None,
        loose_cap=not caps and _LOOSE_CAP.search(told) is not None,
    )


def _rate(told: str) -> Rate | None:
    for pattern, unit in ((_AMOUNT, "yuan"), (_HOURS, "hours")):
        found = pattern.search(told)
        if found and int(found["points"]) and found["per"] != "0":
            return Rate(unit, int(found["per"] or 1), int(found["points"]))
    return None
