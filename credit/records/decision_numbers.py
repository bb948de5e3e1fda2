"""Decision numbers (决定书文号): one spelling for each, and all those a title stands for."""

import re
from functools import lru_cache

from credit.records.limits import DECISION_NUMBERS_MAX, PARSER_CACHE_ENTRIES, TITLE_MAX_CHARS
from credit.records.text import squeeze

_CANONICAL = re.compile(r"[\u4e00-\u9fff]+〔(?:19|20)[0-9]{2}〕第?[0-9]+号")
_YEAR = re.compile(r"[〔\[(【﹝{<《〈「]第?((?:19|20)\d{2})年?(?:度)?[〕\])】﹞}>》〉」]")
_NUMBERS = r"第?\d{1,6}号?(?:(?:[、,和及与]|-|—|–|~|至|到|－)第?\d{1,6}号?)*"
_IN_TITLE = re.compile(
    r"(?P<prefix>[\u4e00-\u9fffA-Za-z·-]{2,60})"
    r"[〔\[(【﹝{](?P<year>(?:19|20)\d{2})年?[〕\])】﹞}]"
    r"(?P<numbers>" + _NUMBERS + ")"
)
_FURTHER_YEAR = re.compile(
    r"[、,;和及与]?[〔\[(【﹝{](?P<year>(?:19|20)\d{2})年?[〕\])】﹞}](?P<numbers>" + _NUMBERS + ")"
)
_LEAD_IN = re.compile(
    r".*(?:公开表|公示表|列表|一览表|信息表|表|公告|公示|通知|信息|决定书|文号|编号|的|第)"
)
_RANGE = re.compile(r"(\d{1,6})号?(?:-|—|–|~|至|到|－)第?(\d{1,6})")
_SINGLE = re.compile(r"\d{1,6}")
_WORD_OF_A_DECISION = re.compile(r"[字罚处决监]")


def normalise_decision_number(text: str) -> str:
    """One spelling of a number: half width, no blanks, year in 〔〕, upper-case letters.

    Leading zeros stay: 〔2025〕0012号 and 〔2025〕12号 may be two decisions.
    """
    if _CANONICAL.fullmatch(text):
        return text
    text = squeeze(text)
    return _YEAR.sub(r"〔\1〕", text).upper()


@lru_cache(maxsize=PARSER_CACHE_ENTRIES)
def decision_numbers_in(title: str) -> tuple[str, ...]:
    """All decision numbers a title names; lists (7、8、9号) and ranges (10号-12号) spelled out.

    Numbers of the notice itself, such as （2025年22号）, are none. A range that runs backwards
    or would give more than `DECISION_NUMBERS_MAX` numbers is a typing error and gives its two
    ends only. A further year without words of its own (甲罚字〔2025〕7号、〔2026〕1号) goes on
    with the words before it.
    """
    found: dict[str, None] = {}
    text = squeeze(title[:TITLE_MAX_CHARS])
    for match in _IN_TITLE.finditer(text):
        prefix = _LEAD_IN.sub("", match["prefix"])
        if not _WORD_OF_A_DECISION.search(prefix):
            continue
        part: re.Match[str] | None = match
        while part:
            for number in _spelled_out(part["numbers"]):
                found[f"{prefix.upper()}〔{part['year']}〕{number}号"] = None
            part = _FURTHER_YEAR.match(text, part.end())
    return tuple(found)[:DECISION_NUMBERS_MAX]


def _spelled_out(numbers: str) -> list[str]:
    out: list[str] = []
    position = 0
    while single := _SINGLE.search(numbers, position):
        span = _RANGE.match(numbers, single.start())
        if span is None:
            out.append(single.group())
            position = single.end()
            continue
        first, last = span.groups()
        position = span.end()
        size = int(last) - int(first) + 1
        if 0 < size <= DECISION_NUMBERS_MAX:
            width = len(first) if first.startswith("0") else 0
            out += [f"{n:0{width}d}" for n in range(int(first), int(last) + 1)]
        else:
            out += [first, last]
    return out
