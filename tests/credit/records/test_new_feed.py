"""A new feed is one file: everything else about it follows from its description."""

import io
import shutil
from uuid import UUID

import pytest

from credit.records.feeds import feed_label, feed_names, load_feed, loader
from credit.records.importing.run import current, run_import
from service.messages import named

BUREAU = """
name: bureau-penalty
title: 某局行政处罚清单
title_en: Penalties of some bureau
target: penalty
source: 某局网站“行政处罚”栏目
columns:
  - {field: subject_name, headers: [单位名称], parser: line, presence: required}
  - {field: kinds, headers: [处罚种类], parser: kinds, presence: required}
  - {field: fine_yuan, headers: [罚款(元)], parser: amount}
  - {field: decided_on, headers: [决定日期], parser: date, presence: required}
  - {field: decision_number, headers: [文号], parser: decision_number, presence: required}
fixed: {authority: 某局}
natural_key: [decision_number, subject_name]
"""
ROWS = """单位名称,处罚种类,罚款(元),决定日期,文号
杭州某某食品有限公司,罚款,5000,2026-03-02,某局罚〔2026〕1号
杭州某某物流有限公司,警告,,2026-03-03,
"""


@pytest.fixture
def with_bureau(tmp_path, monkeypatch):
    """The feeds shipped and one more."""
    for path in loader.FEEDS.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    (tmp_path / "bureau-penalty.yaml").write_text(BUREAU, encoding="utf-8")
    monkeypatch.setattr(loader, "FEEDS", tmp_path)
    yield
    load_feed.cache_clear()


def test_a_description_is_all_a_new_feed_needs(with_bureau, signed_in):
    assert "bureau-penalty" in feed_names()
    clerk = signed_in("clerk")
    form = clerk.get("/record-imports/new").get_data(as_text=True)
    assert "某局行政处罚清单" in form
    template = clerk.get("/record-imports/templates/bureau-penalty.csv").get_data(as_text=True)
    assert template.lstrip("\ufeff").strip() == ROWS.splitlines()[0]

    sent = {"feed": "bureau-penalty", "file": (io.BytesIO(ROWS.encode()), "处罚.csv")}
    address = clerk.post("/record-imports/new", data=sent).location
    import_id = UUID(address.rpartition("/")[2])
    run_import(import_id)
    row = current(import_id)
    assert (row.done, row.flagged, row.refused) == (2, 1, 1)
    for page in (address, "/record-imports", "/record-imports/new"):
        assert "某局行政处罚清单" in clerk.get(page).get_data(as_text=True), page
    assert feed_label("bureau-penalty") == named("某局行政处罚清单", "Penalties of some bureau")


def test_a_feed_that_is_gone_is_called_by_its_code():
    assert feed_label("bureau-penalty") == named("bureau-penalty", "")
