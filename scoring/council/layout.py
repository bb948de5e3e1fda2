"""From a pack to what each place of the paper shows, in Chinese with English beside it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.catalogue.wording import plain
from scoring.council.limits import REASON_CHARS_MAX
from scoring.council.pack import Pack
from scoring.council.sections import Cell, Section, sections_of
from scoring.ledger.models import Kind
from service import clock
from service.messages import Message, msg
from service.papers.wording import minute, parts_of

Text = Callable[[str], str]
TITLE = msg("社区积分议事会月报")
EMPTY = "—"


def paper_data(pack: Pack, shown: Text, english: Callable[[Message], str]) -> dict[str, Any]:
    """JSON values for `council.typ`; every text from outside has gone through `shown`."""

    def pair(text: Message) -> dict[str, str]:
        return {"zh": shown(str(text)), "en": shown(english(text))}

    made = clock.at_office(pack.made_at)
    return {
        "title": pair(TITLE),
        "issuer": {"zh": shown(pack.community), "en": english(msg("社区积分"))},
        "number": f"{pack.community_code} {pack.month.code}",
        "issued": parts_of(made),
        "month": pair(pack.month.name),
        "made": minute(made),
        "demonstration": pack.demonstration,
        "over": pack.over,
        "figures": [{"label": pair(label), "value": value} for label, value in _figures(pack)],
        "bars": [
            {"label": shown(str(name)), "value": points, "share": max(points, 0) / highest}
            for (name, points), highest in _bars(pack)
        ],
        "sections": [_section(section, pair, shown) for section in sections_of(pack)],
    }


def _figures(pack: Pack) -> list[tuple[Message, str]]:
    whole = pack.places[-1] if pack.places else None
    return [
        (msg("净得分"), f"{pack.net:,}"),
        (msg("得分笔数"), f"{pack.movement(Kind.award).count:,}"),
        (msg("参与户"), f"{whole.participating:,}" if whole else EMPTY),
        (msg("兑换用去"), f"{-pack.movement(Kind.redemption).spendable:,}"),
    ]


def _bars(pack: Pack) -> list[tuple[tuple[Message, int], int]]:
    """Net points by dimension, each with the highest of all."""
    sums: dict[str, tuple[Message, int]] = {}
    for line in pack.items:
        name, points = sums.get(str(line.dimension), (line.dimension, 0))
        sums[str(line.dimension)] = (name, points + line.net)
    highest = max([1, *(points for _, points in sums.values())])
    return [(one, highest) for one in sums.values()]


def _section(
    section: Section, pair: Callable[[Message], dict[str, str]], shown: Text
) -> dict[str, Any]:
    return {
        "title": pair(section.title),
        "columns": [
            {"label": pair(one.label), "number": one.number, "width": one.width}
            for one in section.columns
        ],
        "rows": [[shown(text_of(cell, str)) for cell in row] for row in section.rows],
        "note": pair(section.note) if section.note else None,
        "empty": pair(section.empty) if section.empty else None,
        "sums": section.sums,
    }


def text_of(cell: Cell, say: Callable[[Message], str]) -> str:
    """A cell as people read it."""
    if cell is None:
        return ""
    if isinstance(cell, Message):
        return say(cell)
    if isinstance(cell, int):
        return f"{cell:,}"
    if isinstance(cell, Decimal):
        return plain(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return cell if len(cell) <= REASON_CHARS_MAX else cell[: REASON_CHARS_MAX - 1] + "…"
