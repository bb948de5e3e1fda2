from datetime import date

import pytest

from credit.records.authorities import authority_in_title, canonical_authority

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    "name",
    [
        "国家金融监督管理总局聊城监管分局",
        "聊城金融监管分局",
        "聊城监管分局",
        "国家金融监督管理总局聊城金融监管分局",
        "国家金融监管管理总局聊城监管分局",
        " 国家金融监督管理总局 聊城监管分局 ",
        "聊城银保监分局",
        "中国银保监会聊城监管分局",
        "原中国银保监会聊城监管分局",
        "原聊城银保监分局",
        "中国银监会聊城监管分局",
        "中国银行保险监督管理委员会聊城监管分局",
        "聊城银监分局",
        "国家金融监督管理总局聊城分局",
        "国家金融监督管理局聊城监管分局",
        "国家金融监督管理总局聊城监管分局。",
        "国家金融监督管理总局聊城监管分局（原聊城银保监分局）",
    ],
)
def test_one_authority_has_one_spelling(name):
    assert canonical_authority(name, ON) == "国家金融监督管理总局聊城监管分局"


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("浙江金融监管局", "国家金融监督管理总局浙江监管局"),
        ("吉林金融监管局", "国家金融监督管理总局吉林监管局"),
        ("吉林金融监管分局", "国家金融监督管理总局吉林监管分局"),
        ("金融监管总局", "国家金融监督管理总局"),
        ("浙江省地方金融监督管理局", "浙江省地方金融监督管理局"),
        ("西湖区市场监管局", "西湖区市场监督管理局"),
        ("杭州市西湖区市监局", "杭州市西湖区市场监督管理局"),
        ("杭州市西湖区市场监督管理局", "杭州市西湖区市场监督管理局"),
        ("某局(第二分局)", "某局（第二分局）"),
        ("北京市金融监管局", "北京市金融监管局"),
        ("北京市地方金融监管局", "北京市地方金融监管局"),
        ("浙江保监局", "国家金融监督管理总局浙江监管局"),
        (
            "国家金融监督管理总局聊城监管分局/聊城银保监分局",
            "国家金融监督管理总局聊城监管分局/聊城银保监分局",
        ),
    ],
)
def test_other_names_keep_their_bodies_apart(name, canonical):
    assert canonical_authority(name, ON) == canonical


def test_a_predecessor_keeps_its_name_before_the_merger():
    assert canonical_authority("天津银保监局", date(2023, 5, 17)) == "天津银保监局"
    assert canonical_authority("天津银保监局", date(2023, 5, 18)).endswith("天津监管局")


def test_a_canonical_name_is_its_own():
    for name in ("聊城金融监管分局", "天津银保监局", "西湖区市监局"):
        once = canonical_authority(name, ON)
        assert canonical_authority(once, ON) == once


@pytest.mark.parametrize(
    ("title", "authority"),
    [
        ("三明金融监管分局行政处罚信息公示表", "三明金融监管分局"),
        (
            "国家金融监督管理总局常州监管分局行政处罚信息公开表（…）",
            "国家金融监督管理总局常州监管分局",
        ),
        ("行政处罚信息公示", None),
    ],
)
def test_the_authority_of_a_notice_stands_first_in_its_title(title, authority):
    assert authority_in_title(title) == authority
