"""Certificates for tests: contents of every kind, and a signer with a fixed key."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from credit.checks.certificate.content import (
    CERTIFICATE,
    BasisKind,
    CertificateContent,
    FactLine,
    Outcome,
    RuleSet,
    Subject,
)
from credit.checks.certificate.notices import notices_for
from service import signing
from service.papers.content import Bilingual
from service.papers.envelope import Envelope, seal

OFFICE = ZoneInfo("Asia/Shanghai")
ADDRESS = "https://credit.example.gov.cn/verify/"


class KeyOfTests:
    """A signer whose key is the same in every run, so that bytes can be compared."""

    def __init__(self, seed: int = 1) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)

    def sign(self, message: bytes, /) -> bytes:
        return self._private.sign(message)

    def key_id(self) -> str:
        return signing.key_id(self.public)

    @property
    def public(self) -> Ed25519PublicKey:
        return self._private.public_key()

    @property
    def pem(self) -> str:
        return signing.public_key_pem(self.public)


SIGNER = KeyOfTests()
KEYS = {SIGNER.key_id(): SIGNER.public}

COUNTED = FactLine(
    decision_number="杭西公(文新)行罚决字〔2025〕01234号",
    authority="杭州市公安局西湖区分局",
    decided_on=date(2025, 3, 5),
    effect="",
    points=Decimal(-10),
    rule_code="LC04",
    article="《中华人民共和国治安管理处罚法》第四十三条",
    counted=True,
    counts_until=date(2030, 3, 5),
    why_not_counted=None,
)
FROZEN = FactLine(
    decision_number="(2026)浙0106执1357号",
    authority="杭州市西湖区人民法院",
    decided_on=date(2026, 6, 18),
    effect="冻结至移出名单",
    points=Decimal(0),
    rule_code="LC01",
    article="《最高人民法院关于公布失信被执行人名单信息的若干规定》第一条",
    counted=True,
    counts_until=None,
    why_not_counted=None,
)
REPAIRED = FactLine(
    decision_number="杭西市监罚处〔2024〕00456号",
    authority="杭州市西湖区市场监督管理局",
    decided_on=date(2024, 8, 19),
    effect="",
    points=Decimal(0),
    rule_code="LC06",
    article="《中华人民共和国行政处罚法》第四十八条",
    counted=False,
    counts_until=None,
    why_not_counted="已于2025年9月1日完成信用修复",
)
SIMPLE = replace(
    REPAIRED,
    decision_number="杭西综执简罚〔2026〕第0078号",
    authority="杭州市西湖区综合行政执法局",
    decided_on=date(2026, 2, 11),
    article="《中华人民共和国行政处罚法》第五十一条",
    why_not_counted="适用简易程序作出的处罚",
)

_day = date(2026, 11, 23)
_notices = notices_for("school_admission", _day)


def passed_nothing_on_file(number: str = "XH20261123-000017") -> CertificateContent:
    return CertificateContent(
        number=number,
        issued_at=datetime(2026, 11, 23, 10, 15, 30, tzinfo=OFFICE),
        issuer=Bilingual(
            "示例区公共信用信息服务窗口", "Public Credit Window of the Example District"
        ),
        subject=Subject("张*三", "330***********1234", "resident_id"),
        purpose="school_admission",
        basis_kind=BasisKind.AUTHORISATION,
        outcome=Outcome.PASSED,
        on_file=False,
        points=Decimal(0),
        rule_set=RuleSet("XH-DEMO", "2026.1", "守法诚信指标计分规则（演示）", demonstration=True),
        as_of=_day,
        data_cut_off=datetime(2026, 11, 23, 6, 0, tzinfo=OFFICE),
        facts=(),
        counterfactuals=(),
        remedies=_notices.remedies,
        notes=_notices.notes,
        reviewer=None,
        supersedes=None,
        verify_url=f"{ADDRESS}{number}",
    )


def passed_nothing_adverse() -> CertificateContent:
    return replace(passed_nothing_on_file("XH20261123-000021"), on_file=True)


def passed_with_facts_not_counted() -> CertificateContent:
    plain = passed_nothing_on_file("XH20261123-000018")
    return replace(plain, on_file=True, facts=(REPAIRED, SIMPLE))


def negative() -> CertificateContent:
    plain = passed_nothing_on_file("XH20261123-000019")
    return replace(
        plain,
        subject=Subject("李*", "330***********567X", "resident_id"),
        outcome=Outcome.NEGATIVE,
        on_file=True,
        points=Decimal(-10),
        facts=(COUNTED, FROZEN, REPAIRED),
        counterfactuals=(
            "自2030年3月6日起，杭西公(文新)行罚决字〔2025〕01234号不再计入。",
            "移出失信被执行人名单后，冻结解除。",
        ),
        reviewer="王建国",
    )


def superseding() -> CertificateContent:
    plain = passed_nothing_on_file("XH20261124-000003")
    return replace(
        plain,
        issued_at=datetime(2026, 11, 24, 9, 5, tzinfo=OFFICE),
        on_file=True,
        facts=(REPAIRED,),
        supersedes="XH20261123-000019",
        reviewer="王建国",
    )


def enterprise() -> CertificateContent:
    plain = passed_nothing_on_file("XH20261123-000020")
    notices = notices_for("enterprise_review", _day)
    return replace(
        plain,
        subject=Subject("杭州示例智能科技股份有限公司", "913***********0XQ7", "uscc"),
        purpose="enterprise_review",
        basis_kind=BasisKind.SHARING,
        on_file=True,
        points=Decimal(-3),
        rule_set=RuleSet("XH-ENT", "2026.1", "企业信用审查规则", demonstration=False),
        facts=(
            replace(COUNTED, points=Decimal(-3), rule_code="LC06", authority="某某区应急管理局"),
        ),
        remedies=notices.remedies,
        notes=notices.notes,
    )


def of_many_facts(count: int) -> CertificateContent:
    facts = tuple(
        replace(COUNTED, decision_number=f"杭西市监罚处〔2025〕{n:05d}号", points=Decimal(-1))
        for n in range(1, count + 1)
    )
    return replace(negative(), facts=facts, points=Decimal(-count))


VARIANTS = {
    "passed_nothing_on_file": passed_nothing_on_file,
    "passed_nothing_adverse": passed_nothing_adverse,
    "passed_with_facts_not_counted": passed_with_facts_not_counted,
    "negative": negative,
    "superseding": superseding,
    "enterprise": enterprise,
}


def sealed(
    content: CertificateContent | None = None, signer: KeyOfTests = SIGNER
) -> Envelope[CertificateContent]:
    return seal(CERTIFICATE, content or passed_nothing_on_file(), signer)
