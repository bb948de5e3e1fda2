"""Why an event cannot be planned, or why somebody cannot check in: each with what to do."""

from service.messages import msg
from service.problems import Conflict, InvalidInput, NotFound, Problem


class EventUnknown(NotFound):
    """There is no event of that code in the community."""

    code = "event-unknown"
    title = msg("没有这个活动")


class EventRefused(InvalidInput):
    """An event cannot be planned as it was filled in."""

    code = "event-refused"
    title = msg("活动安排有误")


class EventBegun(Conflict):
    """The event has begun or is cancelled, so it can no longer be changed."""

    code = "event-begun"
    title = msg("活动已不能改动")


class CodeRefused(Problem):
    """The code was not printed for this event at this time."""

    code = "check-in-code-refused"
    status = 404
    title = msg("签到码无效")


class CheckInClosed(Conflict):
    """Not yet, over, or cancelled."""

    code = "check-in-closed"
    title = msg("现在不能签到")


class CheckedInAlready(Conflict):
    """The member has checked in before; nothing was added."""

    code = "checked-in-already"
    title = msg("已经签到")


class NotOfTheCommunity(Conflict):
    """The caller takes part in another community, or in none."""

    code = "not-of-the-community"
    title = msg("不是本社区的成员")
