"""The words and shapes of codes on the pages of objections."""

from types import MappingProxyType

from scoring.objections.models import ObjectionState
from service.messages import msg

STATES = MappingProxyType(
    {
        ObjectionState.open: ("wait", msg("社区核实中")),
        ObjectionState.upheld: ("ok", msg("异议成立")),
        ObjectionState.rejected: ("info", msg("异议不成立")),
        ObjectionState.withdrawn: ("info", msg("已撤回")),
    }
)
