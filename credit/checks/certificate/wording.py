"""The sentences of the page, made from the content alone. Chinese binds, English helps."""

from decimal import Decimal

from credit.checks.certificate.content import (
    BasisKind,
    CertificateContent,
    FactLine,
    Outcome,
)
from service.papers.content import Bilingual
from service.papers.plain import plain_decimal
from service.papers.wording import day

TITLE = Bilingual("守法诚信指标审核意见", "Opinion on the Law-Abiding and Honest Indicator")

PURPOSES = {
    "school_admission": Bilingual("积分入学", "Points-based school admission"),
    "residence_registration": Bilingual("积分落户", "Points-based residence registration"),
    "enterprise_review": Bilingual("企业信用审查", "Enterprise review"),
}

ID_TYPES = {
    "uscc": Bilingual("统一社会信用代码", "USCC"),
    "resident_id": Bilingual("居民身份证", "Resident ID"),
    "hmt_residence_permit": Bilingual("港澳台居民居住证", "HK/Macao/Taiwan residence permit"),
    "foreign_permanent_residence": Bilingual("外国人永久居留身份证", "Permanent residence card"),
    "hm_travel_permit": Bilingual("港澳居民来往内地通行证", "HK/Macao travel permit"),
    "tw_travel_permit": Bilingual("台湾居民来往大陆通行证", "Taiwan travel permit"),
    "passport": Bilingual("护照", "Passport"),
}

BASES = {
    BasisKind.AUTHORISATION: Bilingual("本人授权查询", "Authorised by the subject"),
    BasisKind.SHARING: Bilingual("政务信息共享", "Sharing between public organs"),
}

# A paper is drawn anew from what was signed whenever it is fetched, and is the same to the byte: a
# word here cannot be changed any more, though pages say 不通过.
OUTCOMES = {
    Outcome.PASSED: Bilingual("通过", "PASSED"),
    Outcome.NEGATIVE: Bilingual("未通过", "NEGATIVE"),
}

DEMONSTRATION = Bilingual(
    "演示规则，不得作为办事依据", "Demonstration rules: not valid for any procedure"
)


def label(table: dict[str, Bilingual], code: str) -> Bilingual:
    """The printed name of a code; a code the table does not know is printed as it is."""
    return table.get(code, Bilingual(code, ""))


def points(value: Decimal) -> str:
    """Points with a sign that cannot be mistaken for a hyphen: −10, 0, +3."""
    text = plain_decimal(abs(value))
    return text if not value else f"{'−' if value < 0 else '+'}{text}"


def statement(content: CertificateContent) -> Bilingual:
    """The result in one sentence."""
    listed = len(content.facts)
    counted = sum(fact.counted for fact in content.facts)
    until = f"截至{day(content.as_of)}，"
    if not content.on_file:
        return Bilingual(
            f"{until}公共信用信息库中未登记该主体（库中无此主体），未查到按本规则应当计入的信息。",
            "The subject is not on file in the register; nothing was found that counts.",
        )
    if not listed:
        return Bilingual(
            f"{until}库中有该主体登记，名下无不良信息。",
            "The subject is on file; nothing adverse is on record.",
        )
    if not counted:
        return Bilingual(
            f"{until}查到{listed}条信息，按规则均不计入，理由逐条列明。",
            f"{_records(listed)} found; none counts, for the reasons given line by line.",
        )
    total = points(content.points)
    return Bilingual(
        f"{until}查到{listed}条信息，其中{counted}条计入，合计{total}分。",
        f"{_records(listed)} found, {counted} counted, {total} points in total.",
    )


def none_listed(content: CertificateContent) -> Bilingual:
    """What stands where the table of facts would be."""
    if content.on_file:
        return Bilingual("无不良信息", "None on record")
    return Bilingual("库中无此主体", "Not on file")


def effect(fact: FactLine) -> str:
    """What a line does to the result: its points and, where the rule says more, in words."""
    if not fact.counted:
        return fact.effect or "不影响"
    in_points = f"{points(fact.points)}分"
    if not fact.effect:
        return in_points
    return f"{in_points}，{fact.effect}" if fact.points else fact.effect


def standing(fact: FactLine) -> str:
    """Whether a line counts, until when, or why not."""
    if not fact.counted:
        return f"{fact.why_not_counted}"
    if fact.counts_until is None:
        return "持续计入"
    return f"计入至{day(fact.counts_until)}"


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{count} records"
