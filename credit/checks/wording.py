"""The words in which people read the codes of a check."""

from types import MappingProxyType

from credit.checks.models import BasisKind
from credit.rules.vocabulary import FactKind, Outcome, Purpose
from service.messages import Message, msg

PURPOSES = MappingProxyType(
    {
        Purpose.SCHOOL_ADMISSION: msg("积分入学"),
        Purpose.RESIDENCE_REGISTRATION: msg("积分落户"),
        Purpose.ENTERPRISE_REVIEW: msg("企业审查"),
    }
)
OUTCOMES = MappingProxyType(
    {
        Outcome.PASSED: msg("通过"),
        Outcome.NEGATIVE: msg("不通过"),
        Outcome.HELD: msg("待定"),
    }
)
BASES = MappingProxyType(
    {
        BasisKind.authorisation: msg("本人授权"),
        BasisKind.sharing: msg("部门共享"),
    }
)
FACT_KINDS = MappingProxyType(
    {
        FactKind.ADMINISTRATIVE_PENALTY: msg("行政处罚"),
        FactKind.ADMINISTRATIVE_DETENTION: msg("行政拘留"),
        FactKind.SERIOUS_DISHONESTY_LIST: msg("严重失信主体名单"),
        FactKind.DEFAULTER_LIST: msg("失信被执行人"),
        FactKind.CONVICTION: msg("刑事犯罪"),
        FactKind.TAX_VIOLATION: msg("税收违法"),
        FactKind.FALSE_MATERIALS: msg("提供虚假材料"),
        FactKind.ABNORMAL_LIST: msg("经营异常名录"),
        FactKind.HONOUR: msg("守信信息"),
        FactKind.OTHER: msg("其他"),
    }
)


def headline(outcome: str, *, on_file: bool, has_facts: bool) -> Message:
    """The result in one sentence."""
    if outcome == Outcome.HELD:
        return msg("结果待定，须人工核对。")
    if outcome == Outcome.NEGATIVE:
        return msg("有应计入的失信事实。")
    if not on_file:
        return msg("本地信用档案中没有该主体，未发现不良信息。")
    if has_facts:
        return msg("在册，有记录，但均不计入。")
    return msg("在册，未发现不良信息。")
