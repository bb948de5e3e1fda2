"""Does a value hold what its type says? For the TypedDicts of the client, and what is in them."""

import types
from collections.abc import Iterator
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict


def misfits(value: Any, kind: Any, place: str = "answer") -> Iterator[str]:
    """Where the value is not of the type, and how."""
    origin = get_origin(kind)
    if is_typeddict(kind):
        yield from _of_document(value, kind, place)
    elif origin in {Union, types.UnionType, Literal}:
        if not _is_one_of(value, kind):
            yield f"{place}: {value!r} is none of {get_args(kind)}"
    elif kind is not Any and not _is_plainly(value, origin or kind):
        yield f"{place}: {value!r} is no {kind}"
    elif origin in {list, dict}:
        inner = value.items() if origin is dict else enumerate(value)
        for at, one in inner:
            yield from misfits(one, get_args(kind)[-1], f"{place}.{at}")


def _is_one_of(value: Any, kind: Any) -> bool:
    if get_origin(kind) is Literal:
        return value in get_args(kind)
    return any(not list(misfits(value, one)) for one in get_args(kind))


def _of_document(value: Any, kind: Any, place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{place}: {value!r} is no {kind.__name__}"
        return
    hints = get_type_hints(kind)
    yield from (f"{place}.{name} is missing" for name in kind.__required_keys__ - value.keys())
    for name, one in value.items():
        if name in hints:
            yield from misfits(one, hints[name], f"{place}.{name}")
        else:
            yield f"{place}.{name} is not known"


def _is_plainly(value: Any, kind: Any) -> bool:
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, int | float if kind is float else kind)
