"""Subjects and records for tests, written as rows; what is tested moves them by use cases."""

from datetime import date, timedelta
from typing import Any

import factory

from credit.records.models import Record
from credit.subjects.models import Subject
from service import clock
from service.database import db
from service.private import blind_index
from tests.factories.identifiers import make_uscc

UNIT = "杭州市西湖区应急管理局"


class Rows(factory.alchemy.SQLAlchemyModelFactory):
    """A base whose rows are flushed and expired, so that no test sees a stale one."""

    class Meta:
        abstract = True
        sqlalchemy_session_factory = db.session
        sqlalchemy_session_persistence = "flush"


OWN_CODES_FROM = 500_000
"""Tests write low numbers of their own choice beside the rows made here."""


class SubjectRow(Rows):
    """An organisation on file."""

    class Meta:
        model = Subject

    kind = "organisation"
    code = factory.Sequence(lambda n: make_uscc(OWN_CODES_FROM + n))
    name = factory.Sequence(lambda n: f"杭州办件{n}有限公司")
    name_key = factory.SelfAttribute("name")
    id_type = "uscc"
    id_index = factory.LazyAttribute(lambda row: blind_index("uscc", row.code))
    id_sealed = factory.SelfAttribute("code")
    id_mask = factory.LazyAttribute(lambda row: f"{row.code[:3]}***{row.code[-4:]}")
    flags: Any = factory.LazyFunction(list)
    profile: Any = factory.LazyFunction(dict)
    created_at = factory.LazyFunction(clock.now)
    updated_at = factory.LazyFunction(clock.now)


class RecordRow(Rows):
    """A penalty that has been repairable for a while: general tier, decided long enough ago."""

    class Meta:
        model = Record

    feed = "shuanggongshi-penalty"
    natural_key = factory.Sequence(lambda n: n.to_bytes(8, "big"))
    content_hash = factory.Sequence(lambda n: n.to_bytes(8, "big"))
    kind = "administrative_penalty"
    status = "active"
    authority = UNIT
    decision_number = factory.Sequence(lambda n: f"杭西应急罚决字〔2026〕{n:05d}号")
    violation = "未按规定进行安全生产教育培训"
    penalty_kinds: Any = factory.LazyFunction(lambda: ["fine"])
    fine = 25000
    decided_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=200))
    tier = "general"
    tier_reason = "O36-general"
    regime = "NDRC36"
    published_until_min: date = factory.LazyFunction(lambda: clock.today() - timedelta(days=110))
    published_until_max: date = factory.LazyFunction(lambda: clock.today() + timedelta(days=165))
    repairable_from: date = factory.LazyFunction(lambda: clock.today() - timedelta(days=109))
    attributes: Any = factory.LazyFunction(dict)
    flags: Any = factory.LazyFunction(list)
    created_at = factory.LazyFunction(clock.now)
    updated_at = factory.LazyFunction(clock.now)


def a_record(**values: Any) -> Record:
    """A repairable penalty of a new organisation."""
    subject = values.pop("subject", None) or SubjectRow()
    record: Record = RecordRow(subject_id=subject.id, **values)
    return record
