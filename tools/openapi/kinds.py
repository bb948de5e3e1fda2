"""Schemas of the OpenAPI document as Python types."""

from collections.abc import Iterator
from keyword import iskeyword
from typing import Any

SCHEMAS = "#/components/schemas/"
PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
Json = dict[str, Any]


def python_name(name: str) -> str:
    """A name that Python takes: `from` is a word of its own there."""
    plain = name.replace("-", "_").lower()
    return plain + "_" if iskeyword(plain) else plain


def kind_of(schema: Json, *, given: bool = False) -> str:
    """The type of a value; what is given may be any sequence, and a day a `date`."""
    if "$ref" in schema:
        return str(schema["$ref"].removeprefix(SCHEMAS))
    if "anyOf" in schema:
        return _either([kind_of(one, given=given) for one in schema["anyOf"]])
    if "enum" in schema:
        return _choice(schema["enum"])
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return _either([_one_kind(schema, kind, given=given) for kind in kinds]) if kinds else "Any"


def _choice(values: list[Any]) -> str:
    named = "Literal[" + ", ".join(repr(one) for one in values if one is not None) + "]"
    return _either([named, "None"]) if None in values else named


def _either(kinds: list[str]) -> str:
    found = list(dict.fromkeys(kinds))
    return " | ".join([one for one in found if one != "None"] + ["None"] * ("None" in found))


def _one_kind(schema: Json, kind: str, *, given: bool) -> str:
    if kind == "array":
        inner = kind_of(schema.get("items", {}), given=given)
        return f"Sequence[{inner}]" if given else f"list[{inner}]"
    if kind == "object":
        values = schema.get("additionalProperties")
        inner = kind_of(values) if isinstance(values, dict) else "Any"
        return f"Mapping[str, {inner}]" if given else f"dict[str, {inner}]"
    if schema.get("format") == "binary":
        return "File"
    if given and schema.get("format") == "date":
        return "Day"
    return PLAIN[kind]


def typed_dict(name: str, schema: Json) -> str:
    """The source of a schema as a TypedDict."""
    required = set(schema.get("required", []))
    fields = {
        key: kind_of(value) if key in required else f"NotRequired[{kind_of(value)}]"
        for key, value in schema.get("properties", {}).items()
    }
    if any(iskeyword(key) or not key.isidentifier() for key in fields):
        inner = ", ".join(f"{key!r}: {kind!r}" for key, kind in fields.items())
        return f"{name} = TypedDict({name!r}, {{{inner},}})\n"
    lines = ["@final", f"class {name}(TypedDict):"]
    for key, kind in fields.items():
        lines.append(f"    {key}: {kind}")
        if told := schema["properties"][key].get("description"):
            lines.append(f"    {docstring(told)}")
    return "\n".join([*lines, *([] if fields else ["    pass"])]) + "\n"


def docstring(text: str) -> str:
    """A text as the source of a docstring."""
    safe = text.replace("\\", "\\\\").replace('"""', "'''")
    return f'"""{safe}{" " * safe.endswith(chr(34))}"""'


def named_in(part: Any) -> Iterator[str]:
    """Names of the schemas that a part of the document refers to, in order."""
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"].removeprefix(SCHEMAS)
        for value in part.values():
            yield from named_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from named_in(value)
