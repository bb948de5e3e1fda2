"""The public verification: three separate answers, nothing personal but the printed mask."""

from datetime import date

import pytest

from credit.checks.numbers import new_number
from credit.checks.service import get_check
from credit.checks.succession import supersede
from service import clock, signing
from service.database import transaction
from tests.credit.checks.conftest import put_record
from tests.credit.checks.test_pages import made, text_of
from tests.factories.identifiers import make_resident_id

pytestmark = pytest.mark.usefixtures("rules")


@pytest.fixture
def issued(signed_in, person) -> str:
    """The number of a certificate that has been printed."""
    _, number = person("张三丰")
    clerk = signed_in("clerk")
    check = made(clerk, "张三丰", number)
    clerk.get(f"/checks/{check}/certificate.pdf")
    return check


def test_anybody_gets_three_separate_answers_with_a_mask_alone(client, issued):
    page = client.get(f"/verify/{issued}")
    assert page.status_code == 200
    words = text_of(page)
    for told in ("内容完整吗", "由谁签发", "现在还有效吗", "现行有效", signing.key_id(), "张**"):
        assert told in words
    assert "张三丰" not in page.text
    assert page.text.count('class="answer ok"') == 3
    assert "Set-Cookie" not in page.headers


def test_a_superseded_certificate_leads_to_its_successor(client, signed_in, issued):
    newer = made(signed_in("clerk"), "张三丰", make_resident_id(1, date(1985, 5, 17)))
    with transaction():
        supersede(get_check(issued), get_check(newer), "corrected")
    page = client.get(f"/verify/{issued}")
    assert "已被取代" in page.text
    assert f'href="/verify/{newer}"' in page.text
    assert page.text.count('class="answer ok"') == 2


def test_a_held_result_never_was_a_certificate(client, signed_in, person):
    _, number = person("张伟")
    assert client.get(f"/verify/{made(signed_in('clerk'), '李四', number)}").status_code == 404


def test_a_negative_result_is_not_there_before_it_is_confirmed(client, signed_in, person):
    subject, number = person()
    put_record(subject)
    check = made(signed_in("clerk"), "张伟", number)
    assert client.get(f"/verify/{check}").status_code == 404
    signed_in("reviewer").post(f"/checks/{check}/review", data={})
    assert "不通过" in client.get(f"/verify/{check}").text


def test_the_number_may_be_typed_with_blanks_and_in_lower_case(client, issued):
    answer = client.get("/verify", query_string={"number": f" {issued.lower().replace('-', ' ')}"})
    assert answer.headers["Location"] == f"/verify/{issued}"


def test_an_unknown_number_says_not_to_trust_the_paper(client):
    page = client.get(f"/verify/{new_number(clock.today())}")
    assert page.status_code == 404
    assert "请勿采信" in page.text


@pytest.mark.parametrize("number", ["XH20261123-AAAAAAAAAA-A", "nonsense", "☃"])
def test_a_mistyped_number_says_so(client, number):
    page = client.get(f"/verify/{number}")
    assert page.status_code == 404
    assert "编号有误" in page.text


def test_key_and_script_are_published(client, app):
    pem = client.get("/verify/public-key.pem")
    assert pem.status_code == 200
    assert signing.key_id(signing.load_public_key(pem.text)) == signing.key_id()
    script = client.get("/verify/verify-certificate.py")
    assert script.text.startswith("#!/usr/bin/env python3")
    assert "attachment" in script.headers["Content-Disposition"]
