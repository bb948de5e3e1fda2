"""The words in which people read the codes of queries."""

from types import MappingProxyType

from credit.queries.models import Basis, Channel
from service.messages import msg

BASES = MappingProxyType(
    {
        Basis.authorisation: msg("本人授权"),
        Basis.sharing: msg("部门共享"),
        Basis.publicity: msg("依法公示"),
    }
)
CHANNELS = MappingProxyType(
    {
        Channel.api: msg("接口"),
        Channel.page: msg("网页"),
        Channel.window: msg("窗口"),
        Channel.public: msg("公众"),
        Channel.self: msg("自查"),
    }
)
CATEGORY_NAMES = MappingProxyType(
    {
        "records": msg("信用记录"),
        "honours": msg("守信荣誉"),
        "measures": msg("激励和约束措施"),
    }
)
