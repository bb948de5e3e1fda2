"""What can be refused about a repair beside what the engine refuses."""

from service.messages import msg
from service.problems import Conflict
from workflows.engine.problems import NotOpenable


class RepairNotPossible(NotOpenable):
    """A repair cannot be asked for now. `extra["refusals"]` holds all reasons.

    `extra["possible_from"]` is the first day on which time is no longer in the way, where one
    is known for all records.
    """

    code = "repair-not-possible"
    title = msg("现在不能申请修复")


class NothingToRevoke(Conflict):
    """The case ended without a repair, or the repair was undone already."""

    code = "nothing-to-revoke"
    title = msg("没有可以撤销的修复")
