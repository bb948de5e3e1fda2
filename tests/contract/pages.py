"""Looks at a page as a browser reads it: nothing that was typed may have become markup."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

OWN_SCRIPTS = "/static/"
LINKS = {"href", "src", "action", "formaction", "data", "srcdoc"}
FOREIGN_TAGS = {"iframe", "object", "embed", "base", "math", "style", "applet", "xss", "marquee"}
PLAIN_SCHEMES = {"", "http", "https", "data", "mailto", "tel"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.shown: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.shown += given.values()
        own = given.get("src", "").startswith(OWN_SCRIPTS)
        if tag in FOREIGN_TAGS or (tag == "script" and not own):
            self.faults.append(self.get_starttag_text() or tag)
        self.faults += [f"{tag} {name}" for name in given if name.startswith("on")]
        self.faults += [
            f"{tag} {name}={given[name]}" for name in LINKS & given.keys() if _acts(given[name])
        ]

    handle_startendtag = handle_starttag

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


def _acts(address: str) -> bool:
    try:
        return urlsplit(address.strip()).scheme.lower() not in PLAIN_SCHEMES
    except ValueError:
        return False  # an address nobody can read leads nowhere


def foreign_markup(page: str) -> list[str]:
    """Tags and attributes that no template of ours has."""
    reader = _Reader()
    reader.feed(page)
    return reader.faults


def shows(page: str, text: str) -> bool:
    """True when a reader sees the text just as it was typed, blanks aside."""
    reader = _Reader()
    reader.feed(page)
    wanted = "".join(text.split())
    return any(wanted in "".join(piece.split()) for piece in [*reader.shown, "".join(reader.shown)])
