"""With the scope of the statements off, the database itself still keeps others' rows away."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

import credit.records.reading
import scoring.communities.scope
import scoring.ledger.scope
import scoring.redemption.scope
import workflows.documents.standing
import workflows.documents.uploads
import workflows.engine.fire
import workflows.engine.reading
import workflows.engine.scope
from service.access import Scope
from service.accounts.models import Account
from service.database import db
from service.database.walls import WALLS
from tests.factories.cases import SubjectRow
from tests.factories.people import clients_of
from tests.factories.points import a_community
from tests.scoring.redemption.conftest import Market
from tests.workflows.repair.conftest import World
from workflows.documents.kinds import DocumentKind
from workflows.documents.models import Upload
from workflows.documents.problems import UploadUnknown
from workflows.documents.service import NewDocument
from workflows.documents.uploads import begin
from workflows.engine.party import Party
from workflows.engine.scope import by_number
from workflows.letters.models import CaseLetter

EVERYTHING = {
    workflows.engine.reading: {"visible": lambda statement, caller: statement},
    workflows.engine.scope: {"visible": lambda statement, caller: statement},
    workflows.engine.fire: {"parties_of": lambda case, caller: frozenset({Party.applicant})},
    workflows.documents.standing: {"parties_of": lambda case, caller: {Party.applicant}},
    credit.records.reading: {"scope_of": lambda account, action: Scope.all},
    scoring.communities.scope: {"scope_of": lambda account, action: Scope.all},
    scoring.ledger.scope: {"scope_of": lambda account, action: Scope.all},
    scoring.redemption.scope: {"scope_of": lambda account, action: Scope.all},
}
"""The first wall, module by module, and what stands in for it when it is off."""


@dataclass
class Probes:
    """Requests for what is somebody else's."""

    reads: list[str]
    deeds: Sequence[tuple[str, dict[str, Any]]]
    """Addresses to post to, each with a body: what would change a row."""

    def had(self, api: Any) -> set[str]:
        """Addresses that give something away, the deeds being tried after all reads."""
        answers = {address: api.get(address) for address in self.reads}
        answers |= {address: api.post(address, json=body) for address, body in self.deeds}
        return {address for address, answer in answers.items() if _gave(answer)}


def _gave(answer: Any) -> bool:
    assert answer.status_code in {200, 201, 403, 404}, answer.text
    if answer.status_code in {403, 404}:
        return False
    return bool(not answer.is_json or answer.json.get("items", True))


@pytest.fixture
def first_wall_off() -> Any:
    @contextmanager
    def off() -> Iterator[None]:
        def any_upload(session: Any, upload_id: Any, *, lock: bool) -> Upload:
            del lock
            if (found := session.get(Upload, upload_id)) is None:
                raise UploadUnknown
            return found

        with pytest.MonkeyPatch.context() as patch:
            for module, stand_ins in EVERYTHING.items():
                for name, stand_in in stand_ins.items():
                    patch.setattr(module, name, stand_in)
            patch.setattr(workflows.documents.uploads, "_mine", any_upload)
            by_number.cache_clear()
            yield
        by_number.cache_clear()

    return off


@pytest.fixture
def second_wall_off(app: Flask) -> Any:
    def switch(word: str) -> None:
        db.session.remove()
        with db.engine.begin() as connection:
            for table in sorted(WALLS):
                connection.exec_driver_sql(f"ALTER TABLE {table} {word} ROW LEVEL SECURITY")

    @contextmanager
    def off() -> Iterator[None]:
        switch("DISABLE")
        try:
            yield
        finally:
            switch("ENABLE")

    return off


def hold(api: Any, probes: Probes, first_wall_off: Any, second_wall_off: Any) -> None:
    """Either wall alone gives nothing away; without both everything is had."""
    for off in (nullcontext, first_wall_off, second_wall_off):
        with off():
            assert probes.had(api) == set(), off
    with first_wall_off(), second_wall_off():
        assert probes.had(api) == {*probes.reads, *dict(probes.deeds)}


def test_another_enterprise_is_kept_away_by_either_wall(
    app: Flask, api, first_wall_off, second_wall_off
):
    company = World()
    with db.session.begin_nested():
        other = SubjectRow().code
    draft, running = company.open(company.record()), company.verifying(company.record())
    with company.acting("enterprise"):
        upload = begin(draft.number, NewDocument(DocumentKind.other, "证明.pdf", None), 10)
    letter = db.session.query(CaseLetter).filter_by(case_id=running.id).first()
    assert letter is not None
    db.session.commit()
    probes = Probes(
        reads=[
            f"/repair-cases/{draft.number}",
            f"/repair-cases/{running.number}/attachments",
            f"/repair-cases/{running.number}/letters/{letter.number}.pdf",
            f"/uploads/{upload.id}",
            f"/enterprises/{company.subject.code}/records",
        ],
        deeds=((f"/repair-cases/{draft.number}/actions/discard", {}),),
    )
    hold(api("enterprise", subject_code=other), probes, first_wall_off, second_wall_off)
    own, _ = clients_of(app, db.session.get_one(Account, company.people["enterprise"].id))
    del probes.reads[3]  # an upload is of the account that began it
    assert Probes(probes.reads, ()).had(own) == set(probes.reads)


def test_another_community_is_kept_away_by_either_wall(
    app: Flask, api, first_wall_off, second_wall_off
):
    market = Market()
    award, _ = market.give(90), market.give(10)
    placed = market.order()
    a_community("OTHER")
    db.session.commit()
    probes = Probes(
        reads=[
            f"/members/{market.member.number}/statement",
            f"/members/{market.member.number}/redemptions",
            f"/redemptions/{placed.order.number}",
            "/communities/TEST-SCOPE/places",
        ],
        deeds=(
            (f"/redemptions/{placed.order.number}/cancel", {}),
            (f"/entries/{award.id}/reverse", {"reason": "登错了人"}),
        ),
    )
    hold(api("community", community_code="OTHER"), probes, first_wall_off, second_wall_off)


def test_what_is_public_is_answered_to_everybody_alike(app: Flask, api, client):
    market = Market()
    market.give(90)
    market.order()
    a_community("OTHER")
    db.session.commit()
    for address in ("board", "catalogue", "goods"):
        path = f"/communities/TEST-SCOPE/{address}"
        told = client.get(f"/api/v1{path}").json
        assert told
        for role, code in (("community", "OTHER"), ("shopkeeper", "OTHER"), ("resident", "OTHER")):
            assert api(role, community_code=code, unit="店").get(path).json == told, (role, path)
