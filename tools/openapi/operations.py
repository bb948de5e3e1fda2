"""Operations of the OpenAPI document as methods of Python classes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tools.openapi.kinds import SCHEMAS, Json, docstring, kind_of, python_name

METHODS = ("get", "post", "put", "patch", "delete")
JSON_TYPE, FORM_TYPE = "application/json", "multipart/form-data"
BYTES_TYPE, LINES_TYPE = "application/octet-stream", "application/x-ndjson"
KEY = "Idempotency-Key"
PREFIX = "/api/v1"


@dataclass(frozen=True)
class Argument:
    """One argument of a method: how Python knows it, how the API does, and its type."""

    name: str
    called: str
    kind: str
    required: bool


@dataclass
class Operation:
    """One operation: what it is called, what it takes, what it answers."""

    group: str
    name: str
    method: str
    path: str
    told: tuple[str, str]
    """One sentence, and what there is to say besides."""
    parts: dict[str, list[Argument]] = field(default_factory=dict)
    """Arguments by where they go: path, query, header, json, form, bytes, basic."""
    answers: dict[str, Json] = field(default_factory=dict)
    """Schemas of successful answers by media type; none where nothing is answered."""
    schemas: Json = field(default_factory=dict)

    @property
    def page_items(self) -> str | None:
        """For a list that comes page by page: the member of the answer that holds its rows."""
        shape = self._shape()
        if "next_cursor" not in shape or "cursor" not in {a.called for a in self.arguments}:
            return None
        last = self.path.rsplit("/", 1)[1]
        return last if last in shape else "items"

    @property
    def arguments(self) -> list[Argument]:
        """All arguments."""
        return [one for part in self.parts.values() for one in part]

    def _shape(self) -> Json:
        name = self.answers.get(JSON_TYPE, {}).get("$ref", "").removeprefix(SCHEMAS)
        found: Json = self.schemas.get(name, {}).get("properties", {})
        return found

    def source(self) -> str:
        """The method."""
        return "\n".join(["    " + line if line else "" for line in self._lines()]) + "\n"

    def _lines(self) -> Iterator[str]:
        first = ["self"] + [f"{one.name}: {one.kind}" for one in self.parts.get("path", [])]
        named = [one for part, found in self.parts.items() if part != "path" for one in found]
        named.sort(key=lambda one: not one.required)
        rest = [
            f"{one.name}: {one.kind}"
            if one.required
            else f"{one.name}: {_or_none(one.kind)} = None"
            for one in named
        ]
        rest += ["idempotency_key: str | None = None"] * self.takes_key
        given, call = self._answered()
        yield f"def {self.name}({', '.join(first + (['*', *rest] if rest else []))}) -> {given}:"
        yield from ("    " + line if line else "" for line in self._docs().split("\n"))
        yield f"    request = {self._request()}"
        if call == "json":
            yield f"    answer: {given} = self._json(request)"
            yield "    return answer"
        else:
            yield f"    {'return ' if given != 'None' else ''}self._{call}"

    def _docs(self) -> str:
        paragraphs = [one for one in self.told if one]
        return docstring("\n\n".join([*paragraphs, f"`{self.method.upper()} {self.path}`"]) + "\n")

    @property
    def takes_key(self) -> bool:
        """True where the API does a repeated request once."""
        return self.method == "post"

    def _answered(self) -> tuple[str, str]:
        """The type of the answer, and the call that gives it."""
        if not self.answers:
            return "None", "nothing(request)"
        if JSON_TYPE not in self.answers:
            return "Download", "download(request)"
        given = kind_of(self.answers[JSON_TYPE])
        if items := self.page_items:
            row = kind_of(self._shape()[items]["items"])
            return f"Paged[{row}, {given}]", f"paged(request, {items!r})"
        return given, "json"

    def _request(self) -> str:
        place = repr(self.path)
        if path := self.parts.get("path"):
            places = re.sub(r"\{\w+\}", "{}", self.path)
            place = f"address({places!r}, {', '.join(one.name for one in path)})"
        told = [repr(self.method.upper()), place]
        for part in ("query", "header", "json", "form"):
            if found := self.parts.get(part):
                pairs = ", ".join(f"{one.called!r}: {one.name}" for one in found)
                told.append(f"{part}={{{pairs}}}")
        if content := self.parts.get("bytes"):
            told.append(f"content={content[0].name}")
        if self.parts.get("basic"):
            told.append("basic=(name, password)")
        if self.takes_key:
            told.append("key=idempotency_key or new_key()")
        return f"Request({', '.join(told)})"


def _or_none(kind: str) -> str:
    return kind if kind.endswith("None") or kind == "Any" else f"{kind} | None"


def operations_of(document: Json) -> Iterator[Operation]:
    """Every operation of the document, in its order."""
    schemas = document["components"]["schemas"]
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield _read(path, method, item, schemas)


def _read(path: str, method: str, item: Json, schemas: Json) -> Operation:
    described = item[method]
    group, _, name = described["operationId"].partition(".")
    told = (described.get("summary", ""), described.get("description", ""))
    made = Operation(group, name, method, path.removeprefix(PREFIX), told, schemas=schemas)
    for one in item.get("parameters", []) + described.get("parameters", []):
        if one["name"] != KEY:
            kind = kind_of(one["schema"], given=True)
            argument = Argument(
                python_name(one["name"]), one["name"], kind, one.get("required", False)
            )
            made.parts.setdefault(one["in"], []).append(argument)
    made.parts |= dict(_body(described, schemas))
    if {"password": []} in described.get("security", []):
        made.parts["basic"] = [Argument(one, one, "str", True) for one in ("name", "password")]
    made.answers = _answers(described)
    names = [one.name for one in made.arguments]
    if len(names) != len(set(names)):
        raise ValueError(f"two arguments of {described['operationId']} have one name")
    return made


def _body(described: Json, schemas: Json) -> Iterator[tuple[str, list[Argument]]]:
    kinds = described.get("requestBody", {}).get("content", {})
    for part, media in (("json", JSON_TYPE), ("form", FORM_TYPE)):
        if media in kinds:
            schema = kinds[media]["schema"]
            schema = schemas[schema["$ref"].removeprefix(SCHEMAS)] if "$ref" in schema else schema
            required = set(schema.get("required", []))
            yield (
                part,
                [
                    Argument(python_name(key), key, kind_of(value, given=True), key in required)
                    for key, value in schema.get("properties", {}).items()
                ],
            )
    if BYTES_TYPE in kinds:
        yield "bytes", [Argument("content", "content", "bytes", True)]


def _answers(described: Json) -> dict[str, Json]:
    found: dict[str, Any] = {}
    for status, answer in sorted(described["responses"].items()):
        if status.startswith("2"):
            for media, content in answer.get("content", {}).items():
                found.setdefault(media, []).append(content["schema"])
    return {
        media: schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
        for media, schemas in found.items()
    }
