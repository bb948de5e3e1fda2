"""What can be refused about an effect."""

from service.messages import msg
from service.problems import Conflict, NotFound


class EffectUnknown(NotFound):
    """There is no such effect."""

    code = "effect-unknown"
    title = msg("没有找到这项同步")


class NothingToRetry(Conflict):
    """It is under way or done already, or there is nowhere to send it."""

    code = "effect-not-retryable"
    title = msg("这项同步现在不能重试")


class NothingToConfirm(Conflict):
    """It is confirmed already, or the service is still at it itself."""

    code = "effect-not-confirmable"
    title = msg("这项同步现在不能登记回执")
