"""From what a catalogue file holds to a `CatalogueTable`; all faults at once, or none."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from scoring.catalogue import limits
from scoring.catalogue.parse_item import parse_item
from scoring.catalogue.problems import InvalidCatalogue
from scoring.catalogue.reading import Section
from scoring.catalogue.table import CatalogueTable, Dimension, Item, Star
from scoring.catalogue.vocabulary import Basis
from service.messages import msg
from service.problems import FieldError


def parse_catalogue(raw: object) -> CatalogueTable:
    """The catalogue a mapping describes (of a YAML file, a JSON body or a stored version).

    Raises `InvalidCatalogue` with every fault, each with its path (`items[3].points`).
    """
    faults: list[FieldError] = []
    table = read_catalogue(raw, faults)
    if faults:
        raise invalid(faults)
    return table


def read_catalogue(raw: object, faults: list[FieldError]) -> CatalogueTable:
    """As `parse_catalogue`, noting faults. Use the result only when `faults` stayed empty."""
    section = Section(raw, "", faults)
    valid_from = section.day("valid_from") or date.min
    valid_to = section.day("valid_to", required=False)
    if valid_to is not None and valid_to < valid_from:
        section.fault(
            "valid_to", "before-start", msg("失效日期早于生效日期。"), msg("改正其中一个日期。")
        )
    dimensions = _dimensions(section)
    table = CatalogueTable(
        code=section.code("code"),
        name=section.text("name", chars_max=limits.NAME_CHARS_MAX),
        name_en=section.text("name_en", required=False, chars_max=limits.NAME_CHARS_MAX * 2),
        valid_from=valid_from,
        valid_to=valid_to,
        source=section.text("source"),
        evidence=section.choice("evidence", Basis, Basis.unverified),
        demonstration=section.flag("demonstration"),
        note=section.text("note", required=False),
        dimensions=dimensions,
        items=_items(section, {one.code for one in dimensions}),
        stars=_stars(section),
    )
    section.finish()
    return table


def invalid(faults: list[FieldError]) -> InvalidCatalogue:
    """The refusal of a catalogue with those faults."""
    return InvalidCatalogue(
        msg("积分目录有{n}处错误，没有采用。", n=len(faults)), errors=faults[: limits.FAULTS_MAX]
    )


def _dimensions(section: Section) -> tuple[Dimension, ...]:
    below = section.sections("dimensions", most=limits.DIMENSIONS_MAX, required=True)
    found = []
    for one in below:
        found.append(
            Dimension(
                one.code("code"),
                one.text("name", chars_max=limits.NAME_CHARS_MAX),
                one.text("name_en", required=False, chars_max=limits.NAME_CHARS_MAX),
            )
        )
        one.finish()
    _refuse_twice(below, [one.code for one in found])
    return tuple(found)


def _items(section: Section, dimensions: set[str]) -> tuple[Item, ...]:
    below = section.sections("items", most=limits.ITEMS_MAX, required=True)
    items = [parse_item(one) for one in below]
    for one, item in zip(below, items, strict=True):
        if item.dimension and item.dimension not in dimensions:
            one.fault(
                "dimension",
                "unknown-dimension",
                msg("没有“{value}”这个维度。", value=item.dimension),
                msg("可用：{known}。", known="、".join(sorted(dimensions))),
            )
    _refuse_twice(below, [item.code for item in items])
    return tuple(items)


def _stars(section: Section) -> tuple[Star, ...]:
    stars = []
    for one in section.sections("stars", most=limits.STARS_MAX):
        for key in ("stars", "points"):
            one.text(key)
        count = one.whole("stars", low=1, high=limits.STARS_MAX)
        points = one.whole("points", low=1, high=limits.POINTS_MAX)
        stars.append(Star(count or 0, points or 0))
        one.finish()
    stars.sort(key=lambda star: -star.stars)
    rising = all(
        more.stars > fewer.stars and more.points > fewer.points for more, fewer in pairwise(stars)
    )
    if not rising:
        section.fault(
            "stars",
            "not-rising",
            msg("星级越高，所需分值应越高，且不重复。"),
            msg("改正分值或删去重复的一级。"),
        )
    return tuple(stars)


def _refuse_twice(sections: Iterable[Section], codes: list[str]) -> None:
    often = Counter(code for code in codes if code)
    for one, code in zip(sections, codes, strict=True):
        if often[code] > 1:
            one.fault(
                "code",
                "duplicate",
                msg("代码“{code}”用了{n}次。", code=code, n=often[code]),
                msg("每一条用自己的代码。"),
            )
