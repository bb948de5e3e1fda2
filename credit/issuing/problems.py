"""What can be refused about the issuing of certificates."""

from service.messages import msg
from service.problems import Conflict, InvalidInput


class IssuingStopped(Conflict):
    """The office has stopped the issuing of certificates; everything else goes on."""

    code = "issuing-stopped"
    title = msg("暂停出具证明")


class ReasonMissing(InvalidInput):
    """The switch is turned with a reason, which is kept."""

    code = "reason-missing"
    title = msg("请写明原因")
