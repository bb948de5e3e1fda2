"""The demonstration accounts; production has none."""

import secrets
from dataclasses import dataclass

from sqlalchemy import select

from service import clock
from service.access.account import Role
from service.accounts.models import Account
from service.accounts.service import (
    NewAccount,
    actor_of,
    create_account,
    create_with_any_password,
)
from service.audit import Actor
from service.database import db, transaction
from service.settings import Settings


@dataclass(frozen=True)
class DemoAccount:
    """A person of the demonstration."""

    name: str
    role: Role
    display_name: str
    unit: str = ""


WINDOW, SCHOOLS, COMMITTEE = "西湖区信用服务窗口", "西湖区教育局", "翠苑一区社区居委会"
DEMO_ACCOUNTS = (
    DemoAccount("clerk", Role.clerk, "王晓燕", WINDOW),
    DemoAccount("reviewer", Role.reviewer, "陈国栋", WINDOW),
    DemoAccount("department", Role.department, "周敏", SCHOOLS),
    DemoAccount("department2", Role.department, "吴建平", SCHOOLS),
    DemoAccount("enterprise", Role.enterprise, "刘志强"),
    DemoAccount("community", Role.community, "沈桂英", COMMITTEE),
    DemoAccount("community2", Role.community, "方志明", COMMITTEE),
    DemoAccount("resident", Role.resident, "林秋月"),
    DemoAccount("shopkeeper", Role.shopkeeper, "何大海", "翠苑便民超市"),
    DemoAccount("person", Role.person, "个人用户"),
    DemoAccount("auditor", Role.auditor, "郑文博", "西湖区审计局"),
    DemoAccount("admin", Role.admin, "许明", WINDOW),
)
"""One for each role, and a second person where the law or a rule wants two."""
OF_THE_COMMUNITY = frozenset({Role.community, Role.resident, Role.shopkeeper})
DEMO_COMMUNITY = "CY1"


def demo_accounts(settings: Settings) -> list[tuple[str, Role]]:
    """Name and role of each demonstration account, for the sign-in page."""
    if settings.in_production:
        return []
    there = _there()
    return [(one.name, one.role) for one in DEMO_ACCOUNTS if one.name in there]


def _there() -> set[str]:
    names = select(Account.name).where(Account.name.in_([one.name for one in DEMO_ACCOUNTS]))
    return set(db.session.scalars(names))


def create_demo_accounts(settings: Settings, *, enterprise_code: str, enterprise_name: str) -> int:
    """Open the accounts, each with the password `demo-` + its name; returns how many.

    Raises RuntimeError in production. Accounts that exist are left alone.
    """
    if settings.in_production:
        raise RuntimeError("demonstration accounts are never created in production")
    with transaction():
        there = _there()
        missing = [one for one in DEMO_ACCOUNTS if one.name not in there]
        for one in missing:
            is_enterprise = one.role is Role.enterprise
            create_with_any_password(
                NewAccount(
                    name=one.name,
                    role=one.role,
                    password=f"demo-{one.name}",
                    display_name=one.display_name,
                    unit=enterprise_name if is_enterprise else one.unit,
                    subject_code=enterprise_code if is_enterprise else None,
                    community_code=DEMO_COMMUNITY if one.role in OF_THE_COMMUNITY else None,
                )
            )
    return len(missing)


def actor(name: str) -> Actor:
    """An account as whoever acts. Raises `NoResultFound`."""
    row = db.session.scalars(select(Account).where(Account.name == name)).one()
    return actor_of(row)


def past_account(
    name: str,
    role: Role,
    unit: str,
    *,
    subject_code: str | None = None,
    community_code: str | None = None,
) -> Actor:
    """An account by which the past was made: it stands in logs, and nobody can sign in with it."""
    if db.session.scalar(select(Account.id).where(Account.name == name)) is None:
        row = create_account(
            NewAccount(
                name, role, secrets.token_urlsafe(24), unit=unit, subject_code=subject_code,
                community_code=community_code,
            )
        )  # fmt: skip
        with transaction():
            row.disabled_at = clock.now()
    return actor(name)
