"""Reads a calendar file: our YAML, our CSV, or the JSON of the holiday-cn project.

What the file says is checked by `notice.faults_of`; every fault is told, not the first alone.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path, PurePath
from typing import Any

import yaml

from credit.rules.vocabulary import Evidence
from service.messages import Message, msg
from service.problems import FieldError
from service.yaml_file import read_foreign_yaml
from workflows.workdays import limits
from workflows.workdays.csv_form import read_csv
from workflows.workdays.notice import Notice, NoticeDay, faults_of
from workflows.workdays.problems import InvalidCalendar
from workflows.workdays.values import as_date, as_text, bad_date

Faults = list[FieldError]
RANGE_DAYS_MAX = 31
"""Longest holiday one line of YAML may name, days; a longer one is a slip of the year."""


def read_file(path: Path, source: str = "") -> Notice:
    """The notice in a file of bounded size. Raises `InvalidCalendar`."""
    try:
        with path.open("rb") as stream:
            content = stream.read(limits.FILE_BYTES_MAX + 1)
    except OSError as error:
        raise invalid([FieldError("file", "unreadable", msg("文件无法读取。"))]) from error
    return read_notice(content, path.name, source)


def read_notice(content: bytes, filename: str, source: str = "") -> Notice:
    """The notice in a file's bytes; `source` names the paper where the file does not.

    Raises `InvalidCalendar` with every fault.
    """
    if len(content) > limits.FILE_BYTES_MAX:
        kilobytes = limits.FILE_BYTES_MAX // 1024
        raise invalid([FieldError("file", "too-large", msg("文件超过{n}KB。", n=kilobytes))])
    faults: Faults = []
    notice = _reader(content, filename)(content, faults)
    if notice is not None:
        if source.strip():
            notice = replace(notice, source=source.strip())
        faults += faults_of(notice)
    if faults or notice is None:
        raise invalid(faults)
    return notice


def invalid(faults: Faults) -> InvalidCalendar:
    """The refusal of a whole file."""
    return InvalidCalendar(
        msg("工作日历文件有{n}处错误，没有导入。", n=len(faults)),
        errors=faults[: limits.FAULTS_MAX],
    )


def _reader(content: bytes, filename: str) -> Callable[[bytes, Faults], Notice | None]:
    """By the name where it says what the file is, else by the first letter."""
    suffix = PurePath(filename).suffix.lower()
    if suffix == ".json":
        return _read_json
    if suffix in {".yaml", ".yml"}:
        return _read_yaml
    if suffix in {".csv", ".xlsx"}:
        return read_csv
    return _read_json if content.lstrip()[:1] in {b"{", b"["} else _read_yaml


def _read_json(content: bytes, faults: Faults) -> Notice | None:
    try:
        raw = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        faults.append(_not_utf8())
        return None
    except json.JSONDecodeError as error:
        message = msg(
            "不是有效的JSON：第{line}行第{column}列。", line=error.lineno, column=error.colno
        )
        faults.append(FieldError("file", "not-json", message, row=error.lineno))
        return None
    except (ValueError, RecursionError):
        faults.append(FieldError("file", "not-json", msg("不是有效的JSON。")))
        return None
    if not isinstance(raw, dict) or not isinstance(raw.get("days"), list):
        faults.append(_wrong_form(msg("JSON里没有year和days，不是holiday-cn的格式。")))
        return None
    year = _year(raw, faults)
    days = [_json_day(place, one, faults) for place, one in enumerate(raw["days"])]
    papers = raw.get("papers")
    named = [as_text(one) for one in papers] if isinstance(papers, list) else []
    if year is None:
        return None
    return Notice(year, " ".join(named), Evidence.FOUND, _present(days))


def _json_day(place: int, raw: Any, faults: Faults) -> NoticeDay | None:
    where = f"days[{place}]"
    given = raw if isinstance(raw, Mapping) else {}
    day, off = as_date(given.get("date")), given.get("isOffDay")
    if day is None:
        faults.append(bad_date(f"{where}.date", given.get("date")))
    if not isinstance(off, bool):
        message = msg("isOffDay应为true（放假）或false（上班）。")
        faults.append(FieldError(f"{where}.isOffDay", "not-a-flag", message))
    if day is None or not isinstance(off, bool):
        return None
    return NoticeDay(day, not off, as_text(given.get("name")), f"{where}.date")


def _read_yaml(content: bytes, faults: Faults) -> Notice | None:
    try:
        raw = read_foreign_yaml(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        faults.append(_not_utf8())
        return None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        message = msg("第{line}行：不符合YAML格式。", line=line)
        faults.append(FieldError("file", "not-yaml", message, row=line))
        return None
    except (ValueError, RecursionError, yaml.YAMLError):  # a date such as 2027-02-30, a NUL
        message = msg("不符合YAML格式，或有不存在的日期。")
        faults.append(FieldError("file", "not-yaml", message))
        return None
    if not isinstance(raw, dict) or not isinstance(raw.get("holidays"), list):
        faults.append(_wrong_form(msg("YAML里没有year和holidays。")))
        return None
    year, evidence = _year(raw, faults), _evidence(raw, faults)
    days = (
        day
        for place, one in enumerate(raw["holidays"])
        for day in _yaml_days(f"holidays[{place}]", one, faults)
    )
    some = tuple(islice(days, limits.DAYS_MAX + 1))  # one too many is enough to refuse
    if year is None:
        return None
    return Notice(year, as_text(raw.get("source")), evidence, some)


def _yaml_days(where: str, raw: Any, faults: Faults) -> Iterable[NoticeDay]:
    given = raw if isinstance(raw, Mapping) else {}
    name = as_text(given.get("name"))
    first, last = as_date(given.get("from")), as_date(given.get("to"))
    for key, day in (("from", first), ("to", last)):
        if day is None:
            faults.append(bad_date(f"{where}.{key}", given.get(key)))
    if first is not None and last is not None:
        length = (last - first).days + 1
        if not 1 <= length <= RANGE_DAYS_MAX:
            message = msg("放假应从早到晚，最多{n}天。", n=RANGE_DAYS_MAX)
            faults.append(FieldError(f"{where}.to", "bad-range", message))
            length = 0
        for step in range(length):
            yield NoticeDay(first + timedelta(days=step), False, name, f"{where}.from")
    work = given.get("work") or []
    for place, one in enumerate(work if isinstance(work, list) else [work]):
        day = as_date(one)
        if day is None:
            faults.append(bad_date(f"{where}.work[{place}]", one))
        else:
            yield NoticeDay(day, True, name, f"{where}.work[{place}]")


def _year(raw: Mapping[Any, Any], faults: Faults) -> int | None:
    year = raw.get("year")
    if isinstance(year, int) and not isinstance(year, bool):
        return year
    faults.append(FieldError("year", "bad-year", msg("year应为年份，例如2027。")))
    return None


def _evidence(raw: Mapping[Any, Any], faults: Faults) -> str:
    given = as_text(raw.get("evidence")) or str(Evidence.FOUND)
    if given in set(Evidence):
        return given
    choices = "、".join(Evidence)
    message = msg("evidence应为以下之一：{choices}。", choices=choices)
    faults.append(FieldError("evidence", "bad-evidence", message))
    return Evidence.UNVERIFIED


def _present(days: Iterable[NoticeDay | None]) -> tuple[NoticeDay, ...]:
    return tuple(one for one in days if one is not None)


def _wrong_form(message: Message) -> FieldError:
    return FieldError("file", "wrong-form", message, msg("可用的三种格式见docs/calendar.md。"))


def _not_utf8() -> FieldError:
    return FieldError(
        "file", "not-utf8", msg("文件不是UTF-8编码。"), msg("另存为UTF-8编码后再导入。")
    )
