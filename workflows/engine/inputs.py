"""Reads what an action is given by its table: the reason and the fields. Pure.

Raises `InvalidInput` naming every fault.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from service.messages import Message, msg
from service.problems import FieldError, InvalidInput
from workflows.engine.definition import ActionRule, Demand, FieldRule
from workflows.engine.limits import ITEM_CHARS_MAX, ITEMS_MAX, REASON_CHARS_MAX
from workflows.engine.reasons import in_chinese


class _FieldFault(Exception):  # noqa: N818 - named for what it is
    def __init__(self, code: str, message: Message) -> None:
        super().__init__(code)
        self.error = (code, message)


def read_inputs(
    rule: ActionRule, reason: str, given: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    """The reason and the fields as JSON holds them."""
    errors: list[FieldError] = []
    reason = in_chinese(rule, reason.strip())
    if rule.reason is Demand.required and not reason:
        errors.append(FieldError("reason", "required", msg("请填写理由。")))
    if len(reason) > REASON_CHARS_MAX:
        errors.append(
            FieldError("reason", "too-long", msg("理由最多 {max} 字。", max=REASON_CHARS_MAX))
        )
    values: dict[str, Any] = {}
    for field in rule.fields:
        try:
            value = _value(field, given.get(field.name))
        except _FieldFault as fault:
            errors.append(FieldError(field.name, *fault.error))
        else:
            if value is not None:
                values[field.name] = value
    known = {field.name for field in rule.fields}
    errors += [
        FieldError(name[:ITEM_CHARS_MAX], "unknown-field", msg("这一步没有这个项目。"))
        for name in sorted(set(given) - known)
    ]
    if errors:
        raise InvalidInput(msg("填写内容有误，请按提示改正。"), errors=errors)
    return reason, values


def _value(field: FieldRule, given: Any) -> Any:
    if given in (None, []) or (isinstance(given, str) and not given.strip()):
        if field.required and field.kind != "flag":
            raise _FieldFault("required", msg("请填写这一项。"))
        return False if field.kind == "flag" else None
    return _READERS[field.kind](field, given)


def _text(field: FieldRule, given: Any) -> str:
    if not isinstance(given, str):
        raise _FieldFault("not-text", msg("须为文字。"))
    text = given.strip()
    if "\x00" in text:
        raise _FieldFault("not-text", msg("含有不能保存的字符。"))
    if len(text) > field.chars_max:
        raise _FieldFault("too-long", msg("最多 {max} 字。", max=field.chars_max))
    return text


def _date(_: FieldRule, given: Any) -> str:
    try:
        return date.fromisoformat(str(given).strip()).isoformat()
    except ValueError as error:
        raise _FieldFault("not-a-date", msg("日期的写法是 2026-11-27。")) from error


def _choice(field: FieldRule, given: Any) -> str:
    if given not in field.choices:
        raise _FieldFault("not-a-choice", msg("请从所列各项中选择。"))
    return str(given)


def _items(_: FieldRule, given: Any) -> list[str]:
    items = given.splitlines() if isinstance(given, str) else given
    if not isinstance(items, list) or not all(isinstance(one, str) for one in items):
        raise _FieldFault("not-a-list", msg("请逐项填写，一行一项。"))
    kept = [one.strip() for one in items if one.strip()]
    if not kept:
        raise _FieldFault("required", msg("请至少填写一项。"))
    if len(kept) > ITEMS_MAX or any(len(one) > ITEM_CHARS_MAX or "\x00" in one for one in kept):
        raise _FieldFault(
            "too-long",
            msg("最多 {items} 项，每项最多 {chars} 字。", items=ITEMS_MAX, chars=ITEM_CHARS_MAX),
        )
    return kept


def _flag(_: FieldRule, given: Any) -> bool:
    if given in (True, "true", "1", "on", "yes"):
        return True
    if given in (False, "false", "0", "off", "no"):
        return False
    raise _FieldFault("not-a-flag", msg("请填写“是”或“否”。"))


_READERS: Mapping[str, Callable[[FieldRule, Any], Any]] = {
    "text": _text,
    "date": _date,
    "choice": _choice,
    "items": _items,
    "flag": _flag,
}
FIELD_KINDS = frozenset(_READERS)
