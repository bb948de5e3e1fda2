"""List every library with its licence: `docs/licences.md`, by `make docs`.

What a library says of itself is read from what is installed; a licence that is not among those we
have read and accepted stops the list.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
DOCUMENT = REPOSITORY / "docs" / "licences.md"
LISTS = {
    "requirements.txt": "To run · 运行",
    "requirements-dev.txt": "To test · 测试",
}
HEAD = """# Licences · 许可证

The service is under the licence in [LICENSE](../LICENSE). It runs on the libraries below, each
pinned and used unchanged; `make docs` draws the list from what is installed. psycopg is under the
LGPL: it is imported as it is, and whoever runs the service can exchange it.

本服务的许可证见 [LICENSE](../LICENSE)。下表由 `make docs` 从已安装的依赖生成，
版本固定，未作修改。
"""
PINNED = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*\])?==([^\s;]+)\s*(;.*)?")
CLASSIFIERS = {
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
ACCEPTED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "LGPL-3.0-only", "MIT", "MIT-0",
    "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Unlicense", "Zlib",
}  # fmt: skip
READ = {
    "axe-playwright-python": "MIT",
    "defusedxml": "PSF-2.0",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
}
"""What the file of a licence says where the library's own description does not."""


class UnknownLicenceError(ValueError):
    """A library says nothing of its licence, or names one that nobody has accepted."""


def document() -> str:
    """The whole page in Markdown. Raises `UnknownLicenceError`."""
    parts = [HEAD]
    for name, title in LISTS.items():
        parts.append(f"\n## {title}\n\n| library | version | licence |\n|---|---|---|\n")
        for library, version in pinned(REPOSITORY / name):
            parts.append(f"| {library} | {version} | {licence_of(library)} |\n")
    return "".join(parts)


def pinned(path: Path) -> list[tuple[str, str]]:
    """Libraries of a list with their versions; those for other Pythons than this are left out."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        match = PINNED.match(line)
        if match and not (match[3] and not _is_installed(match[1])):
            found.append((match[1], match[2]))
    return found


def licence_of(library: str) -> str:
    """Its licence in the words of SPDX. Raises `UnknownLicenceError`."""
    said = metadata(library).json
    told = READ.get(library) or str(said.get("license_expression") or "")
    told = told or _of_classifiers(said.get("classifier") or []) or str(said.get("license") or "")
    words = set(re.split(r"\s+(?:OR|AND)\s+", told))
    if not (ACCEPTED & words if " OR " in told else words <= ACCEPTED):
        message = f"{library}: '{told[:80]}' is not among the licences tools/licences.py accepts"
        raise UnknownLicenceError(message)
    return told


def _of_classifiers(classifiers: object) -> str:
    named = [CLASSIFIERS[one] for one in CLASSIFIERS if one in str(classifiers)]
    return " OR ".join(sorted(named))


def _is_installed(library: str) -> bool:
    try:
        metadata(library)
    except PackageNotFoundError:
        return False
    return True


def main() -> None:
    """Write the document."""
    try:
        DOCUMENT.write_text(document(), encoding="utf-8")
    except UnknownLicenceError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
