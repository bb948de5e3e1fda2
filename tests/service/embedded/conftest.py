"""Creating a database cluster is the slow part: it is done once and copied."""

import shutil
from pathlib import Path

import pytest

from service.embedded.postgres import EmbeddedPostgres


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cluster") / "pg"
    with EmbeddedPostgres(folder, fsync=False):
        return folder


@pytest.fixture
def data_dir(cluster: Path, tmp_path: Path) -> Path:
    """A stopped cluster of the test's own."""
    return Path(shutil.copytree(cluster, tmp_path / "pg"))
