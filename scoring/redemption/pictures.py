"""The drawings goods are shown by. Drawn here, so that no picture must be uploaded or checked."""

from collections.abc import Mapping

from service.messages import Message, msg

PICTURES: Mapping[str, Message] = {
    "gift": msg("礼品"),
    "rice": msg("米面"),
    "oil": msg("粮油"),
    "eggs": msg("禽蛋"),
    "vegetables": msg("蔬果"),
    "soap": msg("洗护用品"),
    "paper": msg("纸品"),
    "tools": msg("家用工具"),
    "books": msg("图书文具"),
    "plant": msg("绿植"),
    "haircut": msg("理发"),
    "repair": msg("家电维修"),
    "meal": msg("助餐"),
    "class": msg("课程活动"),
    "health": msg("康体服务"),
}
"""Code of a drawing (`templates/redemption/pictures.html`) and what it shows."""
