"""A column described once stands on the page, in the workbook and in the API."""

from io import BytesIO

import pytest
from marshmallow import fields
from openpyxl import load_workbook

from scoring.boards import columns
from scoring.boards.columns import COLUMNS, BoardLineAnswer, Column, OwnPlaceAnswer
from service import clock
from service.messages import named
from tests.scoring.boards.street import a_street

BUILDINGS = {"level": "building"}
SHARE = Column(
    "share",
    lambda line: (
        100 * line.where.score.facts.participating // line.where.score.facts.households
        if line.where
        else None
    ),
    fields.Integer(),
    named("参与率（%）", "Share taking part"),
    places_only=True,
)


@pytest.fixture
def street(app, monkeypatch):
    monkeypatch.setattr(columns, "COLUMNS", (*COLUMNS, SHARE))
    return a_street(clock.today())


def test_a_new_column_is_described_once_and_shown_everywhere(street, client):
    lines = client.get("/api/v1/communities/TEST-SCOPE/board", query_string=BUILDINGS).json["lines"]
    shares = [str(100 * one["participating"] // one["households"]) for one in lines]
    assert shares
    board = "/points/TEST-SCOPE/board"
    assert "参与率（%）" in client.get(board, query_string=BUILDINGS).get_data(as_text=True)
    sheet = load_workbook(BytesIO(client.get(f"{board}.xlsx", query_string=BUILDINGS).data)).active
    head, *rows = sheet.iter_rows(values_only=True)
    assert head[-1] == "参与率（%）"
    assert [row[-1] for row in rows if row[-1]] == shares
    assert "参与率" not in client.get(board).get_data(as_text=True), "people have no households"


def test_the_api_tells_every_column(app):
    assert list(BoardLineAnswer().fields) == [one.code for one in COLUMNS]
    own = [one.code for one in COLUMNS if not one.places_only]
    assert list(OwnPlaceAnswer().fields) == own
