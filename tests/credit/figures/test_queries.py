"""Queries are counted by what was answered, and the list behind a number holds those calls."""

from urllib.parse import parse_qs, urlsplit

from service import clock
from tests.factories.identifiers import make_resident_id, make_uscc

SHARING = {"kind": "sharing", "reference": "西教〔2026〕1号"}


def test_answers_and_refusals_and_the_calls_behind_them(api, signed_in):
    department = api("department", unit="西湖区教育局")
    told = department.post("/queries", json={
        "purpose": "public_procurement", "basis": SHARING,
        "subjects": [{"id_type": "uscc", "id_number": make_uscc(n)} for n in range(1, 4)],
    })  # fmt: skip
    assert len(told.json["answers"]) == 3
    refused = department.post("/queries", json={
        "purpose": "supervision", "basis": SHARING,
        "subject": {"id_type": "resident_id", "id_number": make_resident_id(5), "name": "张伟"},
    })  # fmt: skip
    assert refused.status_code == 403
    today = clock.today()
    answer = api("auditor").get(f"/statistics?from={today}&to={today}").json
    assert (answer["totals"]["queries"], answer["totals"]["queries_denied"]) == (3, 1)
    chapter = next(one for one in answer["chapters"] if one["code"] == "queries")
    answered, denied = chapter["figures"]
    bases = {one["code"]: one["value"] for one in answered["breakdowns"][0]["slices"]}
    assert bases == {"authorisation": 0, "sharing": 3, "publicity": 0}
    assert parse_qs(urlsplit(denied["page"]).query)["denied"] == ["yes"]

    auditor = signed_in("auditor")
    assert auditor.get(answered["page"]).text.count("/queries/CX") == 2
    only = auditor.get(denied["page"]).text
    assert only.count("/queries/CX") == 1
    assert "supervision" in only or "日常监管和抽查" in only
