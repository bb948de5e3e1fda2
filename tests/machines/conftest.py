"""Two database servers of this folder's tests alone: a primary, and a standby that follows it."""

from collections.abc import Iterator

import pytest

from tests.machines.pair import Pair


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    both = Pair(tmp_path_factory.mktemp("pair"))
    try:
        both.primary.start()
        both.standby.start()
        yield both
    finally:
        both.stop()
