"""From one document of a rule file to one table for each purpose it names."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from credit.rules import limits
from credit.rules.parse_item import fact_kinds, parse_item
from credit.rules.reading import Section
from credit.rules.table import ZERO, Item, RuleTable, Score
from credit.rules.vocabulary import Evidence, FinalUnknown, NegativeWhen, Purpose
from service.messages import msg
from service.problems import FieldError

ALL = "all"


def parse_table(body: Mapping[str, Any], faults: list[FieldError], place: str = "") -> RuleTable:
    """Read one table of one purpose. Use the result only when `faults` stayed empty."""
    section = Section(body, place, faults)
    evidence = section.choice("evidence", Evidence, Evidence.UNVERIFIED)
    valid_from = section.day("valid_from") or date.min
    valid_to = section.day("valid_to", required=False)
    if valid_to is not None and valid_to < valid_from:
        section.fault("valid_to", "before-start", msg("失效日期早于生效日期。"))
    section.text("note", required=False)
    score = _score(section)
    items = _items(section, evidence)
    table = RuleTable(
        code=section.code("code"),
        name=section.text("name"),
        purpose=section.choice("purpose", Purpose, Purpose.SCHOOL_ADMISSION),
        district=section.district("district"),
        valid_from=valid_from,
        valid_to=valid_to,
        source=section.text("source"),
        evidence=evidence,
        demonstration=section.flag("demonstration"),
        provisional=section.flag("provisional"),
        final_required=_final_required(section),
        final_unknown=section.choice("final_unknown", FinalUnknown, FinalUnknown.HELD),
        highest_only=_groups(section, items),
        negative_when=_negative_when(section, score),
        score=score,
        items=items,
        body=body,
    )
    section.finish()
    return table


def _items(section: Section, evidence: Evidence) -> tuple[Item, ...]:
    below = section.sections("items", most=limits.ITEMS_MAX, named_by="code")
    if not below:
        section.fault("items", "missing", msg("缺少“{key}”。", key="items"))
    items = tuple(parse_item(one, evidence) for one in below)
    seen: set[str] = set()
    for one, item in zip(below, items, strict=True):
        if item.code and item.code in seen:
            one.fault("code", "duplicate-code", msg("项目代码“{code}”重复。", code=item.code))
        seen.add(item.code)
    return items


def _score(section: Section) -> Score:
    below = section.section("score")
    if below is None:
        return Score()
    score = Score(
        base=below.points("base") or ZERO,
        pass_line=below.points("pass_line"),
        deduct_max=below.points("deduct_max", positive=True),
        add_max=below.points("add_max", positive=True),
        floor=below.points("floor"),
        ceiling=below.points("ceiling"),
    )
    if score.floor is not None and score.base < score.floor:
        below.fault("floor", "out-of-range", msg("基础分低于最低分。"))
    if score.ceiling is not None and score.base > score.ceiling:
        below.fault("ceiling", "out-of-range", msg("基础分高于最高分。"))
    below.finish()
    return score


def _final_required(section: Section) -> frozenset[str]:
    """Must be written, if only as an empty list: whether finality matters is never implied."""
    if "final_required" not in section.keys:
        section.fault("final_required", "missing", msg("缺少“{key}”。", key="final_required"))
    return fact_kinds(section, "final_required")


def _negative_when(section: Section, score: Score) -> frozenset[NegativeWhen]:
    found = section.choices("negative_when", NegativeWhen)
    if not section.has("negative_when"):
        section.fault("negative_when", "missing", msg("缺少“{key}”。", key="negative_when"))
    elif (NegativeWhen.BELOW_PASS_LINE in found) != (score.pass_line is not None):
        section.fault(
            "negative_when",
            "pass-line",
            msg("合格线（score.pass_line）与 below_pass_line 要么都写，要么都不写。"),
        )
    return found


def _groups(section: Section, items: tuple[Item, ...]) -> tuple[frozenset[str], ...]:
    codes = frozenset(item.code for item in items)
    if section.word("highest_only") == ALL:
        section.text("highest_only")
        groups = [codes]
    else:
        groups = [_group(section, raw, codes) for raw in section.listed("highest_only")]
    for group in groups:
        points = {
            band.effect.points > 0
            for item in items
            if item.code in group
            for band in item.bands
            if band.effect.points
        }
        if points == {True, False}:
            section.fault(
                "highest_only", "mixed-signs", msg("择重适用的一组项目不能既有加分又有减分。")
            )
    return tuple(group for group in groups if group)


def _group(section: Section, raw: object, codes: frozenset[str]) -> frozenset[str]:
    if not isinstance(raw, list) or not all(isinstance(code, str) for code in raw):
        section.fault("highest_only", "not-a-list", msg("每组写成一列项目代码，或整个写 all。"))
        return frozenset()
    for code in raw:
        if code not in codes:
            section.fault(
                "highest_only", "unknown-code", msg("没有代码为“{code}”的项目。", code=code)
            )
    if len(set(raw)) < 2:  # noqa: PLR2004 - one item alone overlaps with nothing
        section.fault("highest_only", "too-few", msg("一组至少要有两个项目。"))
    return frozenset(raw)
