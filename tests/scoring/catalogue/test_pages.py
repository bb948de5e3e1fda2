"""Residents read the catalogue; managers change it in a draft, item by item or by a file."""

import io
from datetime import timedelta

import pytest

from scoring.catalogue.drafting import begin, draft_of
from scoring.catalogue.files import DEMONSTRATION, read_file
from scoring.catalogue.models import CatalogueDraft
from scoring.catalogue.service import adopt, versions
from scoring.catalogue.writing import as_yaml
from scoring.communities.models import Community
from service import clock
from service.audit.models import AuditEntry
from service.database import db
from tests.factories.points import SMALL_CATALOGUE, a_community
from tests.scoring.catalogue.from_csv.test_convert import SAMPLE

CODE = "TEST-SCOPE"
BASE = f"/points/{CODE}/catalogue"
ITEM = {
    "name": "义务理发", "name_en": "Free haircuts", "code": "haircut", "dimension": "shan",
    "points": "+1/+3/+5",
    "unit": "times", "evidence": "words", "expires": "year_end", "entered_by": ["manager", "api"],
    "caps.month": "15", "two_person": "true", "description": "为老人理发", "basis": "决议第2条",
}  # fmt: skip


@pytest.fixture
def community(app):
    made = a_community(CODE, catalogue=False)
    db.session.commit()
    return made


@pytest.fixture
def manager(signed_in):
    return signed_in("community")


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def edition() -> int:
    db.session.rollback()
    draft = draft_of(CODE)
    assert draft is not None
    return draft.edition


def codes() -> list[str]:
    db.session.rollback()
    draft = db.session.get(CatalogueDraft, CODE, populate_existing=True)
    return [one["code"] for one in draft.content["items"]]


def test_strangers_read_what_earns_points(community, client):
    assert "还没有积分目录" in text_of(client.get(BASE))
    adopt(CODE, read_file(DEMONSTRATION))
    shown = text_of(client.get(BASE))
    for words in (
        "演示用的目录",
        "志愿服务",
        "每小时 +5分",
        "每月最多40分",
        "★★★★★",
        "每年最多2次",
    ):
        assert words in shown
    assert "修改目录" not in shown


def test_strangers_read_it_in_english(community, client):
    adopt(CODE, read_file(DEMONSTRATION))
    english = text_of(client.get(f"{BASE}?lang=en"))
    for words in ("Volunteering", "+5 per hour", "at most 40 points a month", "demonstration"):
        assert words in english


def test_strangers_read_what_changes_and_what_was(community, client):
    adopt(CODE, SMALL_CATALOGUE)
    items = [SMALL_CATALOGUE["items"][0] | {"points": 6}, SMALL_CATALOGUE["items"][1]]
    start = (clock.today() + timedelta(days=7)).isoformat()
    adopt(CODE, SMALL_CATALOGUE | {"items": items, "valid_from": start})
    shown = text_of(client.get(BASE))
    for words in ("有这些变化", "每小时 +6分", "公共区域清洁", "停用", "第2版"):
        assert words in shown
    assert "现在还没有生效" in text_of(client.get(f"{BASE}/versions/2"))
    assert "您看到的是第1版" in text_of(client.get(f"{BASE}/versions/1"))
    file = client.get(f"{BASE}/versions/1.yaml")
    assert "volunteer" in text_of(file)
    assert client.get(f"{BASE}/versions/3").status_code == 404


def test_a_manager_of_another_community_reads_but_does_not_edit(community, signed_in):
    other = signed_in("community", community_code="OTHER")
    assert other.get(BASE).status_code == 200
    assert "修改目录" not in text_of(other.get(BASE))
    assert other.get(f"{BASE}/draft").status_code == 403
    assert other.post(f"{BASE}/draft").status_code == 403


def test_a_manager_changes_the_catalogue_item_by_item(community, manager):
    adopt(CODE, SMALL_CATALOGUE)
    assert "开始修改" in text_of(manager.get(f"{BASE}/draft"))
    assert manager.post(f"{BASE}/draft").status_code == 303
    assert "各项的内容不变" in text_of(manager.get(f"{BASE}/draft"))
    assert "维度" in text_of(manager.get(f"{BASE}/draft/items/new"))
    assert manager.post(f"{BASE}/draft/items/new", data=ITEM | {"edition": 1}).status_code == 303
    assert codes() == ["volunteer", "returned", "cleaning", "haircut"]
    form = text_of(manager.get(f"{BASE}/draft/items/haircut"))
    assert 'value="+1 / +3 / +5"' in form
    assert 'value="15"' in form
    altered = ITEM | {"edition": 2, "points": "2至9", "code": "hair"}
    assert manager.post(f"{BASE}/draft/items/haircut", data=altered).status_code == 303
    assert manager.post(f"{BASE}/draft/items/cleaning/end", data={"edition": 3}).status_code == 303
    assert codes() == ["volunteer", "returned", "hair"]
    overview = text_of(manager.get(f"{BASE}/draft"))
    assert "每次 +2至+9分" in overview
    assert "停用" in overview
    adopted = manager.post(f"{BASE}/draft/adopt", data={"edition": 4})
    assert adopted.status_code == 303
    assert [row.version for row in versions(CODE)] == [2, 1]
    assert versions(CODE)[0].valid_from == clock.today() + timedelta(days=7)
    assert draft_of(CODE) is None
    said = [
        entry.details.get("change")
        for entry in db.session.query(AuditEntry)
        .filter_by(action="catalogue.draft")
        .order_by(AuditEntry.id)
    ]
    assert said == ["begun", "item_put", "item_put", "item_ended"]


def test_a_first_catalogue_begins_with_the_items_of_the_demonstration(community, manager):
    manager.post(f"{BASE}/draft")
    assert len(codes()) == 15
    assert "第一份目录" in text_of(manager.get(f"{BASE}/draft"))
    assert manager.post(f"{BASE}/draft/adopt", data={"edition": 1}).status_code == 303
    assert not versions(CODE)[0].demonstration


FAULTY = [
    ({"name": ""}, "缺少“name”"),
    ({"name": "党员做好事"}, "政治面貌"),
    ({"code": "volunteer"}, "已经用了"),
    ({"dimension": ""}, "请选择维度"),
    ({"points": "视情节"}, "不是分值"),
    ({"points": ""}, "没有写分值"),
    ({"points": "-5"}, "没有启用减分"),
    ({"caps.month": "2"}, "上限小于"),
    ({"tiers": "ten: two"}, "不是一档"),
    ({"expires": "months", "expires_months": "0"}, "应在1到120之间"),
    ({"unit": "own"}, "缺少“name”"),
    ({"entered_by": ["check_in"]}, "签到不能选择分值"),
    ({"evidence": "oath"}, ""),
]


def test_faults_stand_at_the_fields(community, manager):
    adopt(CODE, SMALL_CATALOGUE)
    manager.post(f"{BASE}/draft")
    for typed, words in FAULTY:
        answer = manager.post(f"{BASE}/draft/items/new", data=ITEM | {"edition": 1} | typed)
        assert answer.status_code == 422
        assert words in text_of(answer)
        assert "field-error" in text_of(answer), typed
    assert edition() == 1


def test_two_who_begin_at_once_begin_one_draft(community, at_once):
    adopt(CODE, SMALL_CATALOGUE)
    done = at_once([lambda: begin(db.session.get_one(Community, CODE)).edition] * 2)
    assert sorted(done) == [1, 2]
    assert codes() == ["volunteer", "returned", "cleaning"]


def test_of_two_who_edit_at_once_the_second_is_told(community, manager):
    adopt(CODE, SMALL_CATALOGUE)
    manager.post(f"{BASE}/draft")
    assert manager.post(f"{BASE}/draft/items/returned/end", data={"edition": 1}).status_code == 303
    late = manager.post(f"{BASE}/draft/items/cleaning/end", data={"edition": 1})
    assert late.status_code == 409
    assert "刚改过这份草稿" in text_of(late)
    assert manager.post(f"{BASE}/draft/items/none/end", data={"edition": 2}).status_code == 404
    assert manager.get(f"{BASE}/draft/items/none").status_code == 404
    none = manager.post(f"{BASE}/draft/items/none", data=ITEM | {"edition": 2})
    assert none.status_code == 404
    assert manager.post(f"{BASE}/draft/adopt").status_code == 404


def test_an_item_with_tiers_and_a_unit_of_its_own(community, manager):
    adopt(CODE, SMALL_CATALOGUE)
    manager.post(f"{BASE}/draft")
    typed = ITEM | {
        "edition": 1, "points": "", "unit": "own", "unit_name": "公里", "unit_name_en": "km",
        "unit_divisible": "true", "tiers": "10: +2\n满20公里 加5分\n", "tiers_count": "level",
        "caps.month": "", "caps_quantity.day": "9", "expires": "months", "expires_months": "6",
        "quantity_max": "12.5", "per": "2",
    }  # fmt: skip
    assert manager.post(f"{BASE}/draft/items/new", data=typed).status_code == 303
    db.session.rollback()
    raw = db.session.get(CatalogueDraft, CODE, populate_existing=True).content["items"][-1]
    assert raw["tiers"] == [{"at": 10, "points": 2}, {"at": 20, "points": 5}]
    assert raw["unit"] == {"name": "公里", "name_en": "km", "divisible": True}
    assert (raw["expires"], raw["per"], raw["quantity_max"]) == ({"months": 6}, 2, "12.5")
    form = text_of(manager.get(f"{BASE}/draft/items/haircut"))
    for words in ("10: +2", "公里", "12.5"):
        assert words in form


def test_names_days_and_dimensions_are_edited_too(community, manager):
    adopt(CODE, SMALL_CATALOGUE)
    manager.post(f"{BASE}/draft")
    assert "shan | 善 | Goodness" in text_of(manager.get(f"{BASE}/draft/head"))
    head = {
        "edition": "1", "code": "NEW", "name": "新目录", "valid_from": "2027-01-01",
        "source": "决议", "evidence": "O", "stars": "2: 60\n1：20",
        "dimensions": "shan | 善\nzhen | 真 | Truth\nmei | 美",
    }  # fmt: skip
    for typed, words in [
        ({"valid_from": "soon"}, "不是有效日期"),
        ({"dimensions": "shan"}, "不是一个维度"),
        ({"dimensions": "shan | 善"}, "还有项目属于维度“mei、zhen”"),
        ({"stars": "many"}, "不是一个星级"),
        ({"stars": "1: 60\n2: 20"}, "星级越高"),
        ({"edition": "7"}, "刚改过"),
        ({"edition": ""}, ""),
    ]:
        answer = manager.post(f"{BASE}/draft/head", data=head | typed)
        assert answer.status_code in {409, 422}
        assert words in text_of(answer)
    assert manager.post(f"{BASE}/draft/head", data=head).status_code == 303
    db.session.rollback()
    content = db.session.get(CatalogueDraft, CODE, populate_existing=True).content
    assert (content["name"], len(content["stars"]), len(content["dimensions"])) == ("新目录", 2, 3)
    assert "2027" in text_of(manager.get(f"{BASE}/draft"))


def test_a_change_too_soon_is_refused_on_the_page(community, manager):
    adopt(CODE, SMALL_CATALOGUE)
    raw = SMALL_CATALOGUE | {"valid_from": clock.today().isoformat(), "note": "x"}
    file = (io.BytesIO(as_yaml(raw).encode()), "own.yaml")
    assert manager.post(f"{BASE}/draft/upload", data={"file": file}).status_code == 303
    answer = manager.post(f"{BASE}/draft/adopt", data={"edition": 1})
    assert answer.status_code == 422
    assert "至少提前7天公示" in text_of(answer)
    assert manager.post(f"{BASE}/draft/discard").status_code == 303
    assert manager.post(f"{BASE}/draft/discard").status_code == 303
    assert draft_of(CODE) is None
    assert manager.get(f"{BASE}/draft/head").status_code == 404


def test_a_faulty_file_is_not_opened_and_every_fault_is_told(community, manager):
    assert "YAML" in text_of(manager.get(f"{BASE}/draft/upload"))
    raw = SMALL_CATALOGUE | {"items": [{"code": "x"}], "colour": "red"}
    file = (io.BytesIO(as_yaml(raw).encode()), "own.yaml")
    answer = manager.post(f"{BASE}/draft/upload", data={"file": file})
    assert answer.status_code == 422
    for words in ("items[1].name", "colour", "没有采用"):
        assert words in text_of(answer)
    assert draft_of(CODE) is None
    assert manager.post(f"{BASE}/draft/upload").status_code == 422


def test_a_table_of_rules_becomes_a_draft_with_an_account_of_its_rows(community, manager):
    address = f"{BASE}/draft/from-table"
    assert "评价标准" in text_of(manager.get(address))
    shown = manager.post(address, data={"file": (SAMPLE.open("rb"), "rules.csv")})
    for words in ("22 项；还没有作为草稿打开", "减分", "不能读取", "合计 130 行"):
        assert words in text_of(shown)
    assert draft_of(CODE) is None
    kept = manager.post(address, data={"file": (SAMPLE.open("rb"), "rules.csv"), "keep": "true"})
    assert "已作为草稿打开" in text_of(kept)
    assert len(codes()) == 22
    assert manager.post(address).status_code == 422
    junk = manager.post(address, data={"file": (io.BytesIO(b"\x89PNG"), "rules.csv")})
    assert junk.status_code == 422
    none = manager.post(
        address, data={"file": (io.BytesIO("评价标准,信用赋分\n堆物,-5\n".encode()), "r.csv")}
    )
    assert "没有可采用的行" in text_of(none)
