"""Sends texts of the list of naughty strings, and takes no server error for an answer."""

from collections.abc import Callable
from typing import Any

from tests.contract.conftest import NAUGHTY
from tests.contract.pages import foreign_markup
from tests.examples import TIMES

EVERY = max(1, 13 // TIMES)
SOME = NAUGHTY[4::EVERY]
"""40 of the 515, the same in every run; all when the environment asks for 13 times as many."""
MARKUP = [text for text in NAUGHTY if "<" in text][::4]
FEW = [*NAUGHTY[7 :: 8 * EVERY], *MARKUP[::6]]
"""For what costs a password hash or a whole file each time."""

Send = Callable[[str], Any]


def ask_all(send: Send, texts: list[str]) -> dict[str, Any]:
    """Send each text; the answers that were no refusal, by text."""
    taken = {}
    for text in texts:
        answer = send(text)
        assert answer.status_code < 500, (text, answer.text)
        if answer.mimetype == "text/html":
            assert foreign_markup(answer.text) == [], text
        if answer.status_code < 400:
            taken[text] = answer
    return taken
