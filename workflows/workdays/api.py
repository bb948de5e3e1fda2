"""REST of the calendar: a year, a term counted, and the import of a notice."""

from typing import Any

from werkzeug.datastructures import FileStorage

from service import clock
from service.access import allow
from service.api.errors import say
from service.api.idempotency import idempotent
from service.api.shell import api_blueprint
from workflows.workdays.importing import import_upload
from workflows.workdays.limits import FILE_BYTES_MAX
from workflows.workdays.present import present_working, present_year
from workflows.workdays.schemas import (
    CalendarFile,
    CalendarForm,
    CalendarImportAnswer,
    CountArguments,
    WorkingAnswer,
    YearAnswer,
    YearArguments,
)
from workflows.workdays.service import current_calendar

blueprint = api_blueprint("calendar_api", __name__, "工作日历 Calendar")


@blueprint.get("/calendar")
@allow("calendar.read")
@blueprint.arguments(YearArguments, location="query")
@blueprint.response(200, YearAnswer)
def read_year(arguments: dict[str, Any]) -> Any:
    """Every day of a year; a year whose notice is not out yet is computed and provisional."""
    return present_year(current_calendar(), arguments["year"] or clock.today().year, say)


@blueprint.get("/calendar/count")
@allow("calendar.read")
@blueprint.arguments(CountArguments, location="query")
@blueprint.response(200, WorkingAnswer)
def count(arguments: dict[str, Any]) -> Any:
    """Where a term of so many working days ends, day by day."""
    return present_working(current_calendar().add(**arguments), say)


@blueprint.post("/calendar")
@allow("calendar.import")
@idempotent
@blueprint.arguments(CalendarForm, location="form")
@blueprint.arguments(CalendarFile, location="files")
@blueprint.response(200, CalendarImportAnswer)
@blueprint.doc(operationId="calendar.import_notice")
def bring_in(form: dict[str, Any], files: dict[str, FileStorage]) -> Any:
    """Import a year's notice and count all open clocks anew; the same notice changes nothing."""
    upload = files["file"]
    content = upload.stream.read(FILE_BYTES_MAX + 1)
    return import_upload(content, upload.filename or "", form["source"]).summary()
