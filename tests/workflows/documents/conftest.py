"""The case of `tests.workflows.papers` for these tests."""

from tests.workflows.papers.fixtures import (
    accounts,
    browser_of,
    case,
    code,
    definitions,
    do,
    open_papers,
    people,
    records,
    token_of,
    verifying,
)

__all__ = [
    "accounts",
    "browser_of",
    "case",
    "code",
    "definitions",
    "do",
    "open_papers",
    "people",
    "records",
    "token_of",
    "verifying",
]
