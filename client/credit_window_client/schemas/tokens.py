"""访问令牌 Access tokens.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import TypedDict, final


@final
class TokenAnswer(TypedDict):
    token: str
    expires_at: str
