"""Collects the texts for people of each package into its English catalogue.

    make messages

Translations are kept, new texts come in empty, and what no source says any more is taken out and
printed, so that the English of a reworded text can be used again. Nothing is guessed, and the
layout never depends on who ran it.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

CATALOGUE = "translations/en/LC_MESSAGES/messages.po"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "msg": None, "Message": None}
WIDTH = 100
HEAD = """\
# English texts; the Chinese source text is the binding one.
msgid ""
msgstr ""
"Project-Id-Version: credit-window\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""

Text = str | tuple[str, ...]


def texts(package: Path, mapping: Path) -> list[Text]:
    """Every text in Python and templates below `package`; a plural is a pair."""
    with mapping.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(package, methods, options, KEYWORDS)
    return sorted({text for _, _, text, _, _ in found if text}, key=str)


def collect(package: Path, mapping: Path) -> tuple[list[str], list[tuple[str, str]]]:
    """Bring the catalogue of `package` up to date.

    Returns the texts that still lack their English, and those taken out with the English they had.
    """
    path = package / CATALOGUE
    wanted = texts(package, mapping)
    if not wanted and not path.exists():
        return [], []
    before = Catalog(locale="en")
    if path.exists():
        with path.open("rb") as file:
            before = read_po(file, locale="en")
    after = Catalog(locale="en", fuzzy=False)
    for text in wanted:
        known = before.get(_key(text))
        after.add(text, known.string if known else None)
    body = BytesIO()
    write_po(body, after, width=WIDTH, omit_header=True, sort_output=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + "\n" + body.getvalue().decode().lstrip("\n"), encoding="utf-8")
    missing = [_key(entry.id) for entry in after if entry.id and not entry.string]
    gone = [
        (_key(entry.id), _key(entry.string or ""))
        for entry in before
        if entry.id and after.get(_key(entry.id)) is None
    ]
    return missing, gone


def _key(text: str | list[str] | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else text[0]


def main(packages: list[str]) -> int:
    """Collect for each package; say what is to be translated and what was taken out."""
    root = Path(__file__).resolve().parent.parent
    for name in packages:
        missing, gone = collect(root / name, root / "babel.cfg")
        for text in missing:
            print(f"{name}: to translate: {text}")
        for text, english in gone:
            print(f"{name}: taken out: {text} = {english}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
