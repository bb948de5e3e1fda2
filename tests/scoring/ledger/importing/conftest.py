"""A community whose manager sends sheets of awards."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import pytest
from flask import g

from scoring.ledger.importing.begin import start_import
from scoring.ledger.importing.books import current
from scoring.ledger.importing.present import counts_of
from scoring.ledger.importing.run import run_import
from scoring.ledger.models import Balance, Claim, Entry, EntryImport
from service.access.account import Role, Visitor
from service.audit import Actor, acting_as
from service.database import db
from tests.scoring.ledger.conftest import CODE, World

HEADER = ("成员编号/公开名", "项目", "数量", "日期", "证明", "活动编号", "分值")


def csv_of(rows: Iterable[Sequence[Any]], header: Sequence[str] = HEADER) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(header)
    writer.writerows(rows)
    return file.getvalue().encode("utf-8-sig")


class Importer:
    """Brings sheets in as the first manager."""

    def __init__(self, app, world: World, sender: Any) -> None:
        self.world, self.sender, self._app = world, sender, app
        self.actor = Actor(sender.id, sender.name, "community", CODE)
        member = world.member
        self.member_id, self.number, self.public_name = member.id, member.number, member.public_name

    def take(self, rows: Iterable[Sequence[Any]], header: Sequence[str] = HEADER) -> UUID:
        """Take a sheet in; the job has not begun."""
        with self._app.test_request_context(), acting_as(self.actor):
            g.account = Visitor(
                self.actor.id, self.actor.name, Role.community, "", "", community_code=CODE
            )
            return start_import(CODE, io.BytesIO(csv_of(rows, header)), "积分.csv").id

    def bring_in(
        self, rows: Iterable[Sequence[Any]], header: Sequence[str] = HEADER
    ) -> EntryImport:
        import_id = self.take(rows, header)
        run_import(import_id, block_rows=4)
        return current(import_id)

    @staticmethod
    def counts(row: EntryImport) -> tuple[int, int, int, int]:
        """accepted, waiting, unchanged, refused; they add up to the rows of the sheet."""
        found = counts_of(row)
        assert found["rows"] == row.done == row.total
        return found["accepted"], found["waiting"], found["unchanged"], found["refused"]

    def honour(self) -> int:
        """Of the first member, as the database adds it up."""
        db.session.rollback()
        return db.session.get_one(Balance, self.member_id, populate_existing=True).honour

    @staticmethod
    def ledger() -> tuple[list[Claim], list[Entry]]:
        db.session.rollback()
        return (
            db.session.query(Claim).order_by(Claim.id).all(),
            db.session.query(Entry).order_by(Entry.id).all(),
        )


@pytest.fixture
def importer(app, account) -> Importer:
    return Importer(app, World(), account("community"))
