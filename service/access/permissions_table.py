"""Draws docs/permissions.md from the policy: `python -m service.access.permissions_table`."""

from itertools import groupby
from pathlib import Path

from service.access.policy import POLICY_FILE, Rule, Scope, load_policy
from service.web.context import ROLE_NAMES

DOCUMENT = Path(__file__).parents[2] / "docs" / "permissions.md"

SCOPES = {
    Scope.all: "everything of the office 全部",
    Scope.unit: "what the caller's own unit asked for 本单位",
    Scope.community: "the caller's own community 本社区",
    Scope.own: "the caller itself alone 本人或本企业",
}
HEAD = f"""# Permissions · 权限表

Who may do what, and over which rows. Drawn from `service/access/{POLICY_FILE.name}` by `make docs`;
change the table there, not here. Every route of the service names one of these actions, and a test
calls every route as every role.

"""


def document() -> str:
    """The whole page in Markdown."""
    rules = sorted(load_policy().values(), key=lambda rule: rule.action)
    parts = [HEAD, "Scopes 范围: " + " · ".join(f"`{s}` {text}" for s, text in SCOPES.items())]
    parts.append(". `public` needs no sign-in 无须登录.\n")
    for area, actions in groupby(rules, key=lambda rule: rule.action.partition(".")[0]):
        parts.append(f"\n## {area}\n\n{_head()}")
        parts.extend(_row(rule) for rule in actions)
    return "".join(parts)


def _head() -> str:
    names = [f"{role}<br>{name.template}" for role, name in ROLE_NAMES.items()]
    return f"| action | {' | '.join(names)} |\n|---|{'---|' * len(names)}\n"


def _row(rule: Rule) -> str:
    others = "public" if rule.public else ""
    cells = [str(rule.scopes.get(role, others)) for role in ROLE_NAMES]
    return f"| `{rule.action}` | {' | '.join(cells)} |\n"


def main() -> None:
    """Write the document."""
    DOCUMENT.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
