"""`POST /api/v1/tokens`: HTTP Basic in, bearer token out."""

from typing import Any

from flask import Response, current_app, jsonify, request

from service.access.account import Role
from service.access.gate import PasswordChangeNeeded, SecondFactorNeeded
from service.access.policy import allow
from service.access.second_factor import must_have_second_factor
from service.accounts import second_factor
from service.accounts.api_tokens import create_token
from service.accounts.authenticate import address
from service.accounts.models import Account
from service.accounts.schemas import TokenAnswer, TokenRequest
from service.accounts.service import SignInRefused, check_password
from service.api.idempotency import answer_once, honours_idempotency_key
from service.api.shell import api_blueprint
from service.messages import msg

blueprint = api_blueprint("tokens", __name__, "访问令牌 Access tokens")


@blueprint.post("/tokens")
@allow("tokens.create")
@blueprint.arguments(TokenRequest, location="json_or_form", required=False)
@blueprint.response(201, TokenAnswer)
@blueprint.doc(security=[{"password": []}])
@honours_idempotency_key
def create(arguments: dict[str, Any]) -> Response:
    """Issue a bearer token for the account proved by HTTP Basic.

    Where the account has a second factor, or must have one, its tokens are made on the page.
    """
    given = request.authorization
    if given is None or given.type != "basic" or not given.username:
        raise SignInRefused(msg("请用 HTTP Basic 提供账号和密码。"))
    # The password is checked before the key is looked at, so that failures are counted.
    account = check_password(given.username, given.password or "", address())
    if account.password_expires_at is not None:
        # A token made by whoever set the password would outlive the change of it.
        raise PasswordChangeNeeded(msg("您用的是临时密码，请先登录网页改成自己的密码。"))
    if second_factor.has(account.id) or must_have_second_factor(
        Role(account.role), current_app.config["SETTINGS"]
    ):
        # The password alone must not open what it does not open on the page.
        raise SecondFactorNeeded(msg("这个账号须用两步验证，请登录网页，在“我的账号”中生成令牌。"))
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return _issue(account, arguments["label"])
    return answer_once(account.id, key, lambda: _issue(account, arguments["label"]))


def _issue(account: Account, label: str) -> Response:
    row, token = create_token(account, label)
    response = jsonify(TokenAnswer().dump({"token": token, "expires_at": row.expires_at}))
    response.status_code = 201
    response.headers["Cache-Control"] = "no-store"
    return response
