"""The public's page: what is published about one organisation, without signing in."""

from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from credit.queries.answering import Answered
from credit.queries.calls import Call
from credit.queries.form_schemas import PublicForm
from credit.queries.limits import NAME_TAIL_CHARS
from credit.queries.present import marks_of, present_for_page, present_legend
from credit.queries.problems import missing
from credit.queries.public import PublicQuery, ask_public
from service.access import allow
from service.accounts.authenticate import address
from service.api.errors import say
from service.messages import msg
from service.problems import FieldError, Problem
from service.web.forms import Form, read_form

pages = Blueprint("public_queries", __name__)
Page = str | AnyResponse | tuple[str, int]


@pages.get("/public/credit")
@allow("queries.public")
def search() -> str:
    """The form; it never answers by address, so that nothing is asked by following a link."""
    return _page(Form.blank(code=request.args.get("code")))


@pages.post("/public/credit")
@allow("queries.public")
def ask() -> Page:
    """Answer with what is published about the organisation."""
    form, data = read_form(PublicForm())
    if data is None:
        return _page(form), 422
    try:
        call, answer = ask_public(_wanted(data), address())
    except Problem as problem:
        return _page(form.refused(_named(problem))), problem.status
    return _page(form, call, answer)


def _wanted(data: dict[str, Any]) -> PublicQuery:
    if data["code"]:
        return PublicQuery(code=data["code"])
    if data["name"] and len(data["tail"].strip()) == NAME_TAIL_CHARS:
        return PublicQuery(name=data["name"], tail=data["tail"])
    raise missing("code", msg("请填写统一社会信用代码；或填写名称全称和代码末四位。"))


def _named(problem: Problem) -> Problem:
    """The refusal with its faults beside the fields of this form."""
    problem.errors = tuple(
        FieldError("code", one.code, one.message, one.remedy) for one in problem.errors
    )
    return problem


def _page(form: Form, call: Call | None = None, answer: Answered | None = None) -> str:
    return render_template(
        "queries/public.html",
        form=form,
        call=call,
        answer=None if answer is None else present_for_page(answer, say),
        marks=[] if answer is None else present_legend(marks_of(answer), say),
        tail_chars=NAME_TAIL_CHARS,
    )
