import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.records.feeds.party_names import looks_like_a_person, names_several


@pytest.mark.parametrize(
    "name",
    [
        "甲银行、乙银行股份有限公司",
        "甲有限公司；乙有限公司",
        "甲保险公司及乙保险公司某支公司",
        "甲保险公司和乙保险公司",
        "甲保险公司及相关责任人",
        "甲银行及其主要负责人",
        "甲有限公司等3家",
    ],
)
def test_several_parties_are_noticed(name):
    assert names_several(name)


@pytest.mark.parametrize(
    "name",
    [
        "某某银行股份有限公司和平里支行",
        "某某财产保险股份有限公司某地中心支公司",
        "某地和众商贸有限公司",
        "某地电子、机械有限公司",
        "甲有限公司（原乙有限公司、丙有限公司）",
        "中等城市发展有限公司",
    ],
)
def test_one_party_stays_one(name):
    assert not names_several(name)


@pytest.mark.parametrize(
    "name", ["某甲", "某某甲", "买买提·某某", "某甲（时任某银行行长）", "某 甲"]
)
def test_the_name_of_a_person_is_noticed(name):
    assert looks_like_a_person(name)


@pytest.mark.parametrize(
    "name", ["甲银行", "某某小吃店", "甲公司", "某地纺织厂", "ABC", "某甲乙丙丁"]
)
def test_the_name_of_a_business_is_none(name):
    assert not looks_like_a_person(name)


@given(st.text(max_size=60))
def test_any_text_gives_an_answer(text):
    assert names_several(text) in {True, False}
    assert looks_like_a_person(text) in {True, False}
