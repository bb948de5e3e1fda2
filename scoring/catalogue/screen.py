"""What no item may be about: belief, speech, petitioning, family planning, health, membership.

A dated word list (`tables/refused_topics.yaml`, where every word and every exception is
documented) is held against all that an item says. Topics that only the law may punish (waste
sorting, dogs, crossing at red) are refused for minus items. Pure, but for reading its table.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from scoring.catalogue.files import TABLES
from scoring.catalogue.table import Item
from scoring.catalogue.traditional import SIMPLIFIED
from service.messages import Message, msg, named
from service.yaml_file import read_yaml

TABLE = TABLES / "refused_topics.yaml"
MINUS = "minus"
_FILLING = re.compile(r"[\W_]+")
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_ASCII = re.compile(r"[\x00-\x7f]+\Z")
_AMONG_HAN = re.compile(r"(?<=[㐀-鿿])[^㐀-鿿\n]{1,6}(?=[㐀-鿿])")
"""A few letters or digits within Chinese: left out, so that none hides a word."""
_ENGLISH_RUN = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)+")
PARTS_MAX = 16
"""Into how many parts an English word may be taken apart and still be found."""
NEAR_CHARS = 12
"""How far apart the two words of a pair may stand."""
_GAP = "\n"
"""Stands between texts and in place of what passes: no word reaches over it."""


@dataclass(frozen=True, eq=False)
class Topic:
    """Something no item may be about, with what it is looked for by."""

    code: str
    name: Message
    reason: Message
    minus_only: bool
    words: tuple[str, ...]
    run_together: re.Pattern[str] | None
    """Finds Chinese words and numbers, in texts without any filling."""
    word_by_word: re.Pattern[str] | None
    """Finds English words, in texts with blanks."""
    taken_apart: frozenset[str]
    """English words without blanks, found when somebody spread one over several."""
    pairs: tuple[tuple[str, re.Pattern[str]], ...]
    """Finds two words near each other, each pair with its name."""
    passes: re.Pattern[str] | None
    passes_plus: re.Pattern[str] | None
    """What may pass in any item, and in one that gives points."""


@dataclass(frozen=True)
class Edition:
    """The word list from one day on."""

    valid_from: date
    source: str
    evidence: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class Finding:
    """An item touches a topic it may not be about."""

    topic: Topic
    word: str
    """What gave it away, as the list has it."""

    @property
    def message(self) -> Message:
        """Why the item is refused."""
        return msg(
            "涉及“{topic}”（“{word}”）：{reason}。",
            topic=self.topic.name,
            word=self.word,
            reason=self.topic.reason,
        )

    @property
    def remedy(self) -> Message:
        """What can be done about it."""
        return msg("删去该项目；如与此无关，请换一种写法，不用“{word}”。", word=self.word)


def refused_topics(item: Item, on: date) -> tuple[Finding, ...]:
    """The topics an item touches by the edition in force on a day, one finding each."""
    unit = (item.unit.name, item.unit.name_en)
    texts = (item.name, item.description, item.basis, item.name_en, item.description_en, *unit)
    return screen_texts(texts, minus=item.minus, on=on)


def screen_texts(texts: Iterable[str], *, minus: bool, on: date) -> tuple[Finding, ...]:
    """As `refused_topics`, of any texts that belong together."""
    told = _GAP.join(_spaced(text) for text in texts if text)
    found = []
    for topic in edition_on(on).topics:
        if topic.minus_only and not minus:
            continue
        passes = topic.passes if minus else topic.passes_plus
        word = _first_word(passes.sub(f" {_GAP} ", told) if passes else told, topic)
        if word is not None:
            found.append(Finding(topic, word))
    return tuple(found)


def edition_on(day: date) -> Edition:
    """The edition in force on a day; the first one for days before it."""
    started = [edition for edition in editions() if edition.valid_from <= day]
    return started[-1] if started else editions()[0]


@cache
def editions() -> tuple[Edition, ...]:
    """All editions, from the oldest to the newest."""
    raw: list[dict[str, Any]] = read_yaml(TABLE)["editions"]
    found = [
        Edition(
            date.fromisoformat(one["valid_from"]),
            one["source"],
            one["evidence"],
            tuple(_topic(topic) for topic in topics),
        )
        for one, topics in _complete(raw)
    ]
    return tuple(sorted(found, key=lambda edition: edition.valid_from))


def _complete(raw: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """Editions with all their topics: one that `adds` says only what is new to the one before."""
    topics: list[dict[str, Any]] = []
    for one in raw:
        adds: dict[str, list[str]] = one.get("adds", {})
        topics = one.get("topics") or [
            topic | {"words": [*topic["words"], *adds.get(topic["code"], ())]} for topic in topics
        ]
        yield one, topics


def _topic(raw: dict[str, Any]) -> Topic:
    words, passes = tuple(raw["words"]), list(raw.get("passes", ()))
    return Topic(
        code=raw["code"],
        name=named(raw["name"], raw["name_en"]),
        reason=named(raw["reason"], raw["reason_en"]),
        minus_only=raw["polarity"] == MINUS,
        words=words,
        run_together=_any(re.escape(word) for word in words if not _is_english(word)),
        word_by_word=_any(_pattern(word) for word in words if _is_english(word)),
        taken_apart=frozenset(
            _spaced(word).replace(" ", "") for word in words if _is_english(word)
        ),
        pairs=tuple(
            (f"{one} + {other}", _near(_pattern(one), _pattern(other)))
            for one, other in raw.get("together", ())
        ),
        passes=_passing(passes),
        passes_plus=_passing(passes + list(raw.get("passes_plus", ()))),
    )


def _passing(phrases: Iterable[str]) -> re.Pattern[str] | None:
    # The longest first, so that a short one never leaves a rest of a longer one behind.
    return _any(_pattern(phrase) for phrase in sorted(phrases, key=len, reverse=True))


def _any(patterns: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(patterns)
    return re.compile(joined) if joined else None


def _near(first: str, second: str) -> re.Pattern[str]:
    """Both within a few letters of each other; what stands far apart says nothing together."""
    between = rf".{{0,{NEAR_CHARS}}}"
    return re.compile(f"{first}{between}{second}|{second}{between}{first}")


def _pattern(phrase: str) -> str:
    """A phrase with any filling between its letters, or an English one as whole words."""
    if _is_english(phrase):
        words = r"\s+".join(map(re.escape, _spaced(phrase).split()))
        return rf"(?<![a-z0-9]){words}(?![a-z0-9])"
    return " *".join(map(re.escape, _spaced(phrase).replace(" ", "")))


def _spaced(text: str) -> str:
    """Lower case, simplified, one width, no tone marks, all but letters and digits a space."""
    apart = unicodedata.normalize("NFKD", _UNSEEN.sub("", text)).casefold()
    plain = "".join(char for char in apart if not unicodedata.combining(char))
    return _FILLING.sub(" ", plain.translate(SIMPLIFIED))


def _is_english(word: str) -> bool:
    return bool(_ASCII.match(word)) and not word.isdigit()


def _first_word(told: str, topic: Topic) -> str | None:
    """What gives the topic away in texts that `_spaced` and what passes have been through."""
    joined = told.replace(" ", "")
    bare = _AMONG_HAN.sub("", joined)
    for pattern, text in (
        (topic.run_together, joined),
        (topic.run_together, bare),
        (topic.word_by_word, told),
    ):
        found = pattern.search(text) if pattern else None
        if found:
            return found[0]
    apart = next((word for word in _put_together(told) if word in topic.taken_apart), None)
    near = (name for name, pattern in topic.pairs if pattern.search(told) or pattern.search(bare))
    return apart or next(near, None)


def _put_together(told: str) -> Iterator[str]:
    """English words as they read when what stands between some neighbours is left out."""
    for run in _ENGLISH_RUN.findall(told):
        parts = run.split()
        for first in range(len(parts)):
            for last in range(first + 2, min(first + PARTS_MAX, len(parts)) + 1):
                yield "".join(parts[first:last])
