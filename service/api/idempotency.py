"""`Idempotency-Key`: the same POST sent twice is done once and answered the same.

The answer commits in the same transaction as the change, so a caller that lost
the reply to a crash can send again without fear.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Response, make_response, request
from sqlalchemy import func, select

from service import clock
from service.access.account import current_account
from service.api.models import IdempotentAnswer
from service.database import db, transaction
from service.messages import msg
from service.problems import Conflict, FieldError, InvalidInput

KEY_CHARS_MAX = 128
HASH_CHUNK_BYTES = 1024 * 1024
_KEPT_HEADERS = ("Content-Type", "Location")
View = TypeVar("View", bound=Callable[..., Any])


class KeyReused(Conflict):
    """The key was used before for a different request."""

    code = "idempotency-key-reused"
    title = msg("幂等键已用于另一请求")


def idempotent(view: View) -> View:
    """Honour `Idempotency-Key` on a POST. The account is the signed-in caller's.

    Stands above `@blueprint.arguments` and `@blueprint.response`, so that the very
    answer is stored and a fault in making it rolls the change back.
    """

    @wraps(view)
    def once(*args: Any, **kwargs: Any) -> Any:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return view(*args, **kwargs)
        account = current_account()
        return answer_once(account.id if account else 0, key, lambda: view(*args, **kwargs))

    return honours_idempotency_key(once)  # type: ignore[return-value]


def honours_idempotency_key(view: View) -> View:
    """Mark a view that calls `answer_once` itself; every POST of the API bears this mark."""
    view.honours_idempotency_key = True  # type: ignore[attr-defined]
    return view


def answer_once(account_id: int, key: str, act: Callable[[], Any]) -> Response:
    """Run `act` once for this account and key; later calls get the stored answer."""
    if not key.isprintable() or not 1 <= len(key) <= KEY_CHARS_MAX:
        raise InvalidInput(
            msg("Idempotency-Key 不符合要求。"),
            errors=[
                FieldError(
                    "Idempotency-Key",
                    "bad-key",
                    msg("请用 1 至 {max} 个可见字符。", max=KEY_CHARS_MAX),
                )
            ],
        )
    digest = _request_hash()
    with transaction() as session:
        session.execute(
            select(func.pg_advisory_xact_lock(func.hashtextextended(f"{account_id}:{key}", 0)))
        )
        stored = db.session.get(IdempotentAnswer, (account_id, key))
        if stored is not None:
            return _replay(stored, digest)
        response = make_response(act())
        session.add(
            IdempotentAnswer(
                account_id=account_id,
                key=key,
                request_hash=digest,
                status=response.status_code,
                headers={
                    name: response.headers[name]
                    for name in _KEPT_HEADERS
                    if name in response.headers
                },
                body=response.get_data(as_text=True),
                created_at=clock.now(),
            )
        )
    return response


def _replay(stored: IdempotentAnswer, digest: bytes) -> Response:
    if stored.request_hash != digest:
        raise KeyReused(msg("这个 Idempotency-Key 已用于另一个请求，请换一个新的。"))
    response = Response(stored.body, status=stored.status)
    response.headers.update(stored.headers)
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _request_hash() -> bytes:
    """A digest of address, form fields, files and body, so that a reused key is noticed."""
    digest = hashlib.sha256(f"{request.method} {request.full_path}\n".encode())
    if request.mimetype == "multipart/form-data":
        for name, value in sorted(request.form.items(multi=True)):
            digest.update(f"{name}={value}\n".encode())
        for name, upload in sorted(request.files.items(multi=True)):
            digest.update(f"{name}:{upload.filename}\n".encode())
            while chunk := upload.stream.read(HASH_CHUNK_BYTES):
                digest.update(chunk)
            upload.stream.seek(0)
    else:
        digest.update(request.get_data(cache=True))
    return digest.digest()
