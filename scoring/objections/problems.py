"""What objections may refuse."""

from service.messages import msg
from service.problems import Conflict, NotFound


class ObjectionRefused(Conflict):
    """The entry cannot be objected to now. `errors` tells all reasons, each with what to do."""

    code = "objection-refused"
    title = msg("不能提出异议")


class ObjectionUnknown(NotFound):
    """There is no such objection, or the caller may not know that there is."""

    code = "objection-unknown"
    title = msg("没有找到这件异议")
