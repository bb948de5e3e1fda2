"""Measures and honours of the demonstration, through the use cases that people use."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func, select

from credit.demo.bringing import bring_in
from credit.demo.district import MARKET, TAX, District, small_district
from credit.measures import deciding, register
from credit.measures.drafts import Basis, NewMeasure
from credit.measures.jobs import look
from credit.measures.models import Measure, MeasureApplication
from credit.measures.target import Target
from credit.measures.vocabulary import ApplicationState, BasisLevel, MeasureKind
from credit.records.models import Record
from credit.subjects.models import Subject
from service import clock
from service.accounts.demo import SCHOOLS, actor
from service.accounts.models import Account
from service.audit import SYSTEM, Actor, acting_as
from service.database import db
from service.demo import Scale

HONOURS = 14
HONOUR_HEADER = [
    "荣誉名称", "主体名称", "主体类别", "统一社会信用代码", "证件类型", "证件号码", "认定文号", "认定日期",
    "有效期至", "认定机关", "认定机关统一社会信用代码", "认定依据",
]  # fmt: skip
TITLES = (
    ("纳税信用A级", TAX, "《纳税缴费信用管理办法》"),
    ("守合同重信用企业", MARKET, "《守合同重信用企业公示办法》"),
    ("放心消费示范单位", MARKET, "《浙江省放心消费建设办法》"),
)
ORGANISATIONS = frozenset({"organisation", "individual_business"})
HONOURED = Target(
    subject_kinds=ORGANISATIONS,
    kinds=frozenset({"honour"}),
    without=frozenset({"serious_dishonesty_list", "defaulter_list"}),
)
LISTED = Target(subject_kinds=ORGANISATIONS, kinds=frozenset({"serious_dishonesty_list"}))
PUNISHED = Target(
    subject_kinds=ORGANISATIONS,
    kinds=frozenset({"administrative_penalty"}),
    tiers=frozenset({"general", "serious"}),
    authorities=frozenset({MARKET[0]}),
)
ART_23 = Basis(BasisLevel.regulation, "《浙江省公共信用信息管理条例》", "第二十三条")
FUNDS = Basis(BasisLevel.central_policy, "国办发〔2020〕49号", "第（七）项")
PACE = Basis(BasisLevel.regulation, "《浙江省综合行政执法条例》", "第二十一条")
MARKET_OFFICER = Actor(0, "汪丽萍", "department", MARKET[0])
PUBLISHED = "https://xihu.example/measures"
"""Where the demonstration says its constraints are published; nobody owns that address."""
CONFIRMED, REPORTED, LIFTED, DECLINED = 5, 3, 4, 6
"""Of a measure's proposals: the first five confirmed, three of them reported on, the fifth
lifted by hand, the sixth declined; the others wait, so that a list shows."""


def measures(day: date) -> Iterator[NewMeasure]:
    """The measures of the demonstration; the last one lacks what a constraint needs."""
    good, bad = _templates(date(day.year - 1, 1, 1))
    yield replace(good, catalogue_item="green_channel", name="绿色通道", name_en="Green channel",
                  content="办学许可、项目申报优先受理、当日办结")  # fmt: skip
    yield replace(good, catalogue_item="tolerant_acceptance", name="容缺受理",
                  name_en="Acceptance with papers to follow",
                  content="次要材料欠缺的先行受理，十日内补齐")  # fmt: skip
    yield replace(good, catalogue_item="fewer_inspections", name="降低抽查频次",
                  name_en="Fewer inspections", content="“双随机”抽查比例降低一半",
                  department=MARKET[0], legal_basis=(PACE,))  # fmt: skip
    yield replace(bad, catalogue_item="key_inspection", name="列为校园供应重点检查对象",
                  name_en="Key inspection of school suppliers",
                  content="在校园食品、用品采购领域提高检查频次", target=PUNISHED, term_months=12)  # fmt: skip
    yield replace(bad, catalogue_item="conveniences", name="取消容缺受理等便利",
                  name_en="No conveniences in licensing", department=MARKET[0],
                  content="在市场监管许可中不适用容缺受理、告知承诺")  # fmt: skip
    yield replace(bad, catalogue_item="public_funds", name="限制申请民办教育专项资金",
                  name_en="No private-education subsidies",
                  content="不予受理民办教育专项资金申请", legal_basis=(FUNDS,))  # fmt: skip
    yield replace(bad, catalogue_item="honours", name="限制参加示范单位评选",
                  name_en="No model awards", content="不得参加当年示范单位评选",
                  legal_basis=(), published_url=None)  # fmt: skip


def _templates(since: date) -> tuple[NewMeasure, NewMeasure]:
    """What the incentives and the constraints have in common."""
    good = NewMeasure(
        kind=MeasureKind.incentive,
        name="",
        content="",
        target=HONOURED,
        department=SCHOOLS,
        valid_from=since,
        demonstration=True,
    )
    bad = replace(
        good,
        kind=MeasureKind.constraint,
        target=LISTED,
        legal_basis=(ART_23,),
        published_url=PUBLISHED,
    )
    return good, bad


def load_measures_demo(_scale: Scale) -> Mapping[str, int]:
    """Honours, a register of measures and some decisions; loading again adds nothing."""
    day = clock.today()
    district = small_district(day)
    with acting_as(SYSTEM):
        bring_in("honours", HONOUR_HEADER, honour_rows(district, day))
    if not _count(Measure):
        _register(day)
        with acting_as(SYSTEM):
            look()
        _decide()
    return {
        "measures": _count(Measure),
        "records": _count(Record),
        "subjects": _count(Subject),
    }


def honour_rows(district: District, day: date) -> Iterator[list[str]]:
    """Rows of the `honours` feed; the enterprise of the demonstration has one as well."""
    account = db.session.scalars(select(Account).where(Account.name == "enterprise")).one()
    named = [(one.name, one.number) for one in district.organisations[5 : HONOURS * 3 : 3]]
    if account.subject_code is not None:
        named.append((account.unit, account.subject_code))
    for n, (name, code) in enumerate(dict.fromkeys(named)):
        title, (authority, authority_code), basis = TITLES[n % len(TITLES)]
        awarded = day - timedelta(days=30 + n * 40)
        until = date(awarded.year + 2, 12, 31)
        yield [title, name, "法人及非法人组织", code, "", "", f"杭西信评〔{awarded.year}〕{n + 1}号",
               awarded.isoformat(), until.isoformat(), authority, authority_code, basis]  # fmt: skip
    for n, person in enumerate(one for one in district.people if one.id_type == "resident_id"):
        if n % 40 == 0:
            yield ["最美志愿者", person.name, "自然人", "", "身份证", person.number,
                   f"杭西文明〔{day.year - 1}〕{n + 1}号", f"{day.year - 1}-12-05", f"{day.year + 1}-12-31",
                   "杭州市西湖区精神文明建设指导中心", "", "《浙江省志愿服务条例》"]  # fmt: skip


def _register(day: date) -> None:
    with acting_as(actor("reviewer")):
        *active, draft = measures(day)
        for new in active:
            register.activate(register.draw_up(new).number)
        register.draw_up(draft)


def _decide() -> None:
    officer = {SCHOOLS: actor("department"), MARKET[0]: MARKET_OFFICER}
    for measure in db.session.scalars(select(Measure).order_by(Measure.id)).all():
        waiting = db.session.scalars(
            select(MeasureApplication.id)
            .where(
                MeasureApplication.measure_id == measure.id,
                MeasureApplication.state == ApplicationState.proposed,
            )
            .order_by(MeasureApplication.id)
            .limit(DECLINED)
        ).all()
        with acting_as(officer[measure.department]):
            for n, one in enumerate(waiting, start=1):
                _decide_one(n, one)


def _decide_one(n: int, application_id: int) -> None:
    if n == DECLINED:
        deciding.decline(application_id, "与本单位管理事项无关联，不予实施。")
        return
    deciding.confirm(application_id)
    if n <= REPORTED:
        deciding.report_back(application_id, "已告知当事人并录入业务系统，按要求实施。")
    if n == CONFIRMED:
        deciding.lift_by_hand(application_id, "当事人已停止相关业务，无须继续实施。")


def _count(table: type[Measure | Record | Subject]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0
