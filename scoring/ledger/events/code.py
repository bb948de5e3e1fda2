"""The code neighbours check in with: made and judged without a database, a clock or Flask.

It names the event and proves by a keyed mark (HMAC-SHA256) that the service printed it for this
event at this time: 16 characters that can be read from a QR or typed from the paper. 50 bits of
mark cannot be guessed over the network while the code is good, and what came by it waits for an
organiser in any case. When an event is put off, its earlier print is void.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scoring.ledger.events.limits import CLOSES_AFTER, OPENS_BEFORE
from service.numbers import ALPHABET

PREFIX = "EV"
"""Before the random part of an event's code, so that no spreadsheet takes it for a number."""
NAME_CHARS = 6
"""Random characters of an event's code: 32^6 of them."""
MARK_CHARS = 10
GROUP_CHARS = 4
_PURPOSE = b"credit-window event check-in"
_FROM_BYTE = (ALPHABET * 8).encode("ascii")


class Verdict(StrEnum):
    """What a code is good for at a moment."""

    good = "good"
    forged = "forged"
    """Not printed by this service for this event at this time."""
    too_early = "too_early"
    over = "over"
    cancelled = "cancelled"


@dataclass(frozen=True)
class Slot:
    """The part of an event its code vouches for."""

    code: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool = False

    @property
    def opens_at(self) -> datetime:
        """The first moment at which its code is good."""
        return self.starts_at - OPENS_BEFORE

    @property
    def closes_at(self) -> datetime:
        """The last moment at which its code is good."""
        return self.ends_at + CLOSES_AFTER

    def open_at(self, now: datetime) -> bool:
        """Whether neighbours can check in."""
        return not self.cancelled and self.opens_at <= now <= self.closes_at


def new_event_code() -> str:
    """A fresh code of an event, e.g. `EV7K3M9P`."""
    return PREFIX + _characters(os.urandom(NAME_CHARS))


def key_from(secret: bytes) -> bytes:
    """The key of the marks, derived from the service's secret for this one purpose."""
    return hmac.digest(secret, _PURPOSE, hashlib.sha256)


def token_of(key: bytes, slot: Slot) -> str:
    """What the printed page holds, in groups that can be typed: `7K3M-9PQR-2TWX-ABCD`."""
    plain = slot.code.removeprefix(PREFIX) + _mark(key, slot)
    return "-".join(plain[at : at + GROUP_CHARS] for at in range(0, len(plain), GROUP_CHARS))


def event_of(token: str) -> str | None:
    """The code of the event a token names, or None when it cannot be a token."""
    plain = _plain(token)
    if len(plain) != NAME_CHARS + MARK_CHARS or any(char not in ALPHABET for char in plain):
        return None
    return PREFIX + plain[:NAME_CHARS]


def judge(key: bytes, token: str, slot: Slot, now: datetime) -> Verdict:
    """What a token is good for at this event now; whether it is genuine is settled first."""
    expected = _plain(token_of(key, slot))
    given = _plain(token)
    if not hmac.compare_digest(given.encode(), expected.encode()):
        return Verdict.forged
    if slot.cancelled:
        return Verdict.cancelled
    if now < slot.opens_at:
        return Verdict.too_early
    return Verdict.over if now > slot.closes_at else Verdict.good


def _mark(key: bytes, slot: Slot) -> str:
    times = "|".join(str(_seconds(at)) for at in (slot.starts_at, slot.ends_at))
    digest = hmac.digest(key, f"{slot.code}|{times}".encode(), hashlib.sha256)
    return _characters(digest[:MARK_CHARS])


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _characters(random: bytes) -> str:
    return random.translate(_FROM_BYTE).decode("ascii")


def _plain(token: str) -> str:
    return "".join(char for char in token.upper() if char.isascii() and char.isalnum())
