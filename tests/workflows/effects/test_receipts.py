"""A receipt is believed only for exactly what was sent, under a key that was configured."""

import base64
import copy
import json
import string
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from service.signing import key_id
from workflows.effects.answers import Answer, Kind, judge
from workflows.effects.limits import RECEIPT_TEXT_CHARS_MAX, RETRY_AFTER_MAX
from workflows.effects.receipts import (
    MEMBERS,
    PREFIX,
    Expected,
    ReceiptBad,
    canonical,
    read_receipt,
    still_proves,
)

TARGET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
RAW = TARGET.public_key().public_bytes_raw()
EXPECTED = Expected("credit_china", "stop_publicity", "11111111", "ab" * 32)
RECEIPT = {
    "target": "credit_china",
    "effect": "stop_publicity",
    "effect_id": "11111111",
    "number": "信用中国〔2026〕1号",
    "done_at": "2026-11-27T08:00:00+08:00",
    "request_digest": "ab" * 32,
}


def answer(receipt=RECEIPT, key=TARGET, **values):
    signature = key.sign(PREFIX + canonical(receipt))
    return {
        "receipt": receipt,
        "key_id": key_id(key.public_key()),
        "signature": base64.b64encode(signature).decode(),
    } | values


def fault(given, keys=(RAW,)) -> str:
    with pytest.raises(ReceiptBad) as caught:
        read_receipt(given, EXPECTED, keys)
    return str(caught.value)


def test_a_sound_receipt_is_kept_whole_and_proves_itself():
    kept = read_receipt(answer(), EXPECTED, [OTHER.public_key().public_bytes_raw(), RAW])
    assert kept["receipt"] == RECEIPT
    assert still_proves(json.loads(json.dumps(kept)))


@pytest.mark.parametrize("member", sorted(MEMBERS - {"number", "done_at"}))
def test_a_receipt_for_something_else_is_none(member):
    assert fault(answer(RECEIPT | {member: "else"})) == "receipt-for-another"


def test_a_receipt_of_somebody_else_is_none():
    assert fault(answer(key=OTHER)) == "receipt-unknown-key"
    assert fault(answer(key=OTHER, key_id=key_id(TARGET.public_key()))) == "receipt-bad-signature"
    assert fault(answer(), keys=()) == "receipt-unknown-key"
    late = answer()
    late["receipt"] = RECEIPT | {"number": "2"}
    assert fault(late) == "receipt-bad-signature"


@pytest.mark.parametrize(
    "receipt",
    [
        {name: text for name, text in RECEIPT.items() if name != "number"},
        RECEIPT | {"more": "1"},
        RECEIPT | {"number": 1},
        RECEIPT | {"number": ""},
        RECEIPT | {"number": "1\x00"},
        RECEIPT | {"number": "x" * (RECEIPT_TEXT_CHARS_MAX + 1)},
        RECEIPT | {"done_at": "yesterday"},
    ],
)
def test_a_receipt_of_another_form_is_none(receipt):
    assert fault(answer(receipt)) == "receipt-malformed"


def test_the_longest_number_is_taken():
    read_receipt(answer(RECEIPT | {"number": "x" * RECEIPT_TEXT_CHARS_MAX}), EXPECTED, [RAW])


@pytest.mark.parametrize("signature", ["", "!", None, 7, base64.b64encode(bytes(63)).decode()])
def test_a_signature_that_is_none_is_named(signature):
    assert fault(answer(signature=signature)).startswith("receipt-")


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["receipt", "key_id", "signature", *MEMBERS]), inner)))  # fmt: skip # noqa: E501
def test_whatever_comes_is_judged_and_never_believed(document):
    found = judge(Answer(200, json.dumps(document).encode()), EXPECTED, (RAW,))
    assert found.kind is Kind.failed
    assert found.code.startswith("receipt-")
    assert not found.is_down


@pytest.mark.parametrize("body", [b"", b"\xff", b"[" * 100_000, b"<html>"])
def test_an_answer_that_is_no_json_is_no_receipt(body):
    assert judge(Answer(200, body), EXPECTED, (RAW,)).code == "receipt-missing"


def test_a_kept_receipt_that_was_altered_proves_nothing():
    kept = read_receipt(answer(), EXPECTED, [RAW])
    for change in ("receipt", "key", "signature"):
        assert not still_proves({name: value for name, value in kept.items() if name != change})
    forged = copy.deepcopy(kept)
    forged["receipt"]["number"] += "0"
    assert not still_proves(forged)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 422, 301, 302, 307, 308])
def test_a_refusal_is_for_good_and_has_its_code(status):
    found = judge(Answer(status, b'{"code": "no-such-record"}'), EXPECTED, (RAW,))
    assert (found.kind, found.code) == (Kind.refused, "no-such-record")
    bare = judge(Answer(status), EXPECTED, (RAW,))
    assert (bare.kind, bare.code, bare.is_down) == (Kind.refused, f"http-{status}", False)


@pytest.mark.parametrize("code", ["", "x" * 65, "Not a code", "<b>", "名", 5, None])
def test_only_a_code_is_taken_from_a_refusal(code):
    body = json.dumps({"code": code}).encode()
    assert judge(Answer(422, body), EXPECTED, (RAW,)).code == "http-422"


def test_the_longest_code_is_taken():
    code = (string.ascii_lowercase * 3)[:64]
    body = json.dumps({"code": code}).encode()
    assert judge(Answer(422, body), EXPECTED, (RAW,)).code == code


@pytest.mark.parametrize("status", [408, 425, 429])
def test_not_now_is_no_refusal(status):
    found = judge(Answer(status, retry_after="7"), EXPECTED, (RAW,))
    assert (found.kind, found.is_down) == (Kind.failed, False)
    assert found.wait == timedelta(seconds=7)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 599])
def test_a_target_that_fails_counts_as_down(status):
    found = judge(Answer(status, b'{"code": "x"}'), EXPECTED, (RAW,))
    assert (found.kind, found.code, found.is_down) == (Kind.failed, f"http-{status}", True)


def test_accepted_is_not_done():
    assert judge(Answer(202), EXPECTED, (RAW,)).kind is Kind.accepted


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("0", timedelta()),
        ("60", timedelta(minutes=1)),
        ("999999", RETRY_AFTER_MAX),
        ("1000000", None),
        ("-1", None),
        ("²", None),
        ("Fri, 27 Nov 2026 08:00:00 GMT", None),
        (None, None),
    ],
)
def test_a_wish_to_wait_is_heard_within_bounds(text, wait):
    assert judge(Answer(503, retry_after=text), EXPECTED, (RAW,)).wait == wait


def test_no_answer_has_its_reason():
    found = judge(Answer(error="timeout"), EXPECTED, (RAW,))
    assert (found.kind, found.code, found.is_down) == (Kind.failed, "timeout", True)
