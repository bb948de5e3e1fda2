"""Measures in force and ways to put what they rest on on file."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from credit.measures import deciding, register
from credit.measures.drafts import Basis, NewMeasure
from credit.measures.models import Measure, MeasureApplication
from credit.measures.target import Target
from credit.measures.vocabulary import BasisLevel, MeasureKind
from credit.records.models import Record
from credit.subjects.identifiers import IdType
from service import clock
from service.audit import Actor, acting_as
from service.database import db
from tests.credit.checks.conftest import put_record, put_subject
from tests.factories.identifiers import make_uscc

UNIT = "西湖区市场监督管理局"
REVIEWER = Actor(3, "陈审", "reviewer", "西湖区信用办")
OFFICER = Actor(7, "李科", "department", UNIT)
CONSTRAINT = NewMeasure(
    kind=MeasureKind.constraint,
    name="列为重点检查对象",
    content="在相关领域提高抽查比例",
    legal_basis=(Basis(BasisLevel.regulation, "《浙江省公共信用信息管理条例》", "第二十三条"),),
    published_url="https://www.hzxh.gov.cn/measures/1",
    catalogue_item="key_inspection",
    target=Target(
        subject_kinds=frozenset({"organisation"}),
        kinds=frozenset({"administrative_penalty", "serious_dishonesty_list"}),
    ),
    department=UNIT,
    term_months=6,
    valid_from=date(2026, 1, 1),
)
INCENTIVE = replace(
    CONSTRAINT,
    kind=MeasureKind.incentive,
    name="绿色通道",
    content="优先办理",
    legal_basis=(),
    published_url=None,
    catalogue_item="green_channel",
    target=Target(
        subject_kinds=frozenset({"organisation"}),
        kinds=frozenset({"honour"}),
        without=frozenset({"serious_dishonesty_list"}),
    ),
    term_months=None,
)


def in_force(new: NewMeasure) -> Measure:
    with acting_as(REVIEWER):
        return register.activate(register.draw_up(new).number)


def honour(subject, **values: object) -> Record:
    today = clock.today()
    given = {
        "kind": "honour",
        "title": "A级纳税人",
        "tier": None,
        "penalty_kinds": [],
        "final_on": None,
        "published_until_max": None,
        "repairable_from": None,
        "retain_until": None,
        "valid_until": today + timedelta(days=365),
    }
    return put_record(subject, **(given | values))


def confirmed_by_officer(application_id: int) -> None:
    with acting_as(OFFICER):
        deciding.confirm(application_id)


def applications() -> list[MeasureApplication]:
    db.session.expire_all()
    return db.session.query(MeasureApplication).order_by(MeasureApplication.id).all()


def states() -> list[tuple[str, str | None]]:
    """State and why it was lifted, in order."""
    return [(one.state, one.lifted_why) for one in applications()]


@pytest.fixture
def company(app):
    return put_subject("杭州甲有限公司", make_uscc(1), IdType.USCC)
