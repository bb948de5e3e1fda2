"""A new rule item is a few lines of the office's own file: no code and no table of ours."""

import pytest

from tests.credit.checks.conftest import TABLES, body, put_record

LISTED = """
  - code: LC09
    name: 经营异常名录（在列期间）
    article: 《企业信息公示暂行条例》第十七条
    when: {kinds: [abnormal_list]}
    points: -4
    counts: {while: current}
"""


@pytest.mark.usefixtures("rules")
def test_an_item_in_the_offices_table_is_all_a_new_rule_needs(app, api, person, tmp_path):
    subject, number = person()
    put_record(subject, kind="abnormal_list", tier=None, published_until_max=None)
    clerk = api("clerk")
    before = clerk.post("/checks", json=body("张伟", number)).json
    assert before["outcome"] == "passed"

    table = tmp_path / "office.yaml"
    shipped = (TABLES / "xh-demo.yaml").read_text(encoding="utf-8")
    table.write_text(shipped.rstrip() + LISTED, encoding="utf-8")
    done = app.test_cli_runner().invoke(args=["rules", "import", str(table)])
    assert (done.exit_code, done.output.splitlines()[0]) == (
        0,
        "规则表 3 = 新增 0 + 新版本 3 + 未变 0",
    )

    after = clerk.post("/checks", json=body("张伟", number)).json
    assert (after["outcome"], after["points"]) == ("negative", -4)
    (fact,) = after["facts"]
    assert (fact["rule"], fact["article"]) == ("LC09", "《企业信息公示暂行条例》第十七条")
    assert after["rule_set"]["version"] == before["rule_set"]["version"] + 1
    again = clerk.get(f"/checks/{before['number']}").json
    assert again["outcome"] == "passed", "what was answered stays answered"
