"""How the counterpart is told to behave: as it should, or badly in one of many ways."""

import threading
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass
class Behaviour:
    """The modes to come: those of `next` one request each, then `mode` for all others.

    ok · 202 · a status such as 500, 422 or 429 · slow (seconds) · drop-before (closes without a
    word and without doing it) · drop-after (does it, then breaks off in the answer's middle) ·
    twice (answers the same receipt twice on one line) · bad-signature · other-receipt ·
    unknown-key · no-receipt · not-json · too-long · redirect · drip (a byte a second)
    """

    mode: str = "ok"
    next: list[str] = field(default_factory=list)
    seconds: float = 0.0
    retry_after: int | None = None
    code: str = "refused-by-target"
    office_keys: dict[str, str] = field(default_factory=dict)
    """Public keys of the office by id, base64; empty: requests are not accepted."""
    skew_seconds: float = 300
    """How far the time of a request may be from now."""
    location: str = ""
    """Where a redirect leads."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self) -> str:
        """The mode of the request that has come now."""
        with self.lock:
            return self.next.pop(0) if self.next else self.mode

    def tell(self, wish: dict[str, Any]) -> None:
        """Change what the wish names."""
        with self.lock:
            for name, value in wish.items():
                if name == "lock" or not hasattr(self, name):
                    raise KeyError(name)
                setattr(self, name, value)

    def forget(self) -> None:
        """Behave well again."""
        self.tell({f.name: getattr(Behaviour(), f.name) for f in fields(self) if f.name != "lock"})
