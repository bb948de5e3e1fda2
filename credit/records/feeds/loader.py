"""From YAML to a checked `Feed`; whatever is wrong is said at once, with its place."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from credit.records.amounts import Unit
from credit.records.feeds.description import (
    Column,
    Derived,
    Feed,
    Missing,
    Presence,
    SubjectRules,
)
from credit.records.feeds.fields import Target
from credit.records.feeds.validate import mistakes_in
from credit.subjects.identifiers import SubjectKind
from service.messages import Message, msg, named
from service.problems import FieldError, NotFound, Problem
from service.yaml_file import read_yaml

FEEDS = Path(__file__).parent


class FeedInvalid(Problem):
    """A feed description does not hold what it must."""

    code = "feed-invalid"
    status = 422
    title = Message("数据源描述有误")


class FeedUnknown(NotFound):
    """There is no feed of that name."""

    code = "feed-unknown"
    title = Message("没有这个数据源")


def feed_names() -> tuple[str, ...]:
    """The names of the feeds shipped."""
    return tuple(sorted(path.stem for path in FEEDS.glob("*.yaml")))


@cache
def load_feed(name: str) -> Feed:
    """A shipped feed by its name. Raises `FeedUnknown` with the names there are."""
    if name not in feed_names():
        known = "、".join(feed_names())
        raise FeedUnknown(msg("没有名为{name}的数据源；可用：{known}", name=name, known=known))
    return parse_feed((FEEDS / f"{name}.yaml").read_text(encoding="utf-8"))


def feed_label(name: str) -> Message:
    """What people call a feed; its name where the feed is no longer there."""
    try:
        return load_feed(name).label
    except FeedUnknown:
        return named(name, "")


def parse_feed(text: str) -> Feed:
    """A feed from its YAML text. Raises `FeedInvalid` naming every mistake."""
    try:
        raw = read_yaml(text)
    except yaml.YAMLError as error:
        raise FeedInvalid(msg("不是有效的YAML：{error}", error=error)) from error
    try:
        mistakes = list(mistakes_in(raw))
    except (TypeError, AttributeError) as error:
        # A list where a word belongs, and the like: the places are not told apart.
        raise FeedInvalid(msg("结构有误：{error}", error=error)) from error
    if mistakes:
        errors = [FieldError(place, "feed-invalid", message) for place, message in mistakes]
        place, message = mistakes[0]
        raise FeedInvalid(msg("{place}：{message}", place=place, message=message), errors=errors)
    return _build(raw)


def _build(raw: Mapping[str, Any]) -> Feed:
    subject = raw.get("subject") or {}
    return Feed(
        name=raw["name"],
        title=raw["title"],
        title_en=raw.get("title_en") or "",
        target=Target(raw["target"]),
        source=raw["source"],
        columns=tuple(_column(row) for row in raw["columns"]),
        subject=SubjectRules(
            SubjectKind(subject.get("default_kind", SubjectKind.ORGANISATION)),
            {
                SubjectKind(kind): Missing(what)
                for kind, what in (subject.get("without_number") or {}).items()
            },
        ),
        natural_key=tuple(
            tuple(part) if isinstance(part, list) else (part,) for part in raw["natural_key"]
        ),
        encodings=tuple(raw.get("encodings") or Feed.encodings),
        nulls=frozenset(str(value) for value in raw.get("nulls") or []),
        ignored=tuple(raw.get("ignored") or []),
        fixed=raw.get("fixed") or {},
        derived=tuple(
            Derived(row["field"], row["from"], row["by"], row.get("flagged", False))
            for row in raw.get("derived") or []
        ),
        checks=tuple(raw.get("checks") or []),
    )


def _column(row: Mapping[str, Any]) -> Column:
    return Column(
        field=row["field"],
        headers=tuple(str(header) for header in row["headers"]),
        parser=row.get("parser", "text"),
        presence=Presence(row.get("presence", Presence.OPTIONAL)),
        max_chars=row.get("max_chars", 200),
        unit=Unit(row.get("unit", Unit.YUAN)),
        suspect_from=row.get("suspect_from"),
        values={str(name): str(value) for name, value in (row.get("values") or {}).items()},
        join=row.get("join", False),
    )
