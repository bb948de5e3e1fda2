"""Reads the parts of a catalogue: what a section of it has beyond those of any other file."""

import re
from collections.abc import Mapping

from scoring.catalogue import limits
from service.messages import msg
from service.sections import Section as AnySection


class Section(AnySection):
    """One mapping of a catalogue."""

    TEXT_CHARS_MAX = limits.TEXT_CHARS_MAX
    CODE_CHARS_MAX = limits.CODE_CHARS_MAX
    NUMBER = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,4})?\Z")
    DECIMALS_MAX = limits.QUANTITY_DECIMALS_MAX
    UNUSABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff\ud800-\udfff]")
    """Characters nobody sees: they would let two texts look alike, or a word slip past a check."""

    def nested(self, key: str) -> bool:
        """True when there are further keys below this one."""
        return isinstance(self._raw.get(key), Mapping)

    def wholes(self, key: str, *, most: int) -> tuple[int, ...]:
        """A list of whole numbers of points."""
        raw = self._raw.get(key)
        self._seen.add(key)
        if not isinstance(raw, list) or not 1 < len(raw) <= most:
            self.fault(
                key,
                "not-a-list",
                msg("“{key}”应当是2到{n}个数。", key=key, n=most),
                msg("写成 [1, 3, 5] 的样子。"),
            )
            return ()
        each = Section({str(n): one for n, one in enumerate(raw, start=1)}, self.place, self.faults)
        bound = limits.POINTS_MAX
        found = [each.whole(str(n), low=-bound, high=bound) for n in range(1, len(raw) + 1)]
        return tuple(one for one in found if one is not None)
