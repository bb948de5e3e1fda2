"""A refusal or a fault as a page: what happened, what to do, and the way on."""

from http import HTTPStatus

from flask import Response, make_response, redirect, render_template, request, url_for

from service.audit.actor import current_request_id
from service.messages import Message, msg
from service.problems import Problem
from service.web.context import has_endpoint
from service.web.redirects import kept_next
from service.web.registry import shell_of

SIGN_IN_NEEDED = "sign-in-needed"
PASSWORD_CHANGE_NEEDED = "password-change-needed"  # noqa: S105 - the code of a refusal
SECOND_FACTOR_NEEDED = "second-factor-needed"

ADVICE: dict[int, Message] = {
    400: msg("请返回上一页，检查后重新提交。"),
    401: msg("内容没有提交。请登录后重新填写。"),
    403: msg("如确需办理，请联系系统管理员调整您的角色。"),
    404: msg("请检查地址或编号是否正确，或回到首页重新查找。"),
    405: msg("请从首页重新进入要办理的事项。"),
    409: msg("请返回上一页并刷新，看清最新状态后再决定。"),
    413: msg("请把文件拆小后分批提交。"),
    422: msg("请返回上一页，按提示改正后重新提交。"),
    429: msg("请稍等几分钟再试。"),
    500: msg("问题已记录。请稍后再试；仍不行时，请把下面的编号告诉系统管理员。"),
}


def problem_page(problem: Problem) -> Response:
    """The page for a problem; who must sign in, or put the account in order, is led
    there and afterwards on to what was asked for.
    """
    shell = shell_of()
    leads = {
        SIGN_IN_NEEDED: shell.sign_in_endpoint,
        PASSWORD_CHANGE_NEEDED: shell.account_endpoint,
        SECOND_FACTOR_NEEDED: shell.second_factor_endpoint,
    }
    way = leads.get(problem.code)
    if way is not None and request.method == "GET" and has_endpoint(way):
        wanted = kept_next(request.full_path.rstrip("?"))
        return make_response(redirect(url_for(way, next=wanted)))
    page = render_template(
        "errors/problem.html",
        problem=problem,
        advice=ADVICE.get(problem.status),
        needs_sign_in=problem.status == HTTPStatus.UNAUTHORIZED
        and has_endpoint(shell.sign_in_endpoint),
        request_id=current_request_id(),
    )
    return make_response(page, problem.status)
