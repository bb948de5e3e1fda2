"""A stable name for each operation, by which clients call it: `checks.certificate_pdf`.

It follows from the address, which is the contract, and not from our functions, which are ours to
rename. A view whose address does not say what it does gives a better one by
`@blueprint.doc(operationId="queries.ask")`.
"""

from collections.abc import Iterator
from typing import Any

LISTED_BY = "cursor"
"""The argument by which a list is known."""
ON_COLLECTION = {"post": "create"}
ON_ITEM = {"get": "get", "put": "replace", "delete": "delete"}


def operation_id(path: str, method: str, operation: dict[str, Any]) -> str:
    """The name an operation gave itself, else the one its address without prefix gives it."""
    given: str | None = operation.get("operationId")
    if given:
        return given
    first, *rest = path.strip("/").split("/")
    words = "_".join(_words([first, *rest]))
    if not words:
        words = _of_the_whole(operation, method, on_item=bool(rest))
    return f"{_snake(first)}.{words}"


def _words(segments: list[str]) -> Iterator[str]:
    """The fixed words behind the first; one that a place follows names a single thing."""
    for place, segment in enumerate(segments):
        if segment.startswith("{"):
            yield from filter(None, [_snake(segment.partition("}")[2])])
        elif place:
            single = segments[place + 1 : place + 2] and segments[place + 1].startswith("{")
            yield _snake(segment.removesuffix("s") if single else segment)


def _of_the_whole(operation: dict[str, Any], method: str, *, on_item: bool) -> str:
    names = {one["name"] for one in operation.get("parameters", []) if "name" in one}
    if on_item:
        return ON_ITEM.get(method, method)
    if method == "get":
        return "list" if LISTED_BY in names else "get"
    return ON_COLLECTION.get(method, method)


def _snake(segment: str) -> str:
    return segment.replace("-", "_").replace(".", "_").strip("_")
