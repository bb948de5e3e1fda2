"""Writes the operations of the Python client from the OpenAPI document: `make docs`."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.openapi.document import FILE, ROOT, as_text, committed, current
from tools.openapi.kinds import Json, docstring, named_in, typed_dict
from tools.openapi.operations import Operation, operations_of

PACKAGE = ROOT / "client" / "credit_window_client"
OPERATIONS, SCHEMAS = "operations", "schemas"
HEAD = "Drawn from the OpenAPI document by `make docs`; not to be changed by hand."
FROM = {
    "typing": ("Any", "Literal", "NotRequired", "TypedDict", "final"),
    "collections.abc": ("Mapping", "Sequence"),
    "credit_window_client.answers": ("Download", "Paged"),
    "credit_window_client.forms": ("File",),
    "credit_window_client.group": ("Group",),
    "credit_window_client.requests": ("Day", "Request", "address", "new_key"),
}


def modules(document: Json) -> dict[str, str]:
    """Source of every module by its path in the package, not yet formatted."""
    groups: dict[str, list[Operation]] = {}
    for one in operations_of(document):
        groups.setdefault(one.group, []).append(one)
    homes: dict[str, str] = {}
    made = {}
    for group, operations in groups.items():
        schemas = list(_new_schemas(operations, document, homes))
        homes |= dict.fromkeys(schemas, group)
        docs = _docs(group, document)
        if schemas:
            body = "\n\n".join(typed_dict(one, _schema(document, one)) for one in schemas)
            made[f"{SCHEMAS}/{group}.py"] = _module(docs, body, homes, group)
        made[f"{OPERATIONS}/{group}.py"] = _module(docs, _class(group, operations), homes)
    made[f"{OPERATIONS}/__init__.py"] = _root(list(groups))
    made[f"{SCHEMAS}/__init__.py"] = _all_schemas(homes)
    return made


def _module(docs: str, body: str, homes: dict[str, str], own: str | None = None) -> str:
    """A module with what it imports; `own` is the group whose schemas stand in it."""
    return "\n".join([docs, *_imports(body, homes, own), body])


def _schema(document: Json, name: str) -> Json:
    found: Json = document["components"]["schemas"][name]
    return found


def _new_schemas(
    operations: list[Operation], document: Json, homes: dict[str, str]
) -> Iterator[str]:
    """Schemas first met here, each behind those it is made of."""
    seen: set[str] = set(homes)

    def visit(name: str) -> Iterator[str]:
        if name not in seen:
            seen.add(name)
            for inner in named_in(_schema(document, name)):
                yield from visit(inner)
            yield name

    for operation in operations:
        used = " ".join([one.kind for one in operation.arguments])
        for name in re.findall(r"\w+", used):
            if name in document["components"]["schemas"]:
                yield from visit(name)
        for name in named_in(list(operation.answers.values())):
            yield from visit(name)


def _docs(group: str, document: Json) -> str:
    place = next(
        item
        for path, item in document["paths"].items()
        if any(one.get("operationId", "").startswith(f"{group}.") for one in _each(item))
    )
    tag = next(one for one in _each(place))["tags"][0]
    told = next(one["description"] for one in document["tags"] if one["name"] == tag)
    return docstring(f"{told}.\n\n{HEAD}\n")


def _each(item: Json) -> list[Json]:
    return [one for one in item.values() if isinstance(one, dict)]


def _imports(body: str, homes: dict[str, str], own: str | None) -> Iterator[str]:
    used = set(re.findall(r"\w+", body))
    for module, names in FROM.items():
        if wanted := [one for one in names if one in used]:
            yield f"from {module} import {', '.join(wanted)}"
    elsewhere: dict[str, list[str]] = {}
    for name, home in homes.items():
        if home != own and name in used:
            elsewhere.setdefault(home, []).append(name)
    for home, names in elsewhere.items():
        yield f"from credit_window_client.{SCHEMAS}.{home} import {', '.join(sorted(names))}"


def class_name(group: str) -> str:
    """`check_batches` as the class of its operations is called."""
    return "".join(word.capitalize() for word in group.split("_")) + "Operations"


def _class(group: str, operations: list[Operation]) -> str:
    head = f'class {class_name(group)}(Group):\n    """`client.{group}`: its operations."""\n'
    return "\n".join([head, *(one.source() for one in operations)])


def _root(groups: list[str]) -> str:
    lines = [docstring(f"Every operation of the API, by group.\n\n{HEAD}\n")]
    lines += [
        f"from credit_window_client.operations.{one} import {class_name(one)}" for one in groups
    ]
    lines += ["from credit_window_client.transport import Transport", ""]
    lines += ["class Operations:", '    """The operations, one attribute a group."""', ""]
    lines += ["    def __init__(self, transport: Transport) -> None:"]
    lines += [f"        self.{one} = {class_name(one)}(transport)" for one in groups]
    return "\n".join(lines) + "\n"


def _all_schemas(homes: dict[str, str]) -> str:
    lines = [docstring(f"Every schema of the API, whichever operations it is of.\n\n{HEAD}\n")]
    lines += [
        f"from credit_window_client.{SCHEMAS}.{home} import {name} as {name}"
        for name, home in homes.items()
    ]
    return "\n".join(lines) + "\n"


def draw(document: Json, package: Path) -> None:
    """Write the modules into the package, in the format of the code. Those of old are removed."""
    folders = [package / OPERATIONS, package / SCHEMAS]
    for folder in folders:
        folder.mkdir(exist_ok=True)
        for old in folder.glob("*.py"):
            old.unlink()
    for name, source in modules(document).items():
        (package / name).write_text(source, encoding="utf-8")
    for command in (["check", "--fix", "--quiet", "--select", "I,F401"], ["format", "--quiet"]):
        subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--config", ROOT / "pyproject.toml", *folders],
            check=True,
        )


def main() -> None:
    """Write the document and the client's operations."""
    FILE.write_text(as_text(current()), encoding="utf-8")
    draw(committed(), PACKAGE)


if __name__ == "__main__":
    main()
