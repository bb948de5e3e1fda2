"""Reasons people choose from: kept in Chinese, which binds, and read in either language. Pure."""

from collections.abc import Iterable

from service.messages import Named, named
from workflows.engine.definition import ActionRule

Prepared = tuple[str, str]
"""A reason of a table, Chinese and English."""


def in_chinese(rule: ActionRule, reason: str) -> str:
    """A reason as it is kept: one chosen in English in its Chinese, with what was added to it."""
    for chinese, english in rule.prepared_reasons:
        if _begins_with(reason, english):
            return chinese + reason.removeprefix(english)
    return reason


def reason_words(reason: str, prepared: Iterable[Prepared]) -> Named:
    """A kept reason for a reader of either language; words of one's own stay as they are."""
    for chinese, english in prepared:
        if _begins_with(reason, chinese):
            return named(reason, english + reason.removeprefix(chinese))
    return named(reason, "")


def _begins_with(reason: str, prepared: str) -> bool:
    return reason == prepared or reason.startswith(f"{prepared} ")
