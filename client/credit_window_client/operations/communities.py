"""社区 Communities.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal

from credit_window_client.answers import Download, Paged
from credit_window_client.forms import File
from credit_window_client.group import Group
from credit_window_client.requests import Day, Request, address, new_key
from credit_window_client.schemas.communities import (
    BoardAnswer,
    CatalogueAnswer,
    ClaimAnswer,
    EntryImportAnswer,
    GoodsListAnswer,
    PlaceAnswer,
    PlacesAnswer,
)


class CommunitiesOperations(Group):
    """`client.communities`: its operations."""

    def places(
        self,
        code: str,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        level: Literal[
            "district", "subdistrict", "community", "grid", "building", "unit", "household"
        ]
        | None = None,
    ) -> Paged[PlaceAnswer, PlacesAnswer]:
        """Places of a community from the grid down to the household, the newest first.

        `GET /communities/{code}/places`
        """
        request = Request(
            "GET",
            address("/communities/{}/places", code),
            query={"cursor": cursor, "limit": limit, "level": level},
        )
        return self._paged(request, "items")

    def catalogue(self, code: str, *, on: Day | None = None) -> CatalogueAnswer:
        """The catalogue in force on a day, and the changes announced for later.

        `GET /communities/{code}/catalogue`
        """
        request = Request("GET", address("/communities/{}/catalogue", code), query={"on": on})
        answer: CatalogueAnswer = self._json(request)
        return answer

    def goods(self, code: str) -> GoodsListAnswer:
        """What a community offers for points, the cheapest first.

        `GET /communities/{code}/goods`
        """
        request = Request("GET", address("/communities/{}/goods", code))
        answer: GoodsListAnswer = self._json(request)
        return answer

    def enter(
        self,
        code: str,
        *,
        member: str,
        item: str,
        quantity: float,
        points: int | None = None,
        done_on: Day | None = None,
        evidence: str | None = None,
        event_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> ClaimAnswer:
        """Enter an award. `state` is `pending` where a second person must approve it first.

        `POST /communities/{code}/entries`
        """
        request = Request(
            "POST",
            address("/communities/{}/entries", code),
            json={
                "member": member,
                "item": item,
                "quantity": quantity,
                "points": points,
                "done_on": done_on,
                "evidence": evidence,
                "event_id": event_id,
            },
            key=idempotency_key or new_key(),
        )
        answer: ClaimAnswer = self._json(request)
        return answer

    def import_entries(
        self, code: str, *, file: File, idempotency_key: str | None = None
    ) -> EntryImportAnswer:
        """Take a sheet of awards in. A faulty header is refused at once; rows are a job's.

        `POST /communities/{code}/entry-imports`
        """
        request = Request(
            "POST",
            address("/communities/{}/entry-imports", code),
            form={"file": file},
            key=idempotency_key or new_key(),
        )
        answer: EntryImportAnswer = self._json(request)
        return answer

    def entry_import(self, code: str, import_id: str) -> EntryImportAnswer:
        """How far an import has come.

        `GET /communities/{code}/entry-imports/{import_id}`
        """
        request = Request("GET", address("/communities/{}/entry-imports/{}", code, import_id))
        answer: EntryImportAnswer = self._json(request)
        return answer

    def entry_import_refused_csv(self, code: str, import_id: str) -> Download:
        """The refused rows, to be corrected and sent again as they are.

        `GET /communities/{code}/entry-imports/{import_id}/refused.csv`
        """
        request = Request(
            "GET", address("/communities/{}/entry-imports/{}/refused.csv", code, import_id)
        )
        return self._download(request)

    def board(
        self,
        code: str,
        *,
        level: Literal["member", "household", "unit", "building", "grid", "community"]
        | None = None,
        dimension: str | None = None,
        period: str | None = None,
        as_of: Day | None = None,
    ) -> BoardAnswer:
        """The first lines of a board as of any day: public names of who agreed, small places joined.

        `GET /communities/{code}/board`
        """
        request = Request(
            "GET",
            address("/communities/{}/board", code),
            query={"level": level, "dimension": dimension, "period": period, "as_of": as_of},
        )
        answer: BoardAnswer = self._json(request)
        return answer
