"""The pages of rule tables: readable, versioned, and imported whole or not at all."""

import io
from datetime import date
from decimal import Decimal

import pytest

from credit.rules.condition import AmountRange
from credit.rules.service import import_rules, table_for
from credit.rules.table import Effect
from credit.rules.vocabulary import CountsFrom
from credit.rules.window import Term, Window
from credit.rules.wording import amount_range, effect, window
from tests.credit.rules.build import TABLES

DEMO = TABLES / "xh-demo.yaml"
SHIPPED = ["xh-demo.yaml", "sh-2019.yaml", "wendeng-2020.yaml"]


def upload(client, content: bytes):
    return client.post("/rules/import", data={"file": (io.BytesIO(content), "rules.yaml")})


@pytest.fixture
def shipped(app) -> None:
    """All tables that come with the service."""
    for name in SHIPPED:
        import_rules(TABLES / name)


def test_the_list_shows_what_is_in_force_for_each_purpose(signed_in, shipped):
    page = signed_in("clerk").get("/rules").text
    assert page.index("（本区）") < page.index("（地区 310000）")
    assert page.count("现行规则表</caption>") == 5
    assert "演示" in page


def test_a_replaced_version_goes_into_the_history(signed_in, app):
    text = DEMO.read_text("utf-8")
    import_rules(text)
    import_rules(text.replace("points: -30", "points: -31"))
    page = signed_in("auditor").get("/rules").text
    assert "已被新版取代" in page
    assert "第2版" in page


def test_an_office_without_tables_is_told_what_to_do(signed_in):
    assert "还没有规则表" in signed_in("clerk").get("/rules").text
    assert "/rules/import" in signed_in("admin").get("/rules").text


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_table_reads_in_words(signed_in, app, name):
    summary = import_rules(TABLES / name)
    page = signed_in("reviewer").get(f"/rules/{summary.tables[0].id}")
    assert page.status_code == 200
    assert "演示规则" in page.text
    assert "评分办法" in page.text


def test_a_table_tells_points_window_article_and_evidence(signed_in, app):
    import_rules(DEMO)
    stored = table_for("school_admission", date(2026, 11, 23))
    page = signed_in("clerk").get(f"/rules/{stored.id}").text
    for told in (
        "扣10分",
        "冻结至移出名单",
        "公示期内",
        "自作出决定之日起5年",
        "本项合计最多30分",
        "《浙江省公共信用信息管理条例》第二十四条",
        "自拟，非公布标准",
        "扣50分，一票否决",
    ):
        assert told in page, told


@pytest.mark.parametrize("number", ["404", "9" * 30])
def test_a_version_that_is_not_there_is_not_found(signed_in, number):
    assert signed_in("clerk").get(f"/rules/{number}").status_code == 404


def test_an_admin_imports_a_file_and_sees_what_became_of_each_table(signed_in, app):
    admin = signed_in("admin")
    page = upload(admin, DEMO.read_bytes())
    assert page.status_code == 200
    assert "共 3 张表：新增 3" in page.text
    assert "未变 3" in upload(admin, DEMO.read_bytes()).text
    assert upload(signed_in("clerk"), DEMO.read_bytes()).status_code == 403


def test_every_fault_is_shown_with_its_place_and_nothing_is_imported(signed_in, app):
    text = DEMO.read_text("utf-8").replace("evidence: proposal", "evidence: rumour")
    text = text.replace("points: -30", "points: many").replace("while: current", "while: moon")
    page = upload(signed_in("admin"), text.encode())
    assert page.status_code == 422
    assert "LC03" in page.text
    assert "LC01" in page.text
    assert "evidence" in page.text
    assert "还没有规则表" in signed_in("clerk").get("/rules").text


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"a: [", b"- 1\n", b"&a [*a]"],
    ids=["empty", "no-text", "broken", "list", "alias"],
)
def test_what_is_no_rule_file_is_refused(signed_in, app, content):
    assert upload(signed_in("admin"), content).status_code == 422


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(signed_in, app, monkeypatch):
    content = DEMO.read_bytes()
    monkeypatch.setattr("credit.rules.limits.FILE_BYTES_MAX", len(content))
    admin = signed_in("admin")
    assert upload(admin, content + b"#").status_code == 422
    assert upload(admin, content).status_code == 200


def test_an_import_without_a_file_is_refused(signed_in, app):
    page = signed_in("admin").post("/rules/import", data={})
    assert page.status_code == 422
    assert 'id="field-file-error"' in page.text


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (AmountRange(low=Decimal(500)), "500元以上"),
        (AmountRange(low=Decimal(500), low_inclusive=False), "超过500元"),
        (AmountRange(high=Decimal("0.5")), "0.5元以下"),
        (AmountRange(high=Decimal(500), high_inclusive=False), "不满500元"),
        (AmountRange(Decimal(1), True, Decimal(2), False), "1元以上、不满2元"),
        (AmountRange(), "不限金额"),
    ],
)
def test_ranges_of_money_use_the_words_of_the_law(amount, words):
    assert str(amount_range(amount)) == words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (Effect(), "不加不减"),
        (Effect(Decimal(-3)), "扣3分"),
        (Effect(Decimal("2.5")), "加2.5分"),
        (Effect(veto=True), "一票否决"),
        (Effect(Decimal(-20), freeze=True), "扣20分，冻结至移出名单"),
    ],
)
def test_effects_in_words(given, words):
    assert str(effect(given)) == words


def test_windows_in_words():
    by_points = Window(CountsFrom.FINAL, (Term(6, Decimal(10)), Term(24)))
    assert [str(one) for one in window(by_points)] == [
        "10分以内的，自决定生效之日起6个月",
        "自决定生效之日起2年",
    ]
    assert [str(one) for one in window(Window(CountsFrom.CURRENT))] == ["在列期间"]
