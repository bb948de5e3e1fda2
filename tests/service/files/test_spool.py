"""A stream on disk for as long as it is read, and never longer."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from service import clock
from service.files.spool import scratch, spooled
from service.files.store import FileTooLarge


def folder(app: Flask) -> Path:
    return Path(app.config["SETTINGS"].var_dir) / "spool"


def test_a_stream_is_a_private_file_until_it_has_been_read(app):
    with spooled(io.BytesIO(b"x" * 10), max_bytes=10) as path:
        assert path.read_bytes() == b"x" * 10
        assert path.stat().st_mode & 0o077 == 0
    assert not path.exists()


def test_a_scratch_folder_is_private_and_goes_with_all_that_is_in_it(app):
    with scratch() as path:
        (path / "result.xlsx").touch()
        assert path.parent == folder(app)
        assert path.stat().st_mode & 0o077 == 0
    assert not path.exists()


def test_one_byte_more_is_refused_and_leaves_nothing(app):
    with scratch():
        before = set(folder(app).iterdir())  # what other tests' killed processes left, say
    with (
        pytest.raises(FileTooLarge) as refusal,
        spooled(io.BytesIO(b"x" * 2049), max_bytes=2048),
    ):
        pass
    assert "2 KB" in str(refusal.value.detail)
    assert set(folder(app).iterdir()) <= before


def test_what_a_killed_process_left_is_swept_after_a_day(app):
    with spooled(io.BytesIO(b""), max_bytes=1):
        left, young, deep = (folder(app) / name for name in ("left", "young", "deep"))
        deep.mkdir()
        (deep / "list").touch()
        left.touch()
        young.touch()
        for path, hours in ((left, 25), (young, 23), (deep, 25)):
            at = (clock.now() - timedelta(hours=hours)).timestamp()
            os.utime(path, (at, at))
    with spooled(io.BytesIO(b""), max_bytes=1):
        assert [one.exists() for one in (left, young, deep)] == [False, True, False]
    young.unlink()
