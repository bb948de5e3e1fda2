"""Entries written by the thousand are the entries written one by one, byte by byte."""

import os
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from service.audit import Actor, QueryRead, canonical, log_query, sealing
from service.audit.bulk import ROWS_PER_WRITE, Read, record_query_block
from service.audit.models import QueryLogEntry
from service.audit.verify import verify
from service.database import db, transaction
from tests.examples import some

SHARED = QueryRead(
    basis_kind="sharing", basis_reference="文号 1", purpose="school_admission", subject_index=b"",
    subject_kind="", fields=("on_file", "records"), channel="batch",
)  # fmt: skip
WHO = Actor(3, "clerk", "clerk", "入学办")


def read(n: int) -> Read:
    return Read(os.urandom(32), "natural_person", os.urandom(32), f"XH20261123-{n:010d}-W")


def written() -> list[QueryLogEntry]:
    return list(db.session.scalars(select(QueryLogEntry).order_by(QueryLogEntry.object_ref)))


def test_every_entry_is_marked_over_its_canonical_content(app):
    key = app.config["SETTINGS"].audit_key
    with transaction():
        assert record_query_block(SHARED, [read(n) for n in range(3)], actor=WHO) == 3
    for entry in written():
        since_epoch = round(
            (entry.at - datetime(1970, 1, 1, tzinfo=entry.at.tzinfo)).total_seconds() * 1e6
        )
        made = canonical.content(
            "query",
            (str(entry.id), since_epoch, entry.operator_id, entry.operator_name,
             entry.operator_role, entry.operator_unit, entry.basis_kind, entry.basis_reference,
             entry.purpose, entry.subject_index.hex(), entry.subject_kind, entry.fields,
             entry.result_hash.hex(), entry.channel, entry.outcome, entry.object_ref,
             entry.request_id),
        )  # fmt: skip
        assert canonical.mark(key, made) == entry.mac


@pytest.mark.parametrize("count", [0, 1, ROWS_PER_WRITE, ROWS_PER_WRITE + 1])
def test_each_read_is_one_entry_with_an_id_of_its_own(app, count):
    reads = [read(n) for n in range(count)]
    with transaction():
        record_query_block(SHARED, reads, actor=WHO)
    entries = written()
    assert [entry.subject_index for entry in entries] == [one.subject_index for one in reads]
    assert [entry.result_hash for entry in entries] == [one.result_hash for one in reads]
    assert len({entry.id for entry in entries}) == count
    assert {entry.id.version for entry in entries} <= {7}
    assert all(entry.id.variant == "specified in RFC 4122" for entry in entries)
    assert all(one.at == other.at for one, other in pairwise(entries))


@settings(
    max_examples=some(15),
)
@given(reference=st.text(max_size=30), unit=st.text(max_size=20))
def test_whatever_is_in_the_shared_texts_it_is_stored_as_a_single_entry_stores_it(
    app, reference, unit
):
    db.session.rollback()
    shared, one, who = replace(SHARED, basis_reference=reference), read(1), replace(WHO, unit=unit)
    single = replace(shared, **one._asdict())
    with transaction():
        record_query_block(shared, [one], actor=who)
        kept = log_query(single, actor=who)
    entries = db.session.scalars(
        select(QueryLogEntry).where(QueryLogEntry.subject_index == one.subject_index)
    ).all()
    assert len(entries) == 2
    for column in set(QueryLogEntry.__table__.columns.keys()) - {"id", "at", "mac", "xid"}:
        assert {str(getattr(entry, column)) for entry in entries} == {str(getattr(kept, column))}


def test_the_trail_with_such_entries_verifies(app):
    with transaction():
        record_query_block(SHARED, [read(n) for n in range(5)], actor=WHO)
    assert verify().is_clean
    sealing.seal_all()
    assert verify().is_clean


@pytest.mark.parametrize(
    "bad",
    [
        Read(b"", "natural person", b"", "X1"),
        Read(b"", "person", b"", 'X"1'),
        Read(b"", "person", b"", "X\t1"),
        Read(b"", "person", b"", "编号"),
    ],
)
def test_what_is_no_plain_word_is_refused(app, bad):
    with pytest.raises(ValueError, match="plain word"), transaction():
        record_query_block(SHARED, [bad], actor=WHO)
    assert written() == []
