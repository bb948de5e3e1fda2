"""What can be refused about a request beside what the engine refuses."""

from service.messages import msg
from service.problems import NotAllowed
from workflows.engine.problems import NotOpenable


class IdentityNeeded(NotAllowed):
    """Nobody verified who the account is."""

    code = "identity-needed"
    title = msg("尚未核验身份")


class RequestNotPossible(NotOpenable):
    """What is asked for cannot be asked for; `extra["refusals"]` holds all reasons."""

    code = "request-not-possible"
    title = msg("现在不能提出")
