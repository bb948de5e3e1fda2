"""One look at the house asks for the same thing once; whoever decides always reads."""

import pytest

from service.one_look import once_a_look, one_look


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def read(asked):
    @once_a_look
    def reader(name: str) -> int:
        asked.append(name)
        return len(asked)

    return reader


def test_within_a_look_the_same_is_asked_once(read, asked):
    with one_look():
        assert (read("a"), read("b"), read("a")) == (1, 2, 1)
        with one_look():
            assert read("a") == 1
        assert read("b") == 2
    assert asked == ["a", "b"]


def test_outside_and_in_the_next_look_it_is_asked_anew(read, asked):
    assert (read("a"), read("a")) == (1, 2)
    for _ in range(2):
        with one_look():
            read("a")
    assert asked == ["a"] * 4
