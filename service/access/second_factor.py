"""Who must have a second factor: whoever sees data of others than itself."""

from service.access.account import Role
from service.settings import Settings

SEES_OTHERS = frozenset(
    {Role.clerk, Role.reviewer, Role.department, Role.community, Role.auditor, Role.admin}
)
"""Roles whose scope in the policy reaches beyond themselves. A shopkeeper's does by its letter
alone: it is shown the one order whose code a resident has just shown it, under a public name."""


def must_have_second_factor(role: Role, settings: Settings) -> bool:
    """True for a role that gets nowhere without one here."""
    return settings.second_factor_required and role in SEES_OTHERS
