"""The case of `tests.workflows.papers` for these tests."""

from tests.workflows.papers.fixtures import (
    accounts,
    case,
    code,
    definitions,
    do,
    open_papers,
    people,
    records,
    verifying,
)

__all__ = [
    "accounts",
    "case",
    "code",
    "definitions",
    "do",
    "open_papers",
    "people",
    "records",
    "verifying",
]
