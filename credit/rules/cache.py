"""Tables built once per process; a digest names its content, so nothing here ever goes stale."""

from collections.abc import Callable, Mapping
from typing import Any

from credit.rules.limits import TABLES_CACHED_MAX
from credit.rules.load import table_from_body
from credit.rules.table import RuleTable

_READY: dict[str, RuleTable] = {}


def ready_table(digest: str, body: Callable[[], Mapping[str, Any]]) -> RuleTable:
    """The table of a digest; `body` is asked for only when this process has not built it yet.

    Raises `InvalidRules` when the body does not have that digest: it was altered.
    """
    table = _READY.get(digest)
    if table is None:
        table = table_from_body(body(), digest)
        if len(_READY) >= TABLES_CACHED_MAX:
            _READY.clear()
        _READY[digest] = table
    return table
