"""Final checks of every sort, and drafts that change some of them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.credit.checks.conftest import TABLES, body, put_record, put_subject
from tests.factories.identifiers import make_resident_id

TEXT = (TABLES / "xh-demo.yaml").read_text("utf-8")
NEXT = (
    TEXT.replace("code: XH-DEMO", "code: XH-NEXT")
    .replace("2024-01-01", "2031-01-01")
    .replace("2030-12-31", "2035-12-31")
    .replace("[serious], points: -10", "[serious], points: -12")
    .replace("[general], points: -3", "[general], points: 0")
    .replace("[minor], points: 0", "[minor], points: -1")
)
"""Follows the table in force without a gap: one tier becomes milder, one harder, one harsher."""


@dataclass
class Checked:
    """Numbers of final checks by what the draft makes of them."""

    same: str
    worse: str
    better: str
    points: str
    resident: str
    """Identity number of the person whose check gets worse."""


@pytest.fixture
def checked(rules, api) -> Checked:
    """Five final checks of school admission, one of them in place of an earlier, and others."""
    clerk, reviewer = api("clerk"), api("reviewer")
    people = [(f"张伟{n}", make_resident_id(n + 1)) for n in range(6)]

    def check(place: int, tier: str | None = None, **values: object) -> str:
        name, number = people[place]
        if tier is not None:
            put_record(put_subject(name, number), tier=tier)
        answer = clerk.post("/checks", json=body(name, number, **values))
        assert answer.status_code == 201, answer.text
        return answer.json["number"]

    def confirmed(number: str) -> str:
        assert reviewer.post(f"/checks/{number}/confirm", json={}).status_code == 200
        return number

    same, worse = check(0), check(1, "minor")
    better, points = confirmed(check(2, "general")), confirmed(check(3, "serious"))
    check(4, "general")  # waits for its reviewer
    check(0, purpose="residence_registration")
    clerk.post(f"/checks/{check(5)}/recheck")
    return Checked(same, worse, better, points, people[1][1])


@pytest.fixture
def previewed(app, checked) -> Callable[..., dict]:
    """Sends a draft over the API and looks at all checks, as the worker would."""
    import io
    from uuid import UUID

    from credit.checks.preview.run import run

    def send(client, text: str = NEXT, *, finish: bool = True, **fields: object) -> dict:
        data = {"purpose": "school_admission", **fields}
        if text:
            data["file"] = (io.BytesIO(text.encode()), "草案.yaml")
        answer = client.post("/rule-previews", data=data)
        assert answer.status_code == 202, answer.text
        if finish:
            run(UUID(answer.json["id"]))
        return client.get(f"/rule-previews/{answer.json['id']}").json

    return send
