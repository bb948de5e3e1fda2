"""The bytes that marks, leaves and block hashes are made of: fixed, for old proofs rest on them."""

import hmac
import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from service.audit import canonical
from service.audit.blocks import GENESIS, BlockContent, Head
from service.audit.limits import ENTRY_BYTES_MAX

BLOCK = BlockContent("audit", 7, 1, 2, 3, 4, "aa", "bb", "k1", 5)


def test_the_content_of_an_entry_is_one_json_list_in_utf8_without_blanks():
    made = canonical.content("audit", [1, None, "信用", {"b": 1, "a": [True, 0.5]}])
    assert made == '["audit",1,null,"信用",{"a":[true,0.5],"b":1}]'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_json_cannot_say_is_no_content(value):
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical.content("audit", [value])
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical.stable_json(value)


def test_an_entry_has_a_longest_content_in_bytes():
    room = ENTRY_BYTES_MAX - len('["t",""]')
    assert len(canonical.content("t", ["x" * room])) == ENTRY_BYTES_MAX
    with pytest.raises(canonical.EntryTooLong) as refused:
        canonical.content("t", ["x" * (room - 2) + "信"])
    assert (
        str(refused.value) == f"{ENTRY_BYTES_MAX + 1} bytes of content, at most {ENTRY_BYTES_MAX}"
    )


def test_a_mark_is_the_hmac_of_the_content_and_a_leaf_seals_both_with_the_transaction():
    mac = canonical.mark(b"key", b"made")
    assert mac == hmac.new(b"key", b"made", sha256).digest()
    assert canonical.leaf_content(b"made", "77", mac) == b"made\n77\n" + mac.hex().encode()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("plain", "plain"),
        ("a\0b", "a\ufffdb"),
        ("信用\0", "信用\ufffd"),
        ("信\ud800用", "信\ufffd\ufffd\ufffd用"),
        ("", ""),
    ],
)
def test_text_is_brought_to_what_the_database_can_keep(text, kept):
    assert canonical.stable_text(text) == kept
    assert canonical.stable_text(kept) == kept


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ({"b\0": ["x\0", {"y": "z\0"}], "n": None, "t": True},
         {"b\ufffd": ["x\ufffd", {"y": "z\ufffd"}], "n": None, "t": True}),
        (1.0, 1),
        (1e21, 10**21),
        (0.25, 0.25),
        (-3, -3),
        ((1, 2), [1, 2]),
        ({1: "a"}, {"1": "a"}),
        ("信", "信"),
    ],
)  # fmt: skip
def test_a_value_is_brought_to_what_comes_back_from_the_database(value, kept):
    found = canonical.stable_json(value)
    assert found == kept
    assert type(found) is type(kept)
    assert json.dumps(found) == json.dumps(kept)


def test_what_is_no_json_is_refused():
    with pytest.raises(TypeError):
        canonical.stable_json({"at": datetime(2026, 1, 1, tzinfo=UTC)})


def test_the_hash_of_a_block_covers_every_field():
    text = (
        '{"count":3,"first_at":1,"key_id":"k1","last_at":2,"merkle_root":"aa","number":7,'
        '"previous_hash":"bb","sealed_at":5,"trail":"audit","watermark":4}'
    )
    assert BLOCK.block_hash() == sha256(text.encode()).digest()
    assert GENESIS == b"\0" * 32


def test_the_hash_of_a_block_is_made_of_its_text_as_it_is_and_never_fails():
    named = BlockContent("信", 7, 1, 2, 3, 4, "aa", "bb", "k1", 5)
    torn = BlockContent("\ud800", 7, 1, 2, 3, 4, "aa", "bb", "k1", 5)
    text = '"sealed_at":5,"trail":"%s","watermark":4}'
    head = (
        '{"count":3,"first_at":1,"key_id":"k1","last_at":2,"merkle_root":"aa","number":7,'
        '"previous_hash":"bb",'
    )
    assert named.block_hash() == sha256((head + text % "信").encode()).digest()
    assert torn.block_hash() == sha256((head + text % "?").encode()).digest()


def test_a_head_is_one_line_and_comes_back_from_it():
    head = Head("audit", 7, "ab" * 32, "cd" * 64, "k1")
    line = head.as_line()
    told = {"block_hash": "ab" * 32, "key_id": "k1", "number": 7, "signature": "cd" * 64}
    assert line == json.dumps({**told, "trail": "audit"}).encode() + b"\n"
    assert Head.from_line(line) == head
    assert Head.from_line(line.replace(b"ab", b"AB")) == head


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"trail": "audit"}',
        b'{"trail": "t", "number": 1, "block_hash": "xy", "signature": "", "key_id": ""}',
        b'{"trail": "t", "number": 1, "block_hash": "", "signature": "x", "key_id": ""}',
        b'{"trail": "t", "number": "one", "block_hash": "", "signature": "", "key_id": ""}',
        b'{"trail": "t", "number": 1, "block_hash": 5, "signature": "", "key_id": ""}',
        b"\xff\xfe",
    ],
)
def test_a_damaged_line_holds_no_head(line):
    assert Head.from_line(line) is None
