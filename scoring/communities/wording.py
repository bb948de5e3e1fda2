"""Names for people of what communities hold."""

from collections.abc import Mapping

from scoring.communities.models import AgeBand, ConsentKind, GivenBy, Level, MemberState
from service.messages import Message, msg

LEVELS: Mapping[str, Message] = {
    Level.district: msg("区"),
    Level.subdistrict: msg("街道"),
    Level.community: msg("社区"),
    Level.grid: msg("网格"),
    Level.building: msg("楼幢"),
    Level.unit: msg("单元"),
    Level.household: msg("户"),
}
STATES: Mapping[str, tuple[str, Message]] = {
    MemberState.active: ("ok", msg("参加中")),
    MemberState.invited: ("wait", msg("待本人同意")),
    MemberState.left: ("info", msg("已退出，待删除")),
}
"""State -> kind of badge and its text; of the erased nothing is shown."""
AGE_BANDS: Mapping[str, Message] = {
    AgeBand.adult: msg("成年（18 周岁及以上）"),
    AgeBand.teen: msg("14 至 17 周岁"),
}
CONSENTS: Mapping[str, Message] = {
    ConsentKind.take_part: msg("参加社区积分"),
    ConsentKind.on_boards: msg("以公开名称上榜"),
    ConsentKind.guardian: msg("监护人同意"),
}
GIVEN_BY: Mapping[str, Message] = {
    GivenBy.self: msg("本人登录后"),
    GivenBy.paper: msg("纸质同意书"),
    GivenBy.guardian: msg("监护人签字"),
}
FIELDS: Mapping[str, Message] = {
    "public_name": msg("公开名称"),
    "name": msg("姓名或称呼"),
    "phone": msg("联系电话"),
    "guardian": msg("监护人"),
    "household": msg("住处门牌"),
    "state": msg("状态"),
    "age_band": msg("年龄段"),
    "consents": msg("同意记录"),
    "reads": msg("被查看的记录"),
    "entries": msg("积分记录"),
    "statement": msg("积分明细"),
    "orders": msg("兑换记录"),
    "objections": msg("异议"),
    "claims": msg("待审核的积分"),
    "paper": msg("同意书扫描件"),
    "entry": msg("积分记录"),
    "evidence": msg("登记时写的经过"),
    "evidence_file": msg("照片或文件"),
    "grounds": msg("异议理由"),
    "refused_rows": msg("表格中未导入的行"),
    "export": msg("全部信息"),
}
"""Fields as the query log names them."""


def field_name(code: str) -> Message:
    """The name of a field in the query log, or its code."""
    return FIELDS.get(code) or Message("{code}", {"code": code})
