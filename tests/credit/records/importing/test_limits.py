"""Limits of an import at n and n + 1."""

import io

import pytest

from credit.records.importing import begin
from credit.records.importing.limits import (
    IMPORT_FILE_BYTES_MAX,
    OTHER_NAMES_MAX,
    REASON_CHARS_MAX,
    REFUSED_PAGE_ROWS,
)
from credit.records.importing.refused import write_refused
from credit.records.schemas import FEED_CHARS_MAX, ImportForm, TierRequest
from service.files import FileTooLarge, spool
from tests.factories.records import PenaltyRow, csv_of, read_csv

MEGABYTE = 1024 * 1024


class Endless(io.RawIOBase):
    """A stream of a given size that holds no memory."""

    def __init__(self, size: int) -> None:
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        count = min(len(buffer), self._left)
        self._left -= count
        return count


@pytest.mark.parametrize(("size", "fits"), [(MEGABYTE, True), (MEGABYTE + 1, False)])
def test_a_file_larger_than_the_limit_is_refused(app, size, fits):
    stream = io.BufferedReader(Endless(size))
    if fits:
        with spool.spooled(stream, max_bytes=MEGABYTE) as path:
            assert path.stat().st_size == size
            assert path.stat().st_mode & 0o077 == 0
        assert not path.exists()
    else:
        with pytest.raises(FileTooLarge), spool.spooled(stream, max_bytes=MEGABYTE):
            pass


def test_the_limit_of_a_file_is_the_one_that_is_named():
    assert begin.IMPORT_FILE_BYTES_MAX == IMPORT_FILE_BYTES_MAX == 512 * MEGABYTE


@pytest.mark.parametrize("names", [OTHER_NAMES_MAX, OTHER_NAMES_MAX + 1])
def test_no_more_other_names_are_kept_than_the_limit(importer, names):
    first = PenaltyRow()
    rows = [PenaltyRow(CF_XDR_SHXYM=first["CF_XDR_SHXYM"]) for _ in range(names)]
    importer.bring_in([first, *rows])
    assert len(importer.subjects()[0].profile["other_names"]) == OTHER_NAMES_MAX


@pytest.mark.parametrize("rows", [REFUSED_PAGE_ROWS, REFUSED_PAGE_ROWS + 1])
def test_the_download_goes_on_over_pages(importer, tmp_path, rows):
    done = importer.bring_in(csv_of(PenaltyRow.build_batch(rows, CF_WSH="")))
    target = tmp_path / "refused.csv"
    assert write_refused(target, done, str) == rows
    assert len(read_csv(target.read_bytes())) == rows


@pytest.mark.parametrize(("more", "faulty"), [(0, False), (1, True)])
def test_texts_of_forms_have_limits(more, faulty):
    form = ImportForm().validate({"feed": "x" * (FEED_CHARS_MAX + more)})
    tier = TierRequest().validate({"tier": "minor", "reason": "x" * (REASON_CHARS_MAX + more)})
    assert bool(form) == bool(tier) == faulty
