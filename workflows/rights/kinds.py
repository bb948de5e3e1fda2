"""What can be asked for about one's own data. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from service.messages import Message, msg


class Kind(StrEnum):
    """What is asked for."""

    explanation = "explanation"
    """Why something is held or what a result rests on (PIPL Art. 24, 48)."""
    human_decision = "human_decision"
    """That a human decides anew what a computer found (PIPL Art. 24)."""
    correction = "correction"
    """That something is put right or completed (Art. 46)."""
    erasure = "erasure"
    """That something is deleted (Art. 47)."""
    restriction = "restriction"
    """That handling on the person's consent stops (Art. 44)."""
    copy = "copy"
    """A copy on paper, or handed over elsewhere (Art. 45)."""


class Erasure(StrEnum):
    """What is deleted when an erasure is granted."""

    contact = "contact"
    """Addresses the person gave."""
    account = "account"
    """The sign-in, its identity and the addresses."""
    elsewhere = "elsewhere"
    """Something a human deleted where it lies; the answer says what."""


NAMES: Mapping[str, Message] = {
    Kind.explanation: msg("要求说明"),
    Kind.human_decision: msg("要求由人重新决定"),
    Kind.correction: msg("要求更正、补充"),
    Kind.erasure: msg("要求删除"),
    Kind.restriction: msg("要求停止处理"),
    Kind.copy: msg("要求复制、转移"),
}
HINTS: Mapping[str, Message] = {
    Kind.explanation: msg("对某项信息、某次查询或某个结果，想要更详细的书面说明。"),
    Kind.human_decision: msg("不接受完全由系统自动得出的核查结果，由没有经手过的复核员重新决定。"),
    Kind.correction: msg("姓名、证件等有误或不完整。信用记录的内容有误的，请提出异议。"),
    Kind.erasure: msg("删除联系方式、个人账号，或不该保存的信息。依法必须保存的，到期才能删除。"),
    Kind.restriction: msg("撤回现有全部查询授权和通知方式，以后只依法定职责处理。"),
    Kind.copy: msg("要一份盖章的副本，或转交给您指定的单位。"),
}
ERASURES: Mapping[str, Message] = {
    Erasure.contact: msg("删除联系方式"),
    Erasure.account: msg("删除联系方式，终止身份核验并停用账号"),
    Erasure.elsewhere: msg("已在所在处删除，见答复"),
}
CASE_TYPE, HUMAN_DECISION = "rights_request", "human_decision"
CASE_TYPES = (CASE_TYPE, HUMAN_DECISION)


def case_type_of(kind: Kind) -> str:
    """The case type by which a kind is decided."""
    return HUMAN_DECISION if kind is Kind.human_decision else CASE_TYPE
