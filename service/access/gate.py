"""The gate before every view: no route is served whose action the caller may not perform."""

from collections.abc import Callable

from flask import Flask, abort, request

from service.access.account import Visitor, current_account
from service.access.policy import PolicyError, Scope, may, scope_of
from service.access.reach import confine, init_reach, reach_of
from service.audit.actor import Actor, act_as
from service.messages import msg
from service.problems import NotAllowed, Problem


class SignInNeeded(Problem):
    """The caller is not known; sign in or send a token."""

    code = "sign-in-needed"
    status = 401
    title = msg("请先登录")


class PasswordChangeNeeded(Problem):
    """The password is a temporary one; nothing is done before the person has chosen another."""

    code = "password-change-needed"
    status = 403
    title = msg("请先修改密码")


class SecondFactorNeeded(Problem):
    """The role needs a second factor; nothing is done before the person has set one up."""

    code = "second-factor-needed"
    status = 403
    title = msg("请先设置两步验证")


_OWN_SESSION = frozenset({"session.read", "session.close"})
BEFORE_PASSWORD_CHANGE = _OWN_SESSION | {"account.read", "account.change_password"}
"""What may be done with a temporary password, beside what is public."""
BEFORE_SECOND_FACTOR = _OWN_SESSION | {"account.second_factor"}
"""What may be done without a second factor by whoever needs one, beside what is public."""

ASKED_BY_NOBODY = frozenset({"operations.read", "static.read"})
"""What is answered alike to everybody, and also while the database is away."""


def action_of(app: Flask, endpoint: str) -> str:
    """The action a route performs. Raises `PolicyError` for a route that names none."""
    view = app.view_functions[endpoint]
    action: str | None = getattr(view, "access_action", None)
    if action is None:
        raise PolicyError(f"route '{endpoint}' names no action; put @allow(…) on its view")
    return action


def init_access(app: Flask) -> None:
    """Check that every route has a policy, then guard them all."""
    for rule in app.url_map.iter_rules():
        action_of(app, rule.endpoint)
    init_reach(app)
    app.before_request(_guard(app))


def _guard(app: Flask) -> Callable[[], None]:
    from service.accounts.authenticate import authenticate

    actions = {name: action_of(app, name) for name in app.view_functions}

    def guard() -> None:
        if request.endpoint is None:
            if request.routing_exception is not None:
                authenticate()  # the page that says so keeps the navigation of who is signed in
                confine(reach_of(current_account(), None))
                return  # Flask answers 404, 405 or a redirect by itself
            abort(404)
        if actions[request.endpoint] in ASKED_BY_NOBODY:
            return
        authenticate()
        account = current_account()
        if account is not None:
            act_as(Actor(account.id, account.name, account.role, account.unit))
        confine(reach_of(account, actions[request.endpoint]))
        if may(account, actions[request.endpoint]):
            _demand_own_account_in_order(account, actions[request.endpoint])
            return
        if account is None:
            raise SignInNeeded(msg("请登录后再办理，或在请求中附上访问令牌。"))
        raise NotAllowed(msg("您的角色不能办理这一事项。"))

    return guard


def _demand_own_account_in_order(account: Visitor | None, action: str) -> None:
    """First a password nobody else knows, then the second factor."""
    if account is None or not account.held_back or scope_of(account, action) is Scope.public:
        return
    if account.must_change_password:
        if action not in BEFORE_PASSWORD_CHANGE:
            raise PasswordChangeNeeded(msg("您用的是临时密码，请先改成自己的密码。"))
    elif action not in BEFORE_SECOND_FACTOR:
        raise SecondFactorNeeded(msg("您的角色能看到他人的信息，请先设置两步验证。"))
