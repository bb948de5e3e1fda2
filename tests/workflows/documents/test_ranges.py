import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.documents.limits import CHUNK_BYTES_MAX
from workflows.documents.problems import ChunkRefused
from workflows.documents.ranges import ByteRange, read_range


def test_a_span_is_read():
    assert read_range("bytes 10-19/40", 10) == ByteRange(10, 19, 40)


@pytest.mark.parametrize(
    "header",
    ["", "bytes", "bytes 0-9/*", "bytes */40", "bytes 9-0/40", "bytes 30-40/40", "items 0-9/40",
     "bytes 0-9/40 ", "bytes -1-9/40", "bytes 0-9/99999999999", "bytes ０-９/40", "bytes 0-9/0"],
)  # fmt: skip
def test_what_is_no_span_is_refused(header):
    with pytest.raises(ChunkRefused) as caught:
        read_range(header, 10)
    assert caught.value.errors[0].field == "Content-Range"


@pytest.mark.parametrize("length", [0, 9, 11])
def test_a_span_and_its_bytes_must_agree(length):
    with pytest.raises(ChunkRefused):
        read_range("bytes 0-9/40", length)


def test_a_chunk_may_be_as_large_as_the_limit():
    total = CHUNK_BYTES_MAX * 2
    assert len(read_range(f"bytes 0-{CHUNK_BYTES_MAX - 1}/{total}", CHUNK_BYTES_MAX)) > 0
    with pytest.raises(ChunkRefused):
        read_range(f"bytes 0-{CHUNK_BYTES_MAX}/{total}", CHUNK_BYTES_MAX + 1)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(header):
    try:
        span = read_range(header, 1)
    except ChunkRefused:
        return
    assert span.first == span.last < span.total
