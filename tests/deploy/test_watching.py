"""The example dashboard and alert rules ask for what a real scrape tells, and say what to do."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from service.outbox.beats import Beat
from service.outbox.service import enqueue, take_due
from service.outbox.worker import bind, run_job

DEPLOY = Path(__file__).parent.parent.parent / "deploy"
OURS = re.compile(r"\bcredit_[a-z0-9_]+")
DURATION = re.compile(r"\d+[smhd]")
PLACES = {"{": "}", "(": ")", "[": "]"}
DOCUMENT = DEPLOY.parent / "docs" / "operations.md"


def rules() -> list[dict]:
    groups = yaml.safe_load((DEPLOY / "prometheus/alerts.yml").read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def panels() -> list[dict]:
    found: list[dict] = json.loads((DEPLOY / "grafana/credit-window.json").read_text("utf-8"))[
        "panels"
    ]
    return found


def expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in rules())
    yield from (target["expr"] for panel in panels() for target in panel["targets"])


@pytest.fixture
def told(app: Flask, client) -> dict[str, set[str]]:
    """Every series of a real scrape after some work, with the labels it has."""
    Beat("relay").tell()
    job_id = enqueue("outbox.forget_done", delay=timedelta(0))
    take_due()
    bind(app)
    run_job(str(job_id))
    client.get("/nowhere")
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(client.get("/metrics").text):
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
        found.setdefault(f"{family.name}_total" if family.type == "counter" else family.name, set())
    return found


def test_every_metric_that_is_asked_for_exists_with_its_labels(told):
    asked = {name for expression in expressions() for name in OURS.findall(expression)}
    assert len(asked) > 20
    assert sorted(asked - set(told)) == []
    for expression in expressions():
        for name, inside in re.findall(r"\b(credit_\w+)\{([^}]*)\}", expression):
            labels = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", inside))
            assert labels <= told[name], expression


def test_series_are_not_told_apart_by_what_the_scrape_calls_its_own_job():
    """A label `job` of ours is `exported_job` once it is scraped."""
    asked = [one for one in expressions() if not one.startswith("up{")]
    asked += [rule["annotations"]["summary"] for rule in rules()]
    asked += [target["legendFormat"] for panel in panels() for target in panel["targets"]]
    assert [one for one in asked if re.search(r"\bjob\b\s*[,)=}]", one)] == []


def test_every_expression_is_whole():
    for expression in expressions():
        open_places = []
        for letter in re.sub(r'"[^"]*"', '""', expression):
            if letter in PLACES:
                open_places.append(PLACES[letter])
            elif letter in PLACES.values():
                assert open_places.pop() == letter, expression
        assert open_places == [], expression


def test_every_alert_says_what_is_so_and_what_to_do_and_has_its_paragraph():
    names = [rule["alert"] for rule in rules()]
    assert len(names) == len(set(names))
    manual = DOCUMENT.read_text("utf-8")
    for rule in rules():
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert DURATION.fullmatch(rule.get("for", "0s")), rule["alert"]
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert all(rule["annotations"][name].endswith(".") for name in ("summary", "action"))
        assert f"`{rule['alert']}`" in manual
    config = yaml.safe_load((DEPLOY / "prometheus/prometheus.yml").read_text("utf-8"))
    (job,) = config["scrape_configs"]
    assert (job["job_name"], job["metrics_path"]) == ("credit-window", "/metrics")
    assert config["rule_files"] == ["alerts.yml"]


def test_the_panels_of_the_dashboard_do_not_overlap_and_have_a_source():
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        taken |= cells
        assert panel["datasource"]["uid"] == "${source}"
        assert panel["targets"]
    assert max(x for x, _ in taken) < 24
    assert len({panel["id"] for panel in panels()}) == len(panels())
