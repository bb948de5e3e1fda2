"""信用记录 Records.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal

from credit_window_client.group import Group
from credit_window_client.requests import Day, Request, address, new_key
from credit_window_client.schemas.enterprises import RecordAnswer
from credit_window_client.schemas.records import ServedNotice


class RecordsOperations(Group):
    """`client.records`: its operations."""

    def set_tier(
        self,
        record_id: int,
        *,
        tier: Literal["minor", "general", "serious"],
        reason: str,
        idempotency_key: str | None = None,
    ) -> RecordAnswer:
        """Set the tier of a record by hand, with the reason.

        `POST /records/{record_id}/tier`
        """
        request = Request(
            "POST",
            address("/records/{}/tier", record_id),
            json={"tier": tier, "reason": reason},
            key=idempotency_key or new_key(),
        )
        answer: RecordAnswer = self._json(request)
        return answer

    def serve_repair_notice(
        self, record_id: int, *, served_on: Day, idempotency_key: str | None = None
    ) -> ServedNotice:
        """Note that the notice of how to repair was served together with the decision (两书同达).

        `POST /records/{record_id}/repair-notice`
        """
        request = Request(
            "POST",
            address("/records/{}/repair-notice", record_id),
            json={"served_on": served_on},
            key=idempotency_key or new_key(),
        )
        answer: ServedNotice = self._json(request)
        return answer
