"""The demonstration accounts; production has none."""

from sqlalchemy import select

from service.access.account import Role
from service.accounts.models import Account
from service.accounts.service import NewAccount, create_account
from service.database import db, transaction
from service.settings import Settings

DEMO_UNITS = {
    Role.clerk: "西湖区信用服务窗口",
    Role.reviewer: "西湖区信用服务窗口",
    Role.department: "西湖区教育局",
    Role.enterprise: "",
    Role.community: "翠苑一区社区居委会",
    Role.auditor: "西湖区审计局",
    Role.admin: "西湖区信用服务窗口",
}
DEMO_NAMES = {
    Role.clerk: "王晓燕",
    Role.reviewer: "陈国栋",
    Role.department: "周敏",
    Role.enterprise: "刘志强",
    Role.community: "沈桂英",
    Role.auditor: "郑文博",
    Role.admin: "许明",
}
DEMO_COMMUNITY = "CY1"


def demo_accounts(settings: Settings) -> list[tuple[str, Role]]:
    """Name and role of each demonstration account, for the sign-in page."""
    if settings.in_production:
        return []
    names = select(Account.name).where(Account.name.in_([role.value for role in Role]))
    there = set(db.session.scalars(names))
    return [(role.value, role) for role in Role if role.value in there]


def create_demo_accounts(settings: Settings, *, enterprise_code: str, enterprise_name: str) -> int:
    """Open the seven accounts, each with the password `demo-` + its name; returns how many.

    Raises RuntimeError in production. Accounts that exist are left alone.
    """
    if settings.in_production:
        raise RuntimeError("demonstration accounts are never created in production")
    with transaction() as session:
        there = set(session.scalars(select(Account.name)))
        missing = [role for role in Role if role.value not in there]
        for role in missing:
            is_enterprise = role is Role.enterprise
            create_account(
                NewAccount(
                    name=role.value,
                    role=role,
                    password=f"demo-{role.value}",
                    display_name=DEMO_NAMES[role],
                    unit=enterprise_name if is_enterprise else DEMO_UNITS[role],
                    subject_code=enterprise_code if is_enterprise else None,
                    community_code=DEMO_COMMUNITY if role is Role.community else None,
                )
            )
    return len(missing)
