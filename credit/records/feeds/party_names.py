"""What the name of a party gives away: several parties in one cell, or a natural person."""

import re

from credit.records.text import squeeze

_BRACKETED = re.compile(r"\([^()]*\)")
_ORGANISATION = (
    r"(?:公司|银行|分行|支行|联社|信用社|合作社|营业部|事务所|研究院|研究所|集团|工厂|企业|基金会"
    r"|中心|医院|学校|大学|商店|商行|酒店|饭店|协会|委员会|办事处)"
)
_SEPARATED = re.compile(r"[、;,/]+")
_ENDS_LIKE_ONE = re.compile(rf".*{_ORGANISATION}")
# 公司和平里支行 is one party: 和 also begins the names of places.
_AND = "(?:以及|及|与|和(?![平田龙硕县顺静布政林合谐睦信家美]))"
_TWO_JOINED = re.compile(rf".+{_ORGANISATION}{_AND}.+{_ORGANISATION}")
_AND_OTHERS = re.compile(
    r"及(?:其|相关|有关|主要|直接)*(?:责任人|负责人|人员|当事人)|等[\d一二三四五六七八九十两]*(?:家|名|人|户)"
)
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8})+")
_NO_FAMILY = "厂店行社所院校部会局处站场司铺坊庄馆吧园库矿队团组屋楼城堂室馨"
"""A short name ending with one of these is a business."""


def names_several(name: str) -> bool:
    """Whether a name seems to stand for several parties: 甲公司、乙公司; 甲公司及相关责任人."""
    plain = _BRACKETED.sub("", squeeze(name))
    parts = [part for part in _SEPARATED.split(plain) if _ENDS_LIKE_ONE.fullmatch(part)]
    return (
        len(parts) > 1
        or _TWO_JOINED.fullmatch(plain) is not None
        or _AND_OTHERS.search(plain) is not None
    )


def looks_like_a_person(name: str) -> bool:
    """Whether a name is as short as a person's and holds no word of an organisation.

    What stands in brackets, such as an office held (时任某支行行长), is not looked at.
    """
    plain = _BRACKETED.sub("", squeeze(name))
    return _PERSON.fullmatch(plain) is not None and plain[-1] not in _NO_FAMILY
