"""Why a record does not lower a result, each with its sentence."""

from enum import StrEnum

from service.messages import Message, msg


class Reason(StrEnum):
    """One word for each way in which a record does not count."""

    REVOKED = "revoked"
    REPAIRED = "repaired"
    SHIELDED = "shielded"
    JUVENILE = "juvenile"
    SIMPLE_PROCEDURE = "simple_procedure"
    EXPIRED = "expired"
    UNDER_OBJECTION = "under_objection"
    IDENTITY_UNMATCHED = "identity_unmatched"
    INCOMPLETE = "incomplete"
    NOT_FINAL = "not_final"
    NOT_YET_DECIDED = "not_yet_decided"
    OUTSIDE_LOOK_BACK = "outside_look_back"
    REMOVED = "removed"
    NOT_PUBLISHED = "not_published"
    LOWER_THAN_OTHER = "lower_than_other"
    CAPPED = "capped"
    NO_POINTS = "no_points"
    NO_RULE = "no_rule"


QUESTIONS = (Reason.UNDER_OBJECTION, Reason.IDENTITY_UNMATCHED, Reason.INCOMPLETE)
"""Not counted either, but the result is held when counting them would change it."""

SENTENCES: dict[Reason, Message] = {
    Reason.REVOKED: msg("该决定已被撤销，不计入。"),
    Reason.REPAIRED: msg("该记录已完成信用修复，不计入。"),
    Reason.SHIELDED: msg("该记录因企业破产重整或和解暂时屏蔽，屏蔽期间不计入。"),
    Reason.JUVENILE: msg("未成年人的记录，不计入。"),
    Reason.SIMPLE_PROCEDURE: msg("按简易程序作出的处罚不属于不良信息，不计入。"),
    Reason.EXPIRED: msg("该记录已超过保存期限，不计入。"),
    Reason.UNDER_OBJECTION: msg("该记录正在异议处理中，暂不计入，待异议办结后再定。"),
    Reason.IDENTITY_UNMATCHED: msg("该记录是否属于本人尚未核实，暂不计入，须人工核对。"),
    Reason.INCOMPLETE: msg("该记录缺少适用规则所需的信息，暂不计入，须向认定单位核实。"),
    Reason.NOT_FINAL: msg("该决定尚未生效或仍在复议、诉讼期内，不计入。"),
    Reason.NOT_YET_DECIDED: msg("核查日期早于该决定作出的日期，不计入。"),
    Reason.OUTSIDE_LOOK_BACK: msg("该记录已超出规则规定的追溯期，不计入。"),
    Reason.REMOVED: msg("已移出名单，不计入。"),
    Reason.NOT_PUBLISHED: msg("该记录不在公示期内，不计入。"),
    Reason.LOWER_THAN_OTHER: msg("同一行为只适用最重的一项，本项不重复计算。"),
    Reason.CAPPED: msg("已达到上限，超出部分不计。"),
    Reason.NO_POINTS: msg("规则对这类记录不加减分。"),
    Reason.NO_RULE: msg("规则表中没有适用于该记录的条款，不计入。"),
}
