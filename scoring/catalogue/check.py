"""Whether a community may adopt a catalogue: it can be read, and says nothing it must not."""

from collections.abc import Iterator
from datetime import date

from scoring.catalogue.parse import read_catalogue
from scoring.catalogue.screen import refused_topics, screen_texts
from scoring.catalogue.table import CatalogueTable, Item
from scoring.communities.models import Community
from service.messages import msg
from service.problems import FieldError


def check_catalogue(
    raw: object, community: Community, on: date
) -> tuple[CatalogueTable, list[FieldError]]:
    """The table and all its faults; the table is of use only without faults."""
    faults: list[FieldError] = []
    table = read_catalogue(raw, faults)
    for number, item in enumerate(table.items, start=1):
        faults += item_faults(item, community, on, f"items[{number}].")
    return table, faults + list(_head_faults(table, on))


def item_faults(item: Item, community: Community, on: date, place: str = "") -> list[FieldError]:
    """What speaks against one item of that community, beside the form it is written in."""
    faults = [
        FieldError(f"{place}name", f"topic-{found.topic.code}", found.message, found.remedy)
        for found in refused_topics(item, on)
    ]
    if item.minus and not minus_allowed(community):
        faults.append(
            FieldError(
                f"{place}points",
                "minus-not-adopted",
                msg("本社区没有启用减分：须先记录法律依据和居民会议的决议。"),
                msg("删去减分项目；或先在社区的“设置”中写明依据和决议。"),
            )
        )
    return faults


def _head_faults(table: CatalogueTable, on: date) -> Iterator[FieldError]:
    """What its name and its dimensions must not say: items stand below them everywhere."""
    # Not the English name: a catalogue for trying out calls itself a demonstration.
    named: dict[str, tuple[str, ...]] = {"name": (table.name,)}
    for number, one in enumerate(table.dimensions, start=1):
        named[f"dimensions[{number}].name"] = (one.name, one.name_en)
    for place, texts in named.items():
        for found in screen_texts(texts, minus=False, on=on):
            remedy = msg("请换一个名称，不用“{word}”。", word=found.word)
            yield FieldError(place, f"topic-{found.topic.code}", found.message, remedy)


def minus_allowed(community: Community) -> bool:
    """True when the community recorded both the legal basis and the residents' resolution."""
    return bool(community.minus_basis and community.minus_resolution)
