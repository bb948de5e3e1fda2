"""The code of an earlier day goes on working on the schema of today: that is what lets an office
migrate first and exchange its programs afterwards, one host after the other."""

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.settings import REPOSITORY, Settings
from tests.servers import Servers, database_on
from tests.service.stopping.test_stopping import secrets_of

pytestmark = pytest.mark.processes
HERE = Path(__file__).parent
OK = {"sign_in": 302, "page": 200, "check": 201, "query": 200, "case_step": 200, "points": 201}
OK |= {"metrics": 200, "verify": 0}
PATIENCE_SECONDS = 300


@pytest.fixture
def old_code(tmp_path: Path) -> Path:
    """The tree of the commit that BASE (or UPGRADE_FROM) names."""
    commit = os.environ.get("UPGRADE_FROM") or (HERE / "BASE").read_text("ascii").strip()
    git = shutil.which("git")
    if git is None or not (REPOSITORY / ".git").exists():
        pytest.skip("there is no git history here: old code on the new schema was NOT tried")
    found = subprocess.run(
        [git, "archive", commit], cwd=REPOSITORY, capture_output=True, check=False
    )
    if found.returncode:
        pytest.skip(f"commit {commit} is not in this history: old code was NOT tried")
    folder = tmp_path / "old"
    with tarfile.open(fileobj=io.BytesIO(found.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture
def database(servers: Servers) -> Iterator[str]:
    with database_on(servers, "upgrade") as url:
        yield url


def test_old_code_works_on_the_new_schema(
    old_code: Path, database: str, servers: Servers, settings: Settings, tmp_path: Path
):
    kept = {name: value for name, value in os.environ.items() if "_URL" not in name}
    env = kept | secrets_of(settings) | {"CREDIT_ENV": "test", "CREDIT_VAR": str(tmp_path / "var")}
    env |= {"DATABASE_URL": database, "REDIS_URL": servers.redis_url, "CREDIT_DISTRICT": "330106"}
    log = (tmp_path / "old.log").open("w")
    old = subprocess.Popen(
        [sys.executable, str(HERE / "old_work.py")],
        cwd=old_code,
        env=env | {"PYTHONPATH": str(old_code)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    try:
        assert old.stdout.readline() == "filled\n", (tmp_path / "old.log").read_text()[-3000:]
        new = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
        moved = subprocess.run(
            new, cwd=REPOSITORY, env=env, capture_output=True, text=True, check=False
        )
        assert moved.returncode == 0, moved.stderr[-3000:]
        told, _ = old.communicate("go\n", PATIENCE_SECONDS)
    finally:
        old.kill()
        old.communicate()
        log.close()
    assert told, (tmp_path / "old.log").read_text()[-3000:]
    done = json.loads(told)
    assert {name: one["status"] for name, one in done.items()} == OK, done
