"""What the calendar may refuse."""

from service.messages import msg
from service.problems import Problem


class InvalidCalendar(Problem):
    """A file does not describe a year's working days; `errors` lists every fault."""

    code = "invalid-calendar"
    status = 422
    title = msg("工作日历文件有误")


class CalendarOutOfReach(Problem):
    """The year lies outside the years of which the feasts are known."""

    code = "calendar-out-of-reach"
    status = 422
    title = msg("超出工作日历的范围")
