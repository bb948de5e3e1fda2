"""Answers with records of every mark, and the reports made of them."""

from datetime import date, datetime

from credit.measures.applying import Applying
from credit.queries.disclosure import Disclosed, Mark
from credit.queries.models import Basis
from credit.reports.compose import Registration, Told, compose, legend
from credit.reports.content import REPORT, ReportContent, ReportSubject
from credit.reports.sections import all_sections, not_collected, texts_on
from credit.reports.wording import BASES
from service.clock import OFFICE_ZONE
from service.papers.content import Bilingual
from service.papers.envelope import Envelope, seal
from tests.factories.certificates import ADDRESS, SIGNER

DAY = date(2026, 11, 27)
NUMBER = "BG20261127-7K3M9PQR2T-W"
CODE = "91330106MA27XH0018"


def record(number: int, kind: str = "administrative_penalty", **values: object) -> Disclosed:
    """A penalty with all its particulars, unless told otherwise."""
    marks = values.pop("marks", ())
    content = {
        "kind": kind,
        "authority": "杭州市西湖区市场监督管理局",
        "decision_number": f"杭西市监罚〔2026〕{number}号",
        "title": "虚假宣传案",
        "violation": "对商品的性能作虚假的商业宣传",
        "content": "责令停止违法行为，处罚款2000元",
        "penalty_kinds": ["fine", "warning"],
        "fine": "2000",
        "confiscated": None,
        "decided_on": "2026-03-05",
        "tier": "general",
        "published_until": "2027-03-04",
        "repairable_from": "2026-06-05",
    } | values
    doubtful = {Mark.under_objection, Mark.date_unknown, Mark.shielded} & set(marks)
    return Disclosed(number, kind, content, tuple(marks), not doubtful)


HONOUR = Disclosed(
    50, "honour", {"title": "纳税信用A级纳税人", "authority": "国家税务总局杭州市西湖区税务局",
                   "decided_on": "2026-04-30", "published_until": "2027-04-30"}, (), False,
)  # fmt: skip
MEASURE = Applying(
    1, "CS20261101-AAAAAAAAAA-A", "incentive", "绿色通道", "Fast lane", "优先办理", "区政务服务办",
    ({"doc": "《浙江省公共信用信息管理条例》", "article": "第二十二条"},), None, 50, DAY, None,
)  # fmt: skip


def told(*records: Disclosed, **values: object) -> Told:
    """What may be told of a company in all."""
    given = {
        "registration": Registration(
            "杭州西子贸易有限公司", CODE, "organisation", date(2019, 4, 1),
            {"organisation_type": "有限责任公司", "registered_capital": "500万元", "city": "杭州市",
             "former_names": [{"name": "杭州西子商行"}]},
        ),
        "honours": [HONOUR],
        "measures": [MEASURE],
        "day": DAY,
    }  # fmt: skip
    return Told(records=records, **(given | values))


def content(given: Told, **values: object) -> ReportContent:
    """The report of it."""
    one = given.registration
    defaults = {
        "number": NUMBER,
        "query": "CX20261127-7K3M9PQR2T-W",
        "issued_at": datetime(2026, 11, 27, 9, 30, tzinfo=OFFICE_ZONE),
        "as_of": given.day,
        "issuer": Bilingual("杭州市西湖区信用专窗", "Credit Window of Xihu District, Hangzhou"),
        "subject": ReportSubject(one.name, one.code, one.kind),
        "basis": BASES[Basis.sharing],
        "adverse": str(sum(each.adverse for each in given.records)),
        "sections": compose(given, all_sections()),
        "legend": legend(given),
        "remedies": texts_on("remedy", given.day),
        "notes": (*texts_on("note", given.day), not_collected(all_sections())),
        "verify_url": f"{ADDRESS}{values.get('number', NUMBER)}",
    }
    return ReportContent(**(defaults | values))


def everything() -> Told:
    """A record of every mark and of every section."""
    return told(
        record(1),
        record(2, marks=(Mark.under_repair,)),
        record(3, marks=(Mark.under_objection,)),
        record(4, marks=(Mark.under_repair, Mark.under_objection)),
        record(5, "serious_dishonesty_list", title="严重违法失信名单", tier=None),
        record(6, "abnormal_list", decision_number=None, title="通过登记的住所无法联系"),
        record(7, "conviction", repairable_from=None),
        record(8, "other", repairable_from="2027-05-01"),
    )


def sealed(given: ReportContent) -> Envelope[ReportContent]:
    """Signed with the key of the tests."""
    return seal(REPORT, given, SIGNER)
