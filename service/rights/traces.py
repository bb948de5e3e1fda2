"""Under which digests the query log knows the caller: parts that use one of their own say so."""

from collections.abc import Callable, Iterable

from flask import Flask, current_app

from service.rights.me import Me

EXTENSION = "rights_traces"
Trace = Callable[[Me], Iterable[bytes]]


def register_trace(app: Flask, trace: Trace) -> None:
    """Say under which further digests a part logs reads about an account."""
    app.extensions.setdefault(EXTENSION, []).append(trace)


def indexes_of(me: Me) -> list[bytes]:
    """Every digest the caller is known by; never one that is another's."""
    found = {me.index, me.account_index}
    for trace in current_app.extensions.get(EXTENSION, []):
        found.update(trace(me))
    return sorted(found - {b""})
