"""查询授权 Authorisations.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import TypedDict, final

from credit_window_client.schemas.queries import AboutSubject


@final
class AuthorisationAnswer(TypedDict):
    number: str
    subject: AboutSubject
    granted_to_unit: str
    purposes: list[str]
    categories: list[str]
    valid_from: str
    valid_until: str
    scanned: bool
    """登记时有扫描件；到保存期限清除后仍为 true"""
    recorded_by: str
    recorded_at: str
    withdrawn_at: str | None
    erased_on: str | None
    """扫描件和姓名按保存期限清除的日期；未清除为 null"""


@final
class AuthorisationsAnswer(TypedDict):
    items: list[AuthorisationAnswer]
    next_cursor: str | None
