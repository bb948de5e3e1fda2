"""What the filters of the lists offer: the values seen among the newest entries, by name."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from service.access.account import Role
from service.audit.models import AuditEntry, QueryLogEntry
from service.audit.naming import action_name, as_it_is, object_name, term
from service.audit.search import Period, seen
from service.messages import Message, msg
from service.web.context import ROLE_NAMES
from service.web.i18n import render
from service.web.people import person_name

PERIODS: Mapping[Period, Message] = {
    Period.today: msg("今天"),
    Period.week: msg("近 7 天"),
    Period.month: msg("近 30 天"),
    Period.year: msg("近 366 天"),
    Period.all: msg("全部时间"),
}
Options = list[tuple[Any, Message]]


def role_label(role: str) -> Message:
    """The name of a role; the service itself and the public are no roles but act, too."""
    return ROLE_NAMES[Role(role)] if role in set(Role) else term(role)


def _named(codes: Iterable[str], name: Callable[[str], Message]) -> Options:
    """Options in the order of their names, which is how a list is looked through."""
    return sorted(
        ((code, name(code)) for code in set(codes) if code), key=lambda one: render(one[1])
    )


def _actors(pairs: Iterable[tuple[int, str]]) -> Options:
    """Each account under one name; account 0 is the service itself or the public."""
    names = {number: name for number, name in sorted(set(pairs)) if number}
    return sorted(
        ((number, _account(name)) for number, name in names.items()),
        key=lambda one: render(one[1]),
    )


def _account(name: str) -> Message:
    person = person_name(name)
    return as_it_is(name if person == name else f"{person} {name}")


def entry_options() -> dict[str, Any]:
    """Options of the list of audit entries."""
    rows = seen(AuditEntry, "actor_id", "actor_name", "actor_role", "action", "object_kind")
    return {
        "periods": list(PERIODS.items()),
        "actors": _actors((row.actor_id, row.actor_name) for row in rows),
        "roles": _named((row.actor_role for row in rows), role_label),
        "actions": _named((row.action for row in rows), action_name),
        "object_kinds": _named((row.object_kind for row in rows), object_name),
    }


def query_options() -> dict[str, Any]:
    """Options of the query log."""
    rows = seen(
        QueryLogEntry,
        "operator_id",
        "operator_name",
        "operator_role",
        "channel",
        "outcome",
        "purpose",
    )
    return {
        "periods": list(PERIODS.items()),
        "actors": _actors((row.operator_id, row.operator_name) for row in rows),
        "roles": _named((row.operator_role for row in rows), role_label),
        "channels": _named((row.channel for row in rows), term),
        "outcomes": _named((row.outcome for row in rows), term),
        "purposes": _named((row.purpose for row in rows), term),
    }
