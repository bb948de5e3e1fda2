"""Whether a password would be guessed, whatever kinds of characters it is made of.

What can be guessed is estimated by zxcvbn, which knows 30,000 passwords of breaches, words, names,
dates, and the ways of a keyboard. Words of this place are worth nothing at all: they are cut out
first, and what is left must be hard to guess by itself.
"""

from collections.abc import Iterable

from service.access.account import Role

GUESSES_LOG10_MIN = 10
"""Guesses, as a power of ten, that a password must be worth, should our hashes be stolen."""
LOOKED_AT_CHARS_MAX = 72
"""What the estimate looks at; what follows can only make it stronger."""
WORD_CHARS_MIN = 3
CONTEXT_WORDS = (
    "信用专窗", "信用", "专窗", "窗口", "西湖区", "西湖", "杭州", "浙江", "密码",
    "creditwindow", "credit", "window", "xinyong", "zhuanchuang", "chuangkou", "xihu", "hangzhou",
    "zhejiang", "zhengfu", "330106", "shequ", "jifen", "mima", "demo",
    *(role.value for role in Role),
)  # fmt: skip
"""What whoever guesses tries first here: the house, the place, the roles (docs/security.md)."""


def is_guessable(password: str, own_words: Iterable[str] = ()) -> bool:
    """True for a password that is too easily guessed; `own_words` name the person and its unit."""
    left = _without(password, [*CONTEXT_WORDS, *own_words])
    return not left or guesses_log10(left[:LOOKED_AT_CHARS_MAX]) < GUESSES_LOG10_MIN


def guesses_log10(text: str) -> float:
    """The guesses a text is worth, as a power of ten."""
    from zxcvbn import zxcvbn  # loads a megabyte of lists: only where a password is chosen

    return float(zxcvbn(text)["guesses_log10"])


def _without(password: str, words: Iterable[str]) -> str:
    left = password.lower()
    known = {word.strip().lower() for word in words}
    for word in sorted(known, key=lambda word: (-len(word), word)):
        if len(word) >= WORD_CHARS_MIN or (word and not word.isascii()):
            left = left.replace(word, "")
    return left if left != password.lower() else password
