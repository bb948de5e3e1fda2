"""Files on disk for the tests of tables."""

from collections.abc import Callable
from pathlib import Path

import pytest

from service.tabular import Limits, Row, Table, open_table

Opener = Callable[..., Table]


@pytest.fixture
def opened(tmp_path: Path) -> Opener:
    """Write the content to a file and open it as a table."""

    def open_content(
        content: bytes, name: str = "名单.xlsx", limits: Limits | None = None
    ) -> Table:
        path = tmp_path / "upload"
        path.write_bytes(content)
        return open_table(path, name, limits or Limits())

    return open_content


@pytest.fixture
def read(opened: Opener) -> Callable[..., list[Row]]:
    """All rows of the content."""

    def read_content(
        content: bytes, name: str = "名单.xlsx", limits: Limits | None = None
    ) -> list[Row]:
        return list(opened(content, name, limits).rows())

    return read_content
