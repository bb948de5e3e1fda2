"""The page of an answer about one subject: a reload shows the answer that was given.

A reload sends the form again. For a while it is the same look at the same answer, kept sealed
for the account that asked and found by its form alone, so there is one query and one entry in
the log. Later it is another look: it is asked and logged anew.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Response, jsonify, make_response, render_template

from credit.counter import done_anew, done_once
from credit.queries.answering import Answered
from credit.queries.calls import Call
from credit.queries.limits import SHOWN_AGAIN
from credit.queries.present import marks_of, present_for_page, present_legend
from credit.queries.problems import QueryDenied
from credit.queries.wording import BASES
from service import clock
from service.api.errors import say

Ask = Callable[[], tuple[Call, Answered]]
Refuse = Callable[[QueryDenied], str | Response]


def answer_page(ask: Ask, refuse: Refuse, *, again: str) -> str | Response:
    """The page of the answer; `refuse` gives that of a denial, `again` is where to ask the next.

    Any other problem is raised, and nothing is written.
    """
    response = done_once(lambda: _asked(ask, refuse))
    told = _answer_in(response)
    if told is not None and _is_old(told):
        response = done_anew(lambda: _asked(ask, refuse))
        told = _answer_in(response)
    if told is None:
        return response
    call = told["call"] | {"at": datetime.fromisoformat(told["call"]["at"])}
    return render_template("queries/answer.html", **told | {"call": call}, again=again)


def _asked(ask: Ask, refuse: Refuse) -> Response:
    try:
        call, answer = ask()
    except QueryDenied as problem:  # told as an answer, or its entry in the log would be undone
        return make_response(refuse(problem), problem.status)
    return jsonify(_told(call, answer))


def _told(call: Call, answer: Answered) -> dict[str, Any]:
    return {
        "call": {
            "number": call.number,
            "channel": str(call.channel),
            "purpose": say(call.purpose.name),
            "basis": say(BASES[call.basis]),
            "reference": call.reference,
            "at": call.at.isoformat(),
            "operator": call.actor.name,
        },
        "answer": present_for_page(answer, say),
        "marks": present_legend(marks_of(answer), say),
    }


def _answer_in(response: Response) -> dict[str, Any] | None:
    """What is told; None where it was refused."""
    if not response.is_json:
        return None
    told: dict[str, Any] = json.loads(response.get_data(as_text=True))
    return told


def _is_old(told: dict[str, Any]) -> bool:
    return clock.now() - datetime.fromisoformat(told["call"]["at"]) > SHOWN_AGAIN
