"""The words in which people read the codes of queries."""

from types import MappingProxyType

from credit.queries.models import Basis, Channel
from credit.queries.purposes import Asker
from service.messages import Message, msg

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
ASKERS = MappingProxyType(
    {
        Asker.department: msg("部门"),
        Asker.clerk: msg("窗口"),
        Asker.public: msg("公众"),
        Asker.self: msg("主体本人"),
    }
)
CATEGORY_NAMES = MappingProxyType(
    {
        "records": msg("信用记录"),
        "honours": msg("守信荣誉"),
        "measures": msg("激励和约束措施"),
    }
)
KINDS = MappingProxyType(
    {
        "natural_person": msg("自然人"),
        "organisation": msg("法人及非法人组织"),
        "individual_business": msg("个体工商户"),
    }
)


def counts_in_words(answered: int, nothing: int, denied: int, faulty: int) -> Message:
    """What became of a call, in one sentence."""
    return msg(
        "已答复 {answered} 个，其中 {nothing} 个无相关信息；"
        "未获准 {denied} 个，无法识别 {faulty} 个。",
        answered=answered,
        nothing=nothing,
        denied=denied,
        faulty=faulty,
    )
