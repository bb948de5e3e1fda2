"""What several parts of one look at the house ask for is read once.

The operations page and the doctor put together what many small looks find; some of them ask the
database for the same thing. Within `one_look` a reader marked `once_a_look` is asked once for the
same arguments; outside it always reads, so that nobody decides by what was so a while ago.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")
_SEEN: ContextVar[dict[Any, Any] | None] = ContextVar("seen_in_one_look", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """Within it, what was read stays read. A look within a look belongs to the outer one."""
    if _SEEN.get() is not None:
        yield
        return
    token = _SEEN.set({})
    try:
        yield
    finally:
        _SEEN.reset(token)


def once_a_look(read: Callable[_P, _T]) -> Callable[_P, _T]:
    """Mark a reader. Its arguments are hashable; what it answers is changed by nobody."""

    @wraps(read)
    def reader(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        seen = _SEEN.get()
        if seen is None:
            return read(*args, **kwargs)
        key = (read, args, tuple(sorted(kwargs.items())))
        if key not in seen:
            seen[key] = read(*args, **kwargs)
        return seen[key]  # type: ignore[no-any-return]

    return reader
