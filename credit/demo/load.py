"""Loads the credit part of the demonstration through the use cases that people use."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

import credit.rules
from credit.checks import service as checks
from credit.checks.lookup import index_of
from credit.checks.models import BasisKind, Check
from credit.checks.service import NewCheck
from credit.demo.bringing import bring_in
from credit.demo.district import (
    ENTERPRISE_HEADER,
    LIST_HEADER,
    PENALTY_HEADER,
    District,
    Party,
    small_district,
)
from credit.demo.previews import try_next_rules
from credit.demo.reports import issue_reports
from credit.records.models import Record
from credit.rules.service import import_rules
from credit.rules.vocabulary import Outcome, Purpose
from credit.subjects.identifiers import IdType, parse
from credit.subjects.models import Subject
from service import clock
from service.accounts.demo import actor, create_demo_accounts
from service.accounts.models import Account
from service.audit import SYSTEM, acting_as
from service.database import db, transaction
from service.demo import Scale
from service.identities import identity_of
from service.identities.service import Seen, verify

SMALL_PENALTIES, SMALL_ENTRIES = 120, 12
"""Rows of its files; a year's files go on counting after them."""
CHECKED_PEOPLE = 30
CHECKED_ORGANISATIONS = 12
CONFIRMED_MAX = 3
"""Negative results a reviewer has confirmed already; the others wait, so that a list shows."""
RULES = Path(credit.rules.__file__).parent / "tables"


def load_demo(_scale: Scale) -> Mapping[str, int]:
    """Rules, accounts, records and some checks; loading again adds nothing."""
    district = small_district(clock.today())
    with acting_as(SYSTEM):
        for table in sorted(RULES.glob("*.yaml")):
            import_rules(table)
        bring_in("enterprises", ENTERPRISE_HEADER, district.enterprise_rows())
        penalties = district.penalty_rows(SMALL_PENALTIES)
        bring_in("shuanggongshi-penalty", PENALTY_HEADER, penalties)
        bring_in("serious-list", LIST_HEADER, district.list_rows(SMALL_ENTRIES))
    shown = _enterprise_with_records(district)
    create_demo_accounts(
        current_app.config["SETTINGS"], enterprise_code=shown.number, enterprise_name=shown.name
    )
    if not _count(Check):
        _make_checks(district)
        try_next_rules(actor("admin"))
    _verify_person(district)
    issue_reports(shown.number, actor("enterprise"), actor("department"))
    return {
        "accounts": _count(Account),
        "subjects": _count(Subject),
        "records": _count(Record),
        "checks": _count(Check),
    }


def _verify_person(district: District) -> None:
    """Tie the account `person` to somebody with a check that a reviewer confirmed."""
    account = db.session.scalars(select(Account).where(Account.name == "person")).one()
    if identity_of(account) is not None:
        return
    checked = {
        index_of(parse(IdType(one.id_type), one.number, today=clock.today())): one
        for one in district.people[:CHECKED_PEOPLE]
    }
    confirmed = (
        select(Check)
        .where(Check.id_index.in_(checked))
        .order_by(Check.reviewed_at.is_(None), Check.id)
    )
    shown = db.session.scalars(confirmed.limit(1)).first()
    party = checked[shown.id_index] if shown else district.people[0]
    with acting_as(actor("clerk")):
        verify("person", Seen(party.name, party.id_type, party.number, document_seen=True))
    with transaction():
        account.display_name = party.name


def _count(table: type[Account | Subject | Record | Check]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def _enterprise_with_records(district: District) -> Party:
    """The invented organisation with most records, so that its account has something to see."""
    invented = [party.number for party in district.organisations]
    code = db.session.scalar(
        select(Subject.code)
        .join(Record, Record.subject_id == Subject.id)
        .where(Subject.code.in_(invented))
        .group_by(Subject.code)
        .order_by(func.count().desc(), Subject.code)
        .limit(1)
    )
    return next(party for party in district.organisations if party.number == code)


def _make_checks(district: District) -> None:
    clerk, reviewer = actor("clerk"), actor("reviewer")
    with acting_as(clerk):
        _check_all(
            district.people[:CHECKED_PEOPLE],
            lambda n: Purpose.SCHOOL_ADMISSION if n % 2 else Purpose.RESIDENCE_REGISTRATION,
        )
        _check_all(
            district.organisations[:CHECKED_ORGANISATIONS], lambda _: Purpose.ENTERPRISE_REVIEW
        )
    negative = select(Check.number).where(Check.outcome == Outcome.NEGATIVE).order_by(Check.id)
    with acting_as(reviewer):
        for number in db.session.scalars(negative.limit(CONFIRMED_MAX)).all():
            checks.confirm(number, "已与认定文书核对。")


def _check_all(parties: Iterable[Party], purpose_of: Callable[[int], Purpose]) -> None:
    for n, party in enumerate(parties):
        checks.create_check(
            NewCheck(
                purpose=purpose_of(n),
                name=party.name,
                id_type=IdType(party.id_type),
                id_number=party.number,
                basis_kind=BasisKind.authorisation,
                basis_reference=f"SQ-{clock.today():%Y}-{n + 1:04d}",
            ),
            channel="page",
        )
