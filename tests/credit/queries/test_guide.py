"""The documentation page tells a department how to begin, by calls that work when copied."""

import html
import json
import re

PAGE = "/api/docs"


def test_the_queries_of_the_guide_are_answered_and_every_purpose_is_explained(client, api):
    page = html.unescape(client.get(PAGE).text)
    department = api("department", unit="西湖区教育局")
    bodies = [
        json.loads(one) for one in re.findall(r"--data '(\{\"purpose.*?\})' ", page, re.DOTALL)
    ]
    assert [("subject" in one, "subjects" in one) for one in bodies] == [
        (True, False), (False, True),
    ]  # fmt: skip
    for body in bodies:
        answer = department.post("/queries", json=body)
        assert answer.status_code == 200, answer.json
    purposes = department.get("/query-purposes").json["items"]
    mine = [one for one in purposes if "department" in one["who"]]
    assert mine
    for one in mine:
        assert one["code"] in page
        assert one["article"] in page
