"""What a rule version touched is listed whole, and the counts add up."""

import csv
import json
from datetime import date
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from credit.checks.models import Check
from credit.rules.service import import_rules
from service.database import db
from tests.credit.checks.conftest import TABLES, put_subject
from tests.factories.identifiers import make_resident_id


def body(place: int) -> dict[str, object]:
    number = make_resident_id(place, date(1985, 5, 17))
    put_subject(f"张{place}", number)
    return {
        "purpose": "school_admission",
        "subject": {"name": f"张{place}", "id_type": "resident_id", "id_number": number},
        "basis": {"kind": "sharing", "reference": "1"},
    }


def test_the_checks_of_one_version_and_no_other_are_listed(
    app: Flask, api, signed_in, tmp_path: Path
):
    import_rules(TABLES / "xh-demo.yaml")
    clerk = api("clerk")
    old = [clerk.post("/checks", json=body(place)).json["number"] for place in range(3)]
    assert clerk.get(f"/checks/{old[0]}/certificate.pdf").status_code == 200
    assert clerk.post(f"/checks/{old[1]}/recheck").status_code in {200, 201}
    changed = (TABLES / "xh-demo.yaml").read_text("utf-8").replace("points: -30", "points: -31")
    (tmp_path / "next.yaml").write_text(changed, "utf-8")
    import_rules(tmp_path / "next.yaml")
    new = clerk.post("/checks", json=body(9)).json["number"]
    sample = db.session.scalar(select(Check).where(Check.number == old[0]))
    code = db.session.connection().exec_driver_sql(
        f"SELECT code FROM rule_set WHERE id = {sample.rule_set_id}"
    )
    words = ["rules", "touched", str(code.scalar_one())]

    runner = app.test_cli_runner()
    told = json.loads(runner.invoke(args=[*words, "1", "--json"]).output)
    numbers = [one["number"] for one in told["listed"]]
    assert numbers[:3] == old
    assert new not in numbers
    assert told["checks"] == len(numbers) == told["single"] + told["in_batches"]
    assert told["checks"] == told["standing"] + told["superseded"]
    assert told["certificates"] == sum(one["certified_at"] is not None for one in told["listed"])
    assert (told["certificates"], told["superseded"]) == (1, 1)

    target = tmp_path / "touched.csv"
    shown = runner.invoke(args=[*words, "1", "--csv", str(target)])
    assert f"核查 {told['checks']} = 单件 {told['single']} + 批量 0" in shown.output
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["核查编号"] for row in rows] == numbers
    assert all(row["办理时间"].endswith("+08:00") for row in rows), "as the office's clock shows it"
    assert [row["是否已被取代"] for row in rows].count("是") == 1
    admin, address = signed_in("admin"), f"/rules/{sample.rule_set_id}/touched"
    assert admin.get(f"/rules/{sample.rule_set_id}").text.count(address) == 1
    assert "已被取代" in admin.get(address).text
    with admin.get(f"{address}.csv") as answer:
        assert answer.data == target.read_bytes()
    assert signed_in("clerk").get(address).status_code == 403
    assert json.loads(runner.invoke(args=[*words, "2", "--json"]).output)["checks"] == 1
    assert runner.invoke(args=[*words, "3"]).exit_code == 1
