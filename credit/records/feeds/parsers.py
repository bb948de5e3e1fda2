"""From a cell to a value: one function per column, made once for a whole file."""

from collections.abc import Callable
from datetime import date
from functools import partial

from credit.records.amounts import parse_amount
from credit.records.authorities import canonical_authority
from credit.records.dates_text import parse_date, parse_end_date
from credit.records.decision_numbers import normalise_decision_number
from credit.records.faults import Fault
from credit.records.feeds.description import Column
from credit.records.feeds.drafts import Value
from credit.records.feeds.fields import Holds
from credit.records.limits import CELL_MAX_CHARS
from credit.records.penalty_kinds import normalise_kinds
from credit.records.text import clean, clean_line, squeeze
from service.messages import msg

Parser = Callable[[str], Value | Fault]
ParserMaker = Callable[[Column, date], Parser]

_NOT_LISTED = msg("不是允许的取值")


def _text(column: Column, _today: date) -> Parser:
    """A long text, line breaks kept."""
    limit, too_long = column.max_chars, too_long_fault(column.max_chars)

    def parse(cell: str) -> Value | Fault:
        text = cell.strip()
        if not text.isprintable():
            text = clean(text)
        return text if len(text) <= limit else too_long

    return parse


def _line(column: Column, _today: date) -> Parser:
    """A name or label on one line."""
    limit, too_long = column.max_chars, too_long_fault(column.max_chars)

    def parse(cell: str) -> Value | Fault:
        text = cell.strip()
        if "  " in text or not text.isprintable():
            text = clean_line(text)
        return text if len(text) <= limit else too_long

    return parse


def _bounded(column: Column, cleaned: Callable[[str], str]) -> Parser:
    limit, too_long = column.max_chars, too_long_fault(column.max_chars)

    def parse(cell: str) -> Value | Fault:
        if len(cell) > CELL_MAX_CHARS:
            return too_long
        text = cleaned(cell)
        return text if len(text) <= limit else too_long

    return parse


def too_long_fault(limit: int) -> Fault:
    """The fault of a cell with more characters than its column may hold."""
    return Fault(
        "too-long",
        msg("超过{limit}个字符", limit=limit),
        msg("请核对该列，或删减到{limit}个字符以内", limit=limit),
    )


def _number(column: Column, _today: date) -> Parser:
    """A decision number."""
    return _bounded(column, normalise_decision_number)


def _authority(column: Column, today: date) -> Parser:
    """An authority under its one spelling of the day of import."""
    return _bounded(column, lambda cell: canonical_authority(cell, today))


def _date(_column: Column, _today: date) -> Parser:
    return parse_date


def _end_date(_column: Column, _today: date) -> Parser:
    return parse_end_date


def _amount(column: Column, _today: date) -> Parser:
    return partial(parse_amount, unit=column.unit)


def _kinds(column: Column, _today: date) -> Parser:
    limit, too_long = column.max_chars, too_long_fault(column.max_chars)
    return lambda cell: normalise_kinds(cell) if len(cell) <= limit else too_long


def _enumeration(column: Column, _today: date) -> Parser:
    values = {squeeze(name).casefold(): value for name, value in column.values.items()}
    as_written = {name: values[squeeze(name).casefold()] for name in column.values}
    allowed = "、".join(column.values)
    fault = Fault("not-allowed", _NOT_LISTED, msg("请填写下列之一：{values}", values=allowed))
    prefixes = tuple(
        (name.rstrip("*"), value) for name, value in values.items() if name.endswith("*")
    )

    def parse(cell: str) -> Value | Fault:
        if (found := as_written.get(cell)) is not None:  # nearly every cell
            return found
        key = squeeze(cell).casefold()
        found = values.get(key)
        if found is not None:
            return found
        return next((value for prefix, value in prefixes if key.startswith(prefix)), fault)

    return parse


PARSERS: dict[str, tuple[ParserMaker, Holds]] = {
    "text": (_text, Holds.TEXT),
    "line": (_line, Holds.TEXT),
    "date": (_date, Holds.DATE),
    "end_date": (_end_date, Holds.DATE),
    "amount": (_amount, Holds.YUAN),
    "kinds": (_kinds, Holds.KINDS),
    "enumeration": (_enumeration, Holds.TEXT),
    "decision_number": (_number, Holds.TEXT),
    "authority": (_authority, Holds.TEXT),
    "uscc": (_line, Holds.TEXT),
    "identifier": (_line, Holds.TEXT),
}
"""Parser name → how it is made and what it yields."""
