"""`Idempotency-Key`: the same POST sent twice is done once and answered the same.

The answer commits in the same transaction as the change, so a caller that lost
the reply to a crash can send again without fear.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from operator import itemgetter
from typing import Any, TypeVar

from flask import Response, make_response, request
from sqlalchemy import delete, func, select

from service import clock
from service.access.account import current_account
from service.api.bodies import FORM_TYPES
from service.api.models import IdempotentAnswer
from service.database import db, transaction
from service.messages import msg
from service.problems import Conflict, FieldError, InvalidInput

KEY_CHARS_MAX = 128
HASH_CHUNK_BYTES = 1024 * 1024
ANSWERS_KEPT = timedelta(days=2)
"""How long a caller may take to ask again; the answers hold private data."""
_KEPT_HEADERS = ("Content-Type", "Location", "Cache-Control")
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
    """Run `act` once for this account and key; later calls get the stored answer.

    A refusal is not kept, so that the caller may mend the request and send the key again.
    An answer that is not text is a fault of ours: it is raised and nothing is done.
    """
    demand_key(key)
    digest = request_hash()
    with transaction() as session:
        session.execute(
            select(func.pg_advisory_xact_lock(func.hashtextextended(f"{account_id}:{key}", 0)))
        )
        stored = db.session.get(IdempotentAnswer, (account_id, key))
        if stored is not None:
            return _replay(stored, digest)
        response = make_response(act())
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            return response
        response.direct_passthrough = False
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


def demand_key(key: str) -> None:
    """Raise `InvalidInput` for a key that is not as the document says."""
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


def _replay(stored: IdempotentAnswer, digest: bytes) -> Response:
    if stored.request_hash != digest:
        raise KeyReused(msg("这个 Idempotency-Key 已用于另一个请求，请换一个新的。"))
    response = Response(stored.body, status=stored.status)
    response.headers.update(stored.headers)
    response.headers["Idempotent-Replayed"] = "true"
    return response


def request_hash() -> bytes:
    """A digest of address, form fields, files and body, so that a reused key is noticed."""
    digest = hashlib.sha256(f"{request.method} {request.full_path}\n".encode())
    if request.mimetype not in FORM_TYPES:
        digest.update(request.get_data(cache=True))
        return digest.digest()
    # By the fields, not the bytes: whoever read the form first has used the bytes up.
    for pair in sorted(request.form.items(multi=True)):
        digest.update(json.dumps(pair).encode())
    for name, upload in sorted(request.files.items(multi=True), key=itemgetter(0)):
        digest.update(json.dumps([name, upload.filename]).encode())
        while chunk := upload.stream.read(HASH_CHUNK_BYTES):
            digest.update(chunk)
        upload.stream.seek(0)
    return digest.digest()


def forget_answers() -> int:
    """Delete answers kept longer than `ANSWERS_KEPT`; returns how many."""
    with transaction() as session:
        gone = session.execute(
            delete(IdempotentAnswer)
            .where(IdempotentAnswer.created_at < clock.now() - ANSWERS_KEPT)
            .returning(IdempotentAnswer.key)
        ).all()
    return len(gone)
