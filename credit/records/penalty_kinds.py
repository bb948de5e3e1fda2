"""Kinds of administrative penalty (Administrative Penalty Law Art. 9), read out of free text."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from credit.records.dated import TableInvalid, load_table
from credit.records.limits import PARSER_CACHE_ENTRIES, SENTENCE_CACHE_ENTRIES
from credit.records.text import squeeze
from credit.rules.vocabulary import PenaltyKind
from service.messages import Message, msg

KIND_LABELS = {
    PenaltyKind.WARNING: msg("警告"),
    PenaltyKind.PUBLIC_CRITICISM: msg("通报批评"),
    PenaltyKind.FINE: msg("罚款"),
    PenaltyKind.CONFISCATION_OF_INCOME: msg("没收违法所得"),
    PenaltyKind.CONFISCATION_OF_GOODS: msg("没收非法财物"),
    PenaltyKind.LICENCE_SUSPENSION: msg("暂扣许可证件"),
    PenaltyKind.DOWNGRADE: msg("降低资质等级"),
    PenaltyKind.LICENCE_REVOCATION: msg("吊销许可证件"),
    PenaltyKind.RESTRICTION_OF_BUSINESS: msg("限制开展生产经营活动"),
    PenaltyKind.SUSPENSION_OF_BUSINESS: msg("责令停产停业"),
    PenaltyKind.CLOSURE: msg("责令关闭"),
    PenaltyKind.BAR_FROM_INDUSTRY: msg("限制从业"),
    PenaltyKind.DETENTION: msg("行政拘留"),
    PenaltyKind.OTHER: msg("其他"),
}
"""How people call each kind."""


def kind_labels(kinds: frozenset[PenaltyKind]) -> Message:
    """Several kinds as one enumeration, in the order of the law, each translated by itself."""
    labels = {f"kind{n}": KIND_LABELS[kind] for n, kind in enumerate(PenaltyKind) if kind in kinds}
    return Message("、".join(f"{{{name}}}" for name in labels), labels)


@dataclass(frozen=True, slots=True)
class KindsFound:
    """What a text says about kinds."""

    kinds: frozenset[PenaltyKind]
    unknown: tuple[str, ...] = ()
    """Parts of the text no kind is known for; they count as `other` and want a human look."""
    says_no_penalty: bool = False
    """The text says 不予行政处罚 or the like."""
    corrective_order: bool = False
    """The text orders correction, which is no penalty (Art. 28)."""

    @property
    def is_no_penalty(self) -> bool:
        """True when the text describes something and that is not a penalty."""
        return not self.kinds and (self.says_no_penalty or self.corrective_order)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    whole: dict[str, frozenset[PenaltyKind]]
    words: tuple[tuple[str, frozenset[PenaltyKind]], ...]
    patterns: tuple[tuple[re.Pattern[str], frozenset[PenaltyKind]], ...]
    no_penalty: re.Pattern[str]
    corrective: re.Pattern[str]


_SEPARATORS = re.compile(r"[;、/|+。]+|,(?!\d{3})")
_OTHER_PREFIX = re.compile(r"^(?:其他|其它)[-—–－:：_]+")
_NUMBERING = re.compile(r"^\(?\d{1,2}[).](?!\d)")
_AMOUNT_ALONE = re.compile(r"^(?:合计|共计|共|人民币)*[\d.,]+(?:亿|万)?元?$")
_ONLY_OTHER = frozenset({PenaltyKind.OTHER})


@lru_cache(maxsize=PARSER_CACHE_ENTRIES)
def normalise_kinds(text: str) -> KindsFound:
    """Read the kinds out of a column such as 处罚类别, several joined by any separator.

    Accepts whole names, `其他-警告` and sentences such as `警告并罚款8万元`. A part that
    names no kind counts as `other` and is reported as unknown.
    """
    vocabulary = _vocabulary()
    kinds: set[PenaltyKind] = set()
    unknown: list[str] = []
    rest = squeeze(text)
    no_penalty = vocabulary.no_penalty.search(rest) is not None
    corrective = vocabulary.corrective.search(rest) is not None
    rest = vocabulary.corrective.sub(";", vocabulary.no_penalty.sub(";", rest))
    for part in _SEPARATORS.split(rest):
        stripped = _OTHER_PREFIX.sub("", _NUMBERING.sub("", part)).strip("-—:()\"'")
        if not stripped or _AMOUNT_ALONE.match(stripped):
            continue
        found = vocabulary.whole.get(stripped) or _in_sentence(stripped, vocabulary)
        if found:
            kinds |= found
        elif _OTHER_PREFIX.match(part):
            kinds |= _ONLY_OTHER
        else:
            unknown.append(stripped)
    if unknown:
        kinds |= _ONLY_OTHER
    return KindsFound(frozenset(kinds), tuple(unknown), no_penalty, corrective)


@lru_cache(maxsize=SENTENCE_CACHE_ENTRIES)
def kinds_in_sentence(text: str) -> KindsFound:
    """The kinds a sentence names, such as the content of a decision; never `other`."""
    vocabulary = _vocabulary()
    sentence = squeeze(text)
    no_penalty = vocabulary.no_penalty.search(sentence) is not None
    corrective = vocabulary.corrective.search(sentence) is not None
    sentence = vocabulary.no_penalty.sub(";", sentence)
    kinds = _in_sentence(sentence, vocabulary)
    return KindsFound(kinds, (), no_penalty, corrective)


def _in_sentence(sentence: str, vocabulary: _Vocabulary) -> frozenset[PenaltyKind]:
    found: set[PenaltyKind] = set()
    for word, kinds in vocabulary.words:
        if word in sentence:
            found |= kinds
            sentence = sentence.replace(word, ";")
    for pattern, kinds in vocabulary.patterns:
        if pattern.search(sentence):
            found |= kinds
    if PenaltyKind.FINE not in found and _FINE_BY_AMOUNT.search(sentence):
        found.add(PenaltyKind.FINE)
    return frozenset(found)


_FINE_BY_AMOUNT = re.compile(
    r"(?:罚|处以?)(?:人民币)?[\d.,〇零一二三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]+万?元"
)


@cache
def _vocabulary() -> _Vocabulary:
    table: dict[str, Any] = load_table("penalty_kinds")
    rows = table["kinds"]
    codes = [row["code"] for row in rows]
    if sorted(codes) != sorted(PenaltyKind):
        raise TableInvalid(msg("处罚种类表与程序中的种类不一致"))
    whole: dict[str, frozenset[PenaltyKind]] = {}
    words: list[tuple[str, frozenset[PenaltyKind]]] = []
    for row in rows:
        kind = frozenset({PenaltyKind(row["code"])})
        whole.update({squeeze(name): kind for name in row["names"]})
        words.extend((word, kind) for word in row["words"])
    for phrase in table["phrases"]:
        several = frozenset(PenaltyKind(code) for code in phrase["kinds"])
        words.extend((word, several) for word in phrase["words"])
    patterns = tuple(
        (re.compile(row["pattern"]), frozenset(PenaltyKind(code) for code in row["kinds"]))
        for row in table["patterns"]
    )
    return _Vocabulary(
        whole, tuple(words), patterns, _any_of(table["not_a_penalty"]), _any_of(table["corrective"])
    )


def _any_of(row: dict[str, Any]) -> re.Pattern[str]:
    longest_first = sorted(row["words"], key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in longest_first))
