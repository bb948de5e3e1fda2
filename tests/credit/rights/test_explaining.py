"""Why a record stands, until when, and what clears it: one sentence for each way it can be."""

from datetime import date, timedelta

import pytest

from credit.records.models import Record
from credit.rights.explaining import OBJECT, explain_record

TODAY = date(2026, 11, 27)
NO_EARLY_STOP = {"undefined": ["no-early-stop"]}


def record(**changed: object) -> Record:
    given = {
        "kind": "administrative_penalty", "status": "active", "authority": "某局",
        "penalty_kinds": ["fine"], "tier": "general", "tier_reason": "general", "juvenile": False,
        "simple_procedure": False, "disputed": False, "attributes": {}, "tier_set_by": None,
        "published_until_max": TODAY + timedelta(days=100),
        "repairable_from": TODAY + timedelta(days=10), "retain_until": TODAY + timedelta(days=900),
    }  # fmt: skip
    return Record(**(given | changed))


@pytest.mark.parametrize(
    ("changed", "person", "said", "unsaid"),
    [
        ({}, False, ["目前有效", "公示到2027-03-07", "2026-12-07起可以申请"], ["向社会公开"]),
        ({}, False, ["最迟保存到2029-05-15"], ["保存期限须等"]),
        ({}, True, ["不向社会公开"], ["公示到"]),
        ({"status": "repaired"}, False, ["已经修复"], ["申请信用修复", "目前有效"]),
        ({"status": "revoked"}, False, ["撤销或改变原决定"], ["目前有效"]),
        ({"status": "shielded"}, False, ["暂时屏蔽"], ["目前有效"]),
        ({"status": "expired"}, False, ["停止披露"], ["目前有效"]),
        ({"disputed": True}, False, ["办结之前不扣分"], ["目前有效"]),
        ({"simple_procedure": True}, False, ["简易程序"], ["目前有效"]),
        ({"juvenile": True}, True, ["未成年"], ["目前有效"]),
        ({"kind": "honour"}, False, ["守信信息"], ["申请信用修复", "目前有效"]),
        ({"published_until_max": TODAY - timedelta(days=1)}, False, ["已于2026-11-26停止公示"], []),
        ({"repairable_from": TODAY}, False, ["现在就可以申请"], []),
        ({"repairable_from": TODAY}, True, ["带身份证件到信用窗口"], []),
        ({"tier_reason": "ORDER36-general-kinds"}, True, ["《信用修复管理办法》"], ["ORDER36"]),
        ({"retain_until": TODAY - timedelta(days=1)}, True, ["已于2026-11-26届满"], ["最迟保存到"]),
        ({"retain_until": None}, False, ["保存期限须等"], ["最迟保存到"]),
        ({"attributes": NO_EARLY_STOP}, False, ["不得提前停止公示"], ["现在就可以"]),
    ],
)  # fmt: skip
def test_each_state_is_told_in_plain_words(changed, person, said, unsaid):
    told = explain_record(record(**changed), TODAY, is_person=person, under_repair=None)
    text = "".join(map(str, told))
    for sentence in said:
        assert sentence in text
    for sentence in unsaid:
        assert sentence not in text
    assert told[-1] == OBJECT


def test_a_repair_under_way_is_named_instead_of_another_day():
    told = explain_record(record(), TODAY, is_person=False, under_repair="XF1")
    text = "".join(map(str, told))
    assert "正在办理信用修复（XF1）" in text
    assert "起可以申请" not in text
