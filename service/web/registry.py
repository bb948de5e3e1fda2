"""What parts add to every page: entries of the navigation and cards of the home page."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import Flask, current_app

from service.access import Visitor, may
from service.messages import Message, msg

NAV_ORDER_DEFAULT = 100
NAV_FLAT_MAX = 12
"""Entries that are found at a glance; a longer navigation is told apart by headings."""
NAV_GROUPS: tuple[tuple[int, Message], ...] = (
    (0, msg("日常办理")),
    (30, msg("记录与统计")),
    (40, msg("信用数据")),
    (50, msg("监督")),
    (60, msg("规则与措施")),
    (70, msg("系统管理")),
    (80, msg("社区积分")),
    (85, msg("公开与本人")),
)
"""Headings of the navigation, each from the `order` of its first entry on."""
SHORTCUT = re.compile(r"Alt\+[A-Z0-9]")


class ShortcutError(ValueError):
    """A part asks for a keyboard shortcut that cannot be or is another's."""

    def __init__(self, shortcut: str, fault: str) -> None:
        super().__init__(f"shortcut '{shortcut}' {fault}")


@dataclass(frozen=True)
class NavItem:
    """One entry of the navigation; shown to the accounts whose role may do `action`."""

    label: Message
    endpoint: str
    action: str
    shortcut: str | None = None
    """`Alt+` and one letter or digit, e.g. `Alt+N`."""
    quick: bool = False
    """True for what is started from the counter: the home page shows it as a large button."""
    order: int = NAV_ORDER_DEFAULT
    """Place in the navigation, which also tells the heading (`NAV_GROUPS`)."""


@dataclass(frozen=True)
class HomeCard:
    """What waits for the account today: a count, what it means, and where to deal with it."""

    title: Message
    count: int
    text: Message
    endpoint: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    """Further parts of the address, e.g. the filter of a list."""


CardProvider = Callable[[], HomeCard | None]


class Shell:
    """The registry behind `app.extensions["shell"]`."""

    def __init__(self) -> None:
        self._nav: list[NavItem] = []
        self._cards: list[tuple[str, CardProvider]] = []
        self._public: list[tuple[Message, str]] = []
        self.sign_in_endpoint = "accounts.sign_in"
        self.sign_out_endpoint = "accounts.sign_out"
        self.account_endpoint = "accounts.account"
        self.second_factor_endpoint = "second_factor.show"

    def nav_item(
        self,
        label: Message,
        endpoint: str,
        action: str,
        *,
        shortcut: str | None = None,
        quick: bool = False,
        order: int = NAV_ORDER_DEFAULT,
    ) -> None:
        """Add an entry to the navigation. Raises `ShortcutError` on a bad or taken shortcut."""
        if shortcut is not None:
            if not SHORTCUT.fullmatch(shortcut):
                raise ShortcutError(shortcut, "is not Alt+ and one letter or digit")
            if any(item.shortcut == shortcut for item in self._nav):
                raise ShortcutError(shortcut, "is already taken")
        self._nav.append(NavItem(label, endpoint, action, shortcut, quick, order))
        self._nav.sort(key=lambda item: item.order)

    def public_link(self, label: Message, endpoint: str) -> None:
        """Add a link to the foot of every page: what anybody may open without signing in."""
        self._public.append((label, endpoint))

    @property
    def public_links(self) -> list[tuple[Message, str]]:
        """The links of the foot, in the order they were added."""
        return list(self._public)

    def home_card(self, action: str, provider: CardProvider) -> None:
        """Add a card; `provider` runs only for an account that may do `action`."""
        self._cards.append((action, provider))

    def nav_for(self, account: Visitor | None) -> list[NavItem]:
        """The entries the account may use, in order; none for a visitor not signed in."""
        if account is None:
            return []
        return [item for item in self._nav if may(account, item.action)]

    def nav_groups(self, account: Visitor | None) -> list[tuple[Message | None, list[NavItem]]]:
        """The same entries under their headings; one group without a heading where they are few."""
        items = self.nav_for(account)
        if len(items) <= NAV_FLAT_MAX:
            return [(None, items)] if items else []
        ends = [*(start for start, _ in NAV_GROUPS[1:]), None]
        groups = [
            (
                title,
                [
                    item
                    for item in items
                    if start <= item.order and (end is None or item.order < end)
                ],
            )
            for (start, title), end in zip(NAV_GROUPS, ends, strict=True)
        ]
        return [(title, held) for title, held in groups if held]

    def cards_for(self, account: Visitor | None) -> list[HomeCard]:
        """The cards the account may see; those with something waiting come first."""
        cards = [provider() for action, provider in self._cards if may(account, action)]
        return sorted((card for card in cards if card), key=lambda card: card.count == 0)


def shell_of(app: Flask | None = None) -> Shell:
    """The shell of this app (the current one when none is given)."""
    shell: Shell = (app or current_app).extensions["shell"]
    return shell
