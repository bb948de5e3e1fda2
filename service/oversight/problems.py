"""What oversight refuses."""

from service.messages import msg
from service.problems import Conflict, NotAllowed


class OwnLookups(NotAllowed):
    """Nobody settles an alarm about the own look-ups, nor judges the own entry of a sample."""

    code = "own-lookups"
    title = msg("须由他人处理")


class SettledAlready(Conflict):
    """The alarm or the entry has been settled since it was looked at."""

    code = "settled-already"
    title = msg("已经处理过")
