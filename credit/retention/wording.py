"""What the retention says to people."""

from collections.abc import Mapping

from credit.retention.due import Hold, Why
from service.messages import Message, msg

HOLDS: Mapping[Hold, Message] = {
    Hold.disputed: msg("异议处理中"),
    Hold.in_case: msg("有未办结的案件"),
    Hold.listed: msg("尚未移出名单"),
    Hold.sentence_unknown: msg("刑期届满日不明"),
    Hold.being_imported: msg("正在导入"),
}
"""Why a record stays past its last day."""
WHYS: Mapping[Why, Message] = {
    Why.determination: msg("自认定之日起满五年"),
    Why.sentence: msg("自刑罚执行完毕之日起满五年"),
    Why.removal: msg("满五年且已移出名单"),
    Why.term: msg("守信有效期届满"),
}
"""On which ground a record left."""
