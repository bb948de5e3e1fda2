"""What can be refused about a case."""

from service.messages import msg
from service.problems import Conflict, NotAllowed, NotFound, Problem


class CaseUnknown(NotFound):
    """There is no such case, or the caller may not know that there is."""

    code = "case-unknown"
    title = msg("没有找到这个办件")


class ActionUnknown(NotFound):
    """The case type has no action of that name."""

    code = "action-unknown"
    title = msg("没有这个操作")


class ActionRefused(Conflict):
    """The case stands where this cannot be done, or something it needs is not there.

    `extra` holds `state`, `version`, `allowed_actions` and all `refusals`, not the first alone.
    """

    code = "action-refused"
    title = msg("现在不能这样办理")


class NotYourTurn(NotAllowed):
    """The action is somebody else's. `extra` as in `ActionRefused`."""

    code = "not-your-turn"
    title = msg("这一步不由您办理")


class CaseMoved(Conflict):
    """The case has moved on since the caller looked at it. `extra` as in `ActionRefused`."""

    code = "case-moved"
    title = msg("办件已有变化")


class EventKeyReused(Conflict):
    """The same idempotency key was sent with another wish."""

    code = "idempotency-key-reused"
    title = msg("幂等键已用于另一请求")


class NotOpenable(Conflict):
    """A case of this kind cannot be opened now. `extra["refusals"]` holds all reasons."""

    code = "case-not-openable"
    title = msg("不能提出这一申请")


class DefinitionChanged(Problem):
    """A definition's text changed without a new version; running cases would change under it."""

    code = "definition-changed"
    status = 500
    title = msg("办件定义未升版本")
