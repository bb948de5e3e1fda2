"""What no item may be about: belief, speech, petitioning, family planning, health, membership.

A dated word list (`tables/refused_topics.yaml`, where every word and every exception is
documented) is held against all that an item says. Topics that only the law may punish (waste
sorting, dogs, crossing at red) are refused for minus items. Pure, but for reading its table.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import yaml

from scoring.catalogue.files import TABLES
from scoring.catalogue.table import Item
from service.messages import Message, msg, named

TABLE = TABLES / "refused_topics.yaml"
MINUS = "minus"
_FILLING = re.compile(r"[\W_]+")
_ASCII = re.compile(r"[\x00-\x7f]+\Z")
NEAR_CHARS = 12
"""How far apart the two words of a pair may stand."""
_GAP = "\n"
"""Stands between texts and in place of what passes: no word reaches over it."""


@dataclass(frozen=True)
class Topic:
    """Something no item may be about."""

    code: str
    name: Message
    reason: Message
    minus_only: bool
    words: tuple[str, ...]
    together: tuple[tuple[str, str], ...]
    passes: tuple[str, ...]
    passes_plus: tuple[str, ...]


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
    texts = (item.name, item.description, item.basis, item.name_en, item.description_en)
    return screen_texts(texts, minus=item.minus, on=on)


def screen_texts(texts: Iterable[str], *, minus: bool, on: date) -> tuple[Finding, ...]:
    """As `refused_topics`, of any texts that belong together."""
    told = [text for text in texts if text]
    found = []
    for topic in edition_on(on).topics:
        if topic.minus_only and not minus:
            continue
        passes = topic.passes if minus else topic.passes + topic.passes_plus
        word = _first_word(_readings(told, passes), topic)
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
    raw: list[dict[str, Any]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))["editions"]
    found = [
        Edition(
            date.fromisoformat(one["valid_from"]),
            one["source"],
            one["evidence"],
            tuple(_topic(topic) for topic in one["topics"]),
        )
        for one in raw
    ]
    return tuple(sorted(found, key=lambda edition: edition.valid_from))


def _topic(raw: dict[str, Any]) -> Topic:
    return Topic(
        code=raw["code"],
        name=named(raw["name"], raw["name_en"]),
        reason=named(raw["reason"], raw["reason_en"]),
        minus_only=raw["polarity"] == MINUS,
        words=tuple(raw["words"]),
        together=tuple((one, other) for one, other in raw.get("together", ())),
        # The longest first, so that a short pass never leaves a rest of a longer one behind.
        passes=_longest_first(raw.get("passes", ())),
        passes_plus=_longest_first(raw.get("passes_plus", ())),
    )


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def _readings(texts: Iterable[str], passes: Iterable[str]) -> tuple[str, str]:
    """The texts without what passes: run together for Chinese, word by word for English."""
    spaced = _GAP.join(_spaced(text) for text in texts)
    for phrase in sorted(passes, key=len, reverse=True):
        spaced = _pattern(phrase).sub(f" {_GAP} ", spaced)
    joined = _GAP.join(line.replace(" ", "") for line in spaced.split(_GAP))
    return joined, spaced


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """A phrase with any filling between its letters, or an English one as whole words."""
    if _is_english(phrase):
        words = r"\s+".join(map(re.escape, _spaced(phrase).split()))
        return re.compile(rf"(?<![a-z0-9]){words}(?![a-z0-9])")
    return re.compile(r" *".join(map(re.escape, _spaced(phrase).replace(" ", ""))))


def _spaced(text: str) -> str:
    """Lower case, one width, everything that is no letter or digit a space."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return _FILLING.sub(" ", seen)


def _is_english(word: str) -> bool:
    return bool(_ASCII.match(word)) and not word.isdigit()


def _first_word(readings: tuple[str, str], topic: Topic) -> str | None:
    for word in topic.words:
        if _occurs(readings, word):
            return word
    for one, other in topic.together:
        if _near(readings, one, other):
            return f"{one} + {other}"
    return None


def _occurs(readings: tuple[str, str], word: str) -> bool:
    joined, spaced = readings
    return _pattern(word).search(spaced) is not None if _is_english(word) else word in joined


def _near(readings: tuple[str, str], one: str, other: str) -> bool:
    """Both within a few letters of each other; what stands far apart says nothing together."""
    first, second = _pattern(one).pattern, _pattern(other).pattern
    between = rf".{{0,{NEAR_CHARS}}}"
    pattern = f"{first}{between}{second}|{second}{between}{first}"
    return re.search(pattern, readings[1]) is not None
