"""工作日历 Calendar.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from credit_window_client.forms import File
from credit_window_client.group import Group
from credit_window_client.requests import Day, Request, new_key
from credit_window_client.schemas.calendar import CalendarImportAnswer, WorkingAnswer, YearAnswer


class CalendarOperations(Group):
    """`client.calendar`: its operations."""

    def get(self, *, year: int | None = None) -> YearAnswer:
        """Every day of a year; a year whose notice is not out yet is computed and provisional.

        `GET /calendar`
        """
        request = Request("GET", "/calendar", query={"year": year})
        answer: YearAnswer = self._json(request)
        return answer

    def import_notice(
        self, *, file: File, source: str | None = None, idempotency_key: str | None = None
    ) -> CalendarImportAnswer:
        """Import a year's notice and count all open clocks anew; the same notice changes nothing.

        `POST /calendar`
        """
        request = Request(
            "POST",
            "/calendar",
            form={"source": source, "file": file},
            key=idempotency_key or new_key(),
        )
        answer: CalendarImportAnswer = self._json(request)
        return answer

    def count(self, *, received_on: Day, days: int) -> WorkingAnswer:
        """Where a term of so many working days ends, day by day.

        `GET /calendar/count`
        """
        request = Request(
            "GET", "/calendar/count", query={"received_on": received_on, "days": days}
        )
        answer: WorkingAnswer = self._json(request)
        return answer
