"""One look at the bytes of a JSON body lets nothing through that a look at every text finds."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.api.bodies import JSON_DEPTH_MAX, BadJson, _plain_json, _texts, storable
from tests.examples import some

texts = st.text(st.characters() | st.sampled_from(["\0", "\ud800", "\udfff", "\\", "u", "\ue000"]))
values = st.recursive(
    texts | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=some(100))
@given(values, st.booleans(), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-32"]))
@example({"name": "a\0"}, True, "utf-8")
@example({"\udc00": 1}, False, "utf-8")
@example(["\ud83d"], True, "utf-16-le")
def test_a_body_that_looks_plain_has_no_text_that_cannot_be_stored(value, ascii_only, encoding):
    body = json.dumps(value, ensure_ascii=ascii_only).encode(encoding, "surrogatepass")
    if _plain_json(body):
        assert all(storable(text) for _, text in _texts(json.loads(body), "", 0))


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ({"name": "张伟", "id": "330106198505170011"}, True),
        ({"smile": "\U0001f600", "private": "\ue000"}, True),
        ({"name": "\0"}, False),
        ({"name": "\ud800"}, False),
    ],
)
def test_usual_bodies_are_plain_however_they_are_spelt(value, plain):
    for ascii_only in (True, False):
        body = json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
        paired = ascii_only and b"\\ud83d\\ude00" in body
        assert _plain_json(body) is (plain and not paired)


def test_what_is_nested_too_deep_never_looks_plain():
    deepest = b"[" * JSON_DEPTH_MAX + b"]" * JSON_DEPTH_MAX
    assert _plain_json(deepest)
    assert list(_texts(json.loads(deepest), "", 0)) == []
    deeper = b"[" + deepest + b"]"
    assert not _plain_json(deeper)
    with pytest.raises(BadJson):
        list(_texts(json.loads(b"[" + deeper + b"]"), "", 0))
