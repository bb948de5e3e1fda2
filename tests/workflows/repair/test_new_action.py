"""A new action is a few lines of the case type's definition: everything else follows from them."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
import yaml

import workflows.repair
from service import clock
from service.database import db
from service.notices.models import Notice
from workflows.desk.progress import usual_way
from workflows.engine import drawing, registry
from workflows.engine.complete import faults
from workflows.engine.consequences import CONSEQUENCES
from workflows.engine.guards import GUARDS
from workflows.engine.models import CaseEvent
from workflows.engine.problems import ActionRefused, NotYourTurn
from workflows.engine.registry import definition, register_folder

PENALTY = Path(workflows.repair.__file__).parent / "definitions" / "penalty.yaml"
REMIND = """
remind:
  name: 提醒认定单位
  name_en: Remind the authority
  from: [forwarded, verifying]
  by: [window]
  article: 窗口跟踪办理进度
  again_after: 2
  notify: [authority]
"""


@pytest.fixture
def reminding(tmp_path, monkeypatch):
    """Repair of penalties in its next version, in which the window may remind the authority."""
    for kept in ("_DEFINITIONS", "_CONTENTS"):
        monkeypatch.setattr(registry, kept, dict(getattr(registry, kept)))
    raw = yaml.safe_load(PENALTY.read_text(encoding="utf-8"))
    raw["version"] += 1
    raw["actions"] |= yaml.safe_load(REMIND)
    text = yaml.safe_dump(raw, allow_unicode=True, sort_keys=False)
    (tmp_path / "penalty.yaml").write_text(text, encoding="utf-8")
    register_folder(tmp_path)
    return definition("penalty")


def test_the_definition_with_it_is_whole_and_drawn(reminding):
    assert faults(reminding, guards=GUARDS, consequences=CONSEQUENCES) == []
    assert usual_way(reminding) == usual_way(definition("penalty", reminding.version - 1))
    page = drawing.documents()["penalty.md"]
    assert "verifying --> verifying: 提醒认定单位" in page
    assert "| 提醒认定单位 `remind` | 已推送认定单位、已受理，核查中 | 不变 | 窗口 |" in page


def test_an_action_in_the_definition_is_all_it_takes(world, signed_in, request):
    before = world.verifying(world.record())
    request.getfixturevalue("reminding")
    case = world.verifying(world.record())
    clerk = signed_in("clerk")
    page = clerk.get(f"/cases/{case.number}").text
    assert "提醒认定单位" in page
    assert "提醒认定单位" not in clerk.get(f"/cases/{before.number}").text, "it keeps its version"

    address = f"/cases/{case.number}/actions/remind"
    assert clerk.post(address).status_code == 303
    event = (
        db.session.query(CaseEvent)
        .filter_by(case_id=case.id)
        .order_by(CaseEvent.version.desc())
        .first()
    )
    assert (event.action, event.from_state, event.to_state) == ("remind", "verifying", "verifying")
    told = db.session.query(Notice).order_by(Notice.id.desc()).limit(2).all()
    assert {one.account_id for one in told} == {
        world.people[who].id for who in ("authority", "head")
    }
    assert "提醒认定单位" in str(told[0].body)
    with pytest.raises(NotYourTurn):
        world.do(case, "authority", "remind")
    with pytest.raises(ActionRefused, match="刚办理过"):
        world.do(case, "clerk", "remind")
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert world.do(case, "clerk", "remind").state == "verifying"
