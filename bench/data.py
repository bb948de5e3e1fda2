"""What is measured on: an invented district, its applicants and its decisions."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

import credit.rules
from bench.sizes import Sizes
from credit.demo.district import ENTERPRISE_HEADER, PENALTY_HEADER, District, Party
from credit.records.importing.begin import start_import
from credit.records.importing.run import run_import
from credit.rules.service import import_rules
from credit.subjects.identifiers.synthetic import make_resident_id
from service import clock
from service.access.account import Role
from service.accounts.api_tokens import create_token
from service.accounts.service import NewAccount, create_account
from service.audit import SYSTEM, Actor, acting_as
from service.tabular import write_csv, write_xlsx

RULES = Path(credit.rules.__file__).parent / "tables"
STRANGERS_FROM = 5_000_000
"""Applicants from this number on are not in the district, so nothing is on file about them."""
ON_FILE_EVERY = 10
"""One applicant in so many has been decided against at some time."""
APPLICANT_HEADER = ["序号", "姓名", "证件类型", "证件号码", "报名学校"]
PENALTIES_PER_PARTY = 4


@dataclass(frozen=True)
class Clerk:
    """Who asks for the checks."""

    actor: Actor
    token: str


def open_office(app: Flask) -> Clerk:
    """Load the rule tables and open a clerk's account with a token."""
    with app.app_context(), acting_as(SYSTEM):
        for table in sorted(RULES.glob("*.yaml")):
            import_rules(table)
        account = create_account(NewAccount("bench-clerk", Role.clerk, "measuring-is-knowing"))
        _, token = create_token(account, "bench")
        return Clerk(Actor(account.id, account.name, account.role, account.unit), token)


def small_district(sizes: Sizes) -> District:
    """The district single checks and batches run in."""
    return District(
        organisations=sizes.district_organisations,
        people=sizes.district_people,
        day=clock.today(),
    )


def put_on_file(app: Flask, district: District, penalties: int) -> None:
    """Bring the district in through the importer."""
    with app.app_context(), acting_as(SYSTEM):
        _import("enterprises", ENTERPRISE_HEADER, district.enterprise_rows())
        _import("shuanggongshi-penalty", PENALTY_HEADER, district.penalty_rows(penalties))


def _import(feed: str, header: list[str], rows: Iterable[list[str]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    file = io.BytesIO(text.getvalue().encode("utf-8-sig"))
    run_import(start_import(file, f"{feed}.csv", feed, channel="command").id)


def check_bodies(district: District, count: int) -> list[dict[str, object]]:
    """Bodies of POST /checks: a third organisations, a third people with records, a third new."""
    with_records = [party for n, party in enumerate(district.people) if n % 3 == 2]
    bodies = []
    for n in range(count):
        party, purpose = _stranger(n), "residence_registration"
        if n % 3 == 1:
            party, purpose = with_records[n % len(with_records)], "school_admission"
        elif n % 3 == 2:
            party = district.organisations[n % len(district.organisations)]
            purpose = "enterprise_review"
        bodies.append(_body(party, purpose, n))
    return bodies


def _body(party: Party, purpose: str, n: int) -> dict[str, object]:
    return {
        "purpose": purpose,
        "subject": {"name": party.name, "id_type": party.id_type, "id_number": party.number},
        "basis": {"kind": "authorisation", "reference": f"SQ-2026-{n:06d}"},
    }


def _stranger(n: int) -> Party:
    name = "欧阳" + "一二三四五六七八九十"[n % 10]
    return Party(name, make_resident_id(STRANGERS_FROM + n), "resident_id", "natural_person")


def write_applicants(target: Path, district: District, count: int) -> None:
    """A list of applicants, CSV or XLSX by the name of the file."""
    write: Callable[[Path, Sequence[str], Iterable[Sequence[str]]], int] = (
        write_csv if target.suffix == ".csv" else write_xlsx
    )
    write(target, APPLICANT_HEADER, _applicant_rows(district, count))


def _applicant_rows(district: District, count: int) -> Iterator[list[str]]:
    known = [
        party
        for n, party in enumerate(district.people)
        if n % 3 == 2 and party.id_type == "resident_id"
    ]
    for n in range(count):
        at, rest = divmod(n, ON_FILE_EVERY)
        party = known[at] if rest == 0 and at < len(known) else _stranger(n)
        yield [str(n + 1), party.name, "居民身份证", party.number, f"西湖第{n % 40 + 1}小学"]


def write_penalties(target: Path, count: int) -> None:
    """Rows of the 双公示 layout as UTF-8 CSV; several decisions against each party."""
    parties = max(9, count // PENALTIES_PER_PARTY // 2)
    district = District(organisations=parties, people=parties, day=clock.today())
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(PENALTY_HEADER)
        writer.writerows(district.penalty_rows(count))
