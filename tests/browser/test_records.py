"""Imports and records in a real browser, as the clerk and the enterprise see them."""

from io import BytesIO

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from credit.records.importing.begin import start_import
from credit.records.importing.run import run_import
from credit.records.models import Record
from service.database import db
from tests.browser.conftest import WAYS
from tests.factories.records import PenaltyRow, csv_of

pytestmark = pytest.mark.browser
ROW = PenaltyRow()
FAULTY = [PenaltyRow(CF_WSH=""), PenaltyRow(CF_SY="")]


def bring_in(rows: list[PenaltyRow]) -> str:
    row = start_import(BytesIO(csv_of(rows)), "双公示.csv", "shuanggongshi-penalty")
    run_import(row.id)
    return str(row.id)


@WAYS
def test_the_clerk_sees_imports_and_records(tour, size, language):
    import_id = bring_in([ROW, *FAULTY])
    record_id = db.session.scalars(select(Record.id).filter_by(decision_number=ROW["CF_WSH"])).one()
    page = tour(
        "clerk",
        [
            "/record-imports",
            "/record-imports/new",
            f"/record-imports/{import_id}",
            "/records",
            "/records?code=1",
            f"/records?code={ROW['CF_XDR_SHXYM']}",
            f"/records/{record_id}",
        ],
        size,
        language,
    )
    expect(page.locator("h1")).to_contain_text(ROW["CF_WSH"])


@WAYS
def test_the_enterprise_sees_its_own_records(tour, size, language):
    bring_in([ROW])
    code = ROW["CF_XDR_SHXYM"]
    page = tour("enterprise", ["/my/records"], size, language, subject_code=code)
    page.get_by_role("link", name=ROW["CF_WSH"], exact=True).click()
    expect(page.locator("h1")).to_contain_text(ROW["CF_WSH"])
