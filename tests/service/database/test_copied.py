"""Texts written for COPY come back as they were."""

from hypothesis import given
from hypothesis import strategies as st

from service.database.copied import copied_text

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@given(st.text(alphabet=st.sampled_from('\\tnrN\t\n\r"信a'), max_size=12))
def test_every_character_that_means_something_to_copy_is_escaped_once(text):
    assert copied_text(text) == text.translate(_ESCAPES)
