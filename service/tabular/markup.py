"""XML without its dangers: no document types, no entities, bounded depth, names and tag size.

A thin guard around expat's events. Nothing is kept, so memory is flat whatever the size.
"""

from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from service.messages import msg
from service.tabular.limits import Limits
from service.tabular.problems import LimitExceeded, damaged

READ_BYTES = 64 * 1024

Attributes = dict[str, str]


def local(name: str) -> str:
    """An expanded name without its namespace; transitional and strict OOXML differ only in that."""
    return name.rpartition(" ")[2]


class MarkupReader:
    """Feeds a stream to expat. Subclasses handle events and keep `depth` in step with them."""

    __slots__ = ("_prefixes", "depth", "limits", "parser")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.depth = 0
        self._prefixes: set[str | None] = set()
        parser = expat.ParserCreate(namespace_separator=" ", intern={})
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartNamespaceDeclHandler = self._count_prefix
        self.parser = parser

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins; `name` is `namespace local`."""
        raise NotImplementedError

    def end(self, name: str) -> None:
        """An element ends."""
        raise NotImplementedError

    def data(self, text: str) -> None:
        """Text between two tags, perhaps in several pieces."""

    def feed(self, stream: IO[bytes]) -> Iterator[None]:
        """Parse block by block; control returns to the caller after each."""
        fed = 0
        limits, parser, names = self.limits, self.parser, self.parser.intern
        while block := stream.read(READ_BYTES):
            parser.Parse(block, False)
            fed += len(block)
            if fed - parser.CurrentByteIndex > limits.markup_bytes_max:
                raise _excess("markup_bytes_max", limits.markup_bytes_max)
            if self.depth > limits.markup_depth_max:
                raise _excess("markup_depth_max", limits.markup_depth_max)
            if len(names) + len(self._prefixes) > limits.markup_names_max:
                raise _excess("markup_names_max", limits.markup_names_max)
            yield
        parser.Parse(b"", True)
        yield

    def _refuse_doctype(self, *_: object) -> None:
        # Entities, internal or external, can only be declared in a document type; OOXML has none.
        raise damaged()

    def _count_prefix(self, prefix: str | None, _uri: str | None) -> None:
        self._prefixes.add(prefix)


class _Elements(MarkupReader):
    """Collects start tags with their parent's name."""

    __slots__ = ("found", "path")

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.path: list[str] = [""]
        self.found: list[tuple[str, str, Attributes]] = []

    def start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        tag = local(name)
        self.found.append((self.path[-1], tag, {local(k): v for k, v in attributes.items()}))
        self.path.append(tag)

    def end(self, name: str) -> None:  # noqa: ARG002 - expat gives it
        self.depth -= 1
        self.path.pop()


def elements(stream: IO[bytes], limits: Limits) -> Iterator[tuple[str, str, Attributes]]:
    """Every element of a small part as (parent, name, attributes), names without namespace."""
    reader = _Elements(limits)
    for _ in reader.feed(stream):
        yield from reader.found
        reader.found.clear()


def _excess(limit: str, allowed: int) -> LimitExceeded:
    detail = msg("工作簿内部结构异常复杂（{limit} 超过 {allowed}）。", limit=limit, allowed=allowed)
    return LimitExceeded(detail, limit, allowed)
