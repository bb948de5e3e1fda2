"""Sentences for people: Chinese is the source text, English comes from the catalogue.

Domain code builds a `Message` and stays free of Flask; the page and API shells
render it in the reader's language.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Message:
    """A Chinese template with `{named}` places and the values that fill them."""

    template: str
    params: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def render(self, translate: Callable[[str], str] = str) -> str:
        """The sentence, after `translate` has turned the template into the reader's language."""
        told = translate(self.template)
        if "{" not in told and "}" not in told:  # most have no place; to look for one takes longer
            return told
        return told.format_map(
            {
                key: value.render(translate) if isinstance(value, Message) else value
                for key, value in self.params.items()
            }
        )

    def __str__(self) -> str:
        return self.render()


def msg(template: str, /, **params: object) -> Message:
    """Build a `Message`. `make messages` collects every literal given here for translation."""
    return Message(template, MappingProxyType(params))


_TONGUE = msg("中文")
"""Its English says that the reader reads English."""


@dataclass(frozen=True)
class Named(Message):
    """A name that comes with its own English, e.g. out of a table an office may change."""

    english: str = ""

    def render(self, translate: Callable[[str], str] = str) -> str:
        """The name in the reader's language; the Chinese one where there is no English."""
        in_chinese = translate(_TONGUE.template) == _TONGUE.template
        return self.template if in_chinese or not self.english else self.english


def named(chinese: str, english: str) -> Named:
    """A name in both languages."""
    return Named(chinese, english=english)


def listed(messages: Iterable[Message]) -> Message:
    """Several messages as one list, separated as the reader's language does it."""
    first, *others = messages
    return msg("{first}、{others}", first=first, others=listed(others)) if others else first
