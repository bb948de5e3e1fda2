"""SMS through a gateway that takes one signed HTTP request a message (docs/messages.md).

The gateway is named by `CREDIT_SMS_URL`. The request is JSON `{id, to, text}`; the header
`X-Signature` is the hex HMAC-SHA256 of the body under `CREDIT_SMS_KEY`. An answer of 2xx
means taken, 4xx that trying again is of no use; `id` tells a copy.
"""

import hashlib
import hmac
import json

import urllib3

from service.notices.channels import DeliveryFailed, Letter
from service.notices.limits import ANSWER_BYTES_MAX, CONNECT_SECONDS_MAX

_TAKEN = range(200, 300)
_REFUSED = range(400, 500)
_AGAIN = {408, 429}


class SmsChannel:
    """Hands the subject of a message to the gateway: one line, without the link."""

    def __init__(self, url: str, key: bytes) -> None:
        self._url = url
        self._key = key

    def send(self, letter: Letter) -> None:
        """Hand one message over. Raises `DeliveryFailed`."""
        content = {"id": str(letter.id), "to": letter.address, "text": letter.subject}
        body = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
        status = self._post(body)
        if status in _TAKEN:
            return
        raise DeliveryFailed(f"http-{status}", final=status in _REFUSED and status not in _AGAIN)

    def _post(self, body: bytes) -> int:
        headers = {
            "Content-Type": "application/json",
            "X-Signature": hmac.new(self._key, body, hashlib.sha256).hexdigest(),
        }
        try:
            with urllib3.PoolManager(retries=False, timeout=CONNECT_SECONDS_MAX) as pool:
                answer = pool.request(
                    "POST",
                    self._url,
                    body=body,
                    headers=headers,
                    redirect=False,
                    preload_content=False,
                )
                answer.read(ANSWER_BYTES_MAX)
                answer.close()
                return answer.status
        except urllib3.exceptions.HTTPError as error:
            raise DeliveryFailed(type(error).__name__) from None
