"""Stored files: encrypted, in pieces, complete or not at all."""

import io
import tracemalloc
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from service.database import db, transaction
from service.files import FileDamaged, FileTooLarge, StoredFile, open_stored, store
from service.files.models import StoredPiece
from service.files.store import NAME_CHARS_MAX, PIECE_BYTES
from service.private.cipher import sealed_by
from service.private.rotate import rotate_data_key
from service.problems import NotFound
from tests.examples import some


def stored(content: bytes, name: str = "a.csv", **values) -> StoredFile:
    return store(io.BytesIO(content), name, **values)


def pieces() -> int:
    return db.session.scalar(select(func.count()).select_from(StoredPiece))


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES])
def test_what_is_stored_comes_back(app, size):
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    row = stored(content)
    assert row.size == size
    with open_stored(row.id) as stream:
        assert stream.read() == content


@pytest.mark.parametrize(("size", "fits"), [(10, True), (11, False)])
def test_a_file_has_a_limit_and_nothing_of_a_larger_one_stays(app, size, fits):
    if fits:
        stored(b"x" * size, max_bytes=10)
    else:
        with pytest.raises(FileTooLarge) as refusal:
            stored(b"x" * size, max_bytes=10)
        assert "10 B" in str(refusal.value.detail)
    assert pieces() == int(fits)


def test_a_file_of_a_use_case_that_fails_is_not_kept(app):
    with pytest.raises(LookupError):
        store_and_fail()
    assert pieces() == 0


def store_and_fail() -> None:
    with transaction():
        stored(b"content")
        raise LookupError


def test_the_database_holds_no_plain_text(app):
    stored(b"11010519491231002X")
    sealed = bytes(db.session.scalar(text("SELECT sealed FROM stored_piece")))
    assert b"1101" not in sealed


def test_a_missing_piece_is_noticed_and_never_a_shorter_file(app):
    row = stored(b"x" * (2 * PIECE_BYTES))
    with transaction() as session:
        session.execute(text("DELETE FROM stored_piece WHERE number = 1"))
    with pytest.raises(FileDamaged):
        open_stored(row.id).read()


def test_exchanged_pieces_are_noticed(app):
    row = stored(b"a" * PIECE_BYTES + b"b" * PIECE_BYTES)
    with transaction() as session:
        for old, new in ((0, 9), (1, 0), (9, 1)):
            session.execute(
                text("UPDATE stored_piece SET number = :new WHERE number = :old"),
                {"old": old, "new": new},
            )
    with pytest.raises(FileDamaged):
        open_stored(row.id).read()


def test_rotation_seals_files_anew(app):
    row = stored(b"content")
    key = rotate_data_key()
    assert key.resealed == 1
    sealed = db.session.scalar(text("SELECT sealed FROM stored_piece"))
    assert sealed_by(bytes(sealed)) == key.key_id
    assert open_stored(row.id).read() == b"content"


def test_an_unknown_file_is_not_found(app):
    with pytest.raises(NotFound):
        open_stored(uuid4())


@settings(max_examples=some(20))
@given(name=st.text(max_size=300))
def test_a_name_is_shown_never_a_path(app, name):
    shown = stored(b"", name).name
    assert 1 <= len(shown) <= NAME_CHARS_MAX
    assert shown.isprintable()
    assert "/" not in shown
    assert "\\" not in shown


def test_memory_does_not_grow_with_the_file(app):
    class Endless(io.RawIOBase):
        left = 24 * PIECE_BYTES

        def read(self, size: int = -1) -> bytes:
            taken = min(size, self.left)
            self.left -= taken
            return bytes(taken)

    tracemalloc.start()
    row = store(Endless(), "large")
    stream = open_stored(row.id)
    while stream.read(PIECE_BYTES):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12 * PIECE_BYTES
