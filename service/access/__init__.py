"""Who may do what: one policy table, one decorator, one gate before every view."""

from service.access.account import Role, Visitor, caller, current_account
from service.access.gate import init_access
from service.access.policy import Scope, allow, load_policy, may, scope_of

__all__ = [
    "Role",
    "Scope",
    "Visitor",
    "allow",
    "caller",
    "current_account",
    "init_access",
    "load_policy",
    "may",
    "scope_of",
]
