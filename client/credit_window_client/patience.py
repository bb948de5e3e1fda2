"""How often a request is sent again, and how long is waited before: pure, no network, no clock."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

REFUSED_FOR_NOW = frozenset({429, 503})
"""The service has done nothing and asks to come again."""
LOST_ON_THE_WAY = frozenset({502, 504})
"""A proxy had no answer; whether the service has acted is not known."""


@dataclass(frozen=True)
class Patience:
    """How much a client puts up with before it raises."""

    attempts: int = 4
    """So often a request is sent at most."""
    first_wait: float = 0.5
    """Seconds before the second attempt; they double with each."""
    longest_wait: float = 60.0
    """Seconds waited at most before one attempt: where the service asks for more, it is raised."""

    def wait_after(
        self, attempt: int, status: int | None, retry_after: float | None, *, repeatable: bool
    ) -> float | None:
        """Seconds to wait after this attempt (the first is 1), or None where it was the last.

        `status` is None when no answer came. `repeatable` is a request that may be done twice, or
        that the service does once however often it arrives.
        """
        if attempt >= self.attempts or not self._is_worth_it(status, repeatable=repeatable):
            return None
        if retry_after is not None:
            return retry_after if retry_after <= self.longest_wait else None
        wait: float = self.first_wait * 2 ** (attempt - 1)
        return min(wait, self.longest_wait)

    def _is_worth_it(self, status: int | None, *, repeatable: bool) -> bool:
        if status in REFUSED_FOR_NOW:
            return True
        return repeatable and (status is None or status in LOST_ON_THE_WAY)


def seconds_of(retry_after: str | None, now: datetime) -> float | None:
    """`Retry-After`, seconds or a date, as seconds from now on; None where it says nothing."""
    if retry_after is None:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - now).total_seconds())
    except (ValueError, TypeError):
        return None
