"""Imports over the API and on pages."""

import io

from scoring.ledger.importing.books import current
from scoring.ledger.importing.run import run_import
from scoring.ledger.models import EntryImport
from service import clock
from service.database import db
from service.outbox.models import OutboxJob
from tests.scoring.ledger.conftest import CODE
from tests.scoring.ledger.importing.conftest import Importer, csv_of


def today() -> str:
    """Asked for when it is needed, for a run may go on past midnight."""
    return clock.today().isoformat()


API = f"/communities/{CODE}/entry-imports"
PAGES = f"/points/{CODE}/entries/imports"


def sheet(importer: Importer) -> io.BytesIO:
    good = (importer.number, "cleaning", 1, today(), "", "", "")
    return io.BytesIO(csv_of([good, ("查无此人", *good[1:])]))


def test_a_sheet_by_the_api(importer: Importer, api):
    manager = api("community")
    begun = manager.post(API, data={"file": (sheet(importer), "积分.csv")})
    assert (begun.status_code, begun.json["state"]) == (202, "queued")
    assert db.session.query(OutboxJob).filter_by(name="points.import_entries").count() == 1
    path = begun.json["links"]["self"].removeprefix("/api/v1")
    assert manager.get(f"{path}/refused.csv").status_code == 409
    run_import(begun.json["id"])
    done = manager.get(path).json
    assert done["counts"] == {"rows": 2, "accepted": 1, "waiting": 0, "unchanged": 0, "refused": 1}
    refused = manager.get(f"{path}/refused.csv")
    assert "查无此人" in refused.text
    assert refused.headers["Cache-Control"] == "private, no-store"
    refused.close()


def test_a_wrong_header_is_refused_at_once_by_the_column(importer: Importer, api):
    file = io.BytesIO("公开名,项目\n甲,乙\n".encode())
    answer = api("community").post(API, data={"file": (file, "x.csv")})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == ["quantity", "done_on"]
    assert db.session.query(EntryImport).count() == 0


def test_a_sheet_on_the_page(importer: Importer, signed_in):
    manager = signed_in("community")
    wrong = manager.post(PAGES, data={"file": (io.BytesIO(b"a,b\n1,2\n"), "x.csv")})
    assert (wrong.status_code, "表头缺少" in wrong.text) == (422, True)
    assert "请在表头补上" in wrong.text
    assert manager.post(PAGES, data={}).status_code == 422
    begun = manager.post(PAGES, data={"file": (sheet(importer), "积分.csv")})
    address = begun.headers["Location"]
    assert manager.get(f"{address}/status").json["state"] == "queued"
    assert "导入进度" in manager.get(address).text
    run_import(address.rpartition("/")[2])
    page = manager.get(address).text
    assert "本社区没有这位成员" in page
    assert "合计 2 行" in page
    refused = manager.get(f"{address}/refused.csv")
    assert "查无此人" in refused.text
    refused.close()
    assert "积分.csv" in manager.get(PAGES).text


def test_refused_rows_are_paged_and_no_page_is_empty(importer: Importer, signed_in, monkeypatch):
    monkeypatch.setattr("scoring.ledger.importing.pages.ISSUE_ROWS_SHOWN", 2)
    manager = signed_in("community")
    for rows, pages in ((2, 1), (3, 2)):
        bad = [("查无此人", "cleaning", rows, today(), "", "", "")] * rows
        address = f"{PAGES}/{importer.bring_in(bad).id}"
        first = manager.get(address).text
        assert ('rel="next"' in first) is (pages == 2)
    assert manager.get(f"{address}?after=3").text.count("本社区没有这位成员") == 1


def test_the_templates_are_read_back_by_the_import(importer: Importer, signed_in):
    manager = signed_in("community")
    for kind in ("csv", "xlsx"):
        empty = manager.get(f"{PAGES}/template.{kind}").data
        begun = manager.post(PAGES, data={"file": (io.BytesIO(empty), f"x.{kind}")})
        assert begun.status_code == 303
        import_id = begun.headers["Location"].rpartition("/")[2]
        run_import(import_id)
        assert (current(import_id).state, current(import_id).total) == ("done", 0)


def test_another_community_sees_nothing_of_it(importer: Importer, api, signed_in):
    import_id = importer.take([])
    assert api("community", community_code="ELSEWHERE").get(f"{API}/{import_id}").status_code == 403
    other = signed_in("community", community_code="ELSEWHERE")
    assert other.get(f"{PAGES}/{import_id}").status_code == 403
    assert signed_in("resident").get(PAGES).status_code == 403
