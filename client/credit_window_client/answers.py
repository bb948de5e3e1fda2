"""Answers that are more than one JSON document: files, and lists that come page by page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

Item = TypeVar("Item")
Page = TypeVar("Page", bound=Mapping[str, Any])


@dataclass(frozen=True)
class Download:
    """A file the service gave out."""

    content: bytes = field(repr=False)
    filename: str
    """As the service calls it; empty where it does not."""
    media_type: str

    def save(self, path: Path) -> Path:
        """Write the file and give back where."""
        path.write_bytes(self.content)
        return path


class Paged(Generic[Item, Page]):
    """A list that is fetched page by page while it is gone through.

    for batch in client.check_batches.list():
        …
    """

    def __init__(self, fetch: Callable[[str | None], Page], items: str) -> None:
        self._fetch = fetch
        self._items = items

    def __iter__(self) -> Iterator[Item]:
        for page in self.pages():
            yield from cast("list[Item]", page[self._items])

    def pages(self) -> Iterator[Page]:
        """Page by page, with what each says besides its rows."""
        page = self.page()
        yield page
        while cursor := page.get("next_cursor"):
            page = self._fetch(cast("str", cursor))
            yield page

    def page(self) -> Page:
        """The first page alone."""
        return self._fetch(None)
