"""Find the wanted columns under the many names people give them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.messages import msg
from service.problems import FieldError

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|《[^《》]*》")
_ORDINAL = re.compile(r"^[0-9]{1,2}[.、](?=[^0-9])")


@dataclass(frozen=True)
class ColumnMap:
    """Which column (from 0) holds which wanted field, and what is left open."""

    found: Mapping[str, int]
    missing: tuple[str, ...]
    ambiguous: Mapping[str, tuple[int, ...]]
    """Fields that several columns could be; none of them is in `found`."""
    unknown: tuple[int, ...]
    """Named columns nobody asked for."""
    labels: Mapping[str, str]
    """The first name of each wanted field, to speak of it to a person."""

    def errors(
        self, header: Sequence[str], optional: frozenset[str] = frozenset()
    ) -> list[FieldError]:
        """What must be corrected in the header before the rows can be read."""
        errors = [self._missing(name) for name in self.missing if name not in optional]
        return errors + [self._ambiguous(name, header) for name in self.ambiguous]

    def _missing(self, name: str) -> FieldError:
        label = self.labels[name]
        return FieldError(
            name,
            "missing-column",
            msg("表头缺少“{label}”列。", label=label),
            msg("请在表头补上“{label}”列，或下载模板后按模板填写。", label=label),
        )

    def _ambiguous(self, name: str, header: Sequence[str]) -> FieldError:
        columns = "、".join(f"{column_letters(at)}“{header[at]}”" for at in self.ambiguous[name])
        label = self.labels[name]
        return FieldError(
            name,
            "ambiguous-column",
            msg("有多列都可能是“{label}”：{columns}。", label=label, columns=columns),
            msg("请只保留一列，或改掉其余各列的表头。"),
        )


def match_columns(header: Sequence[str], wanted: Mapping[str, Sequence[str]]) -> ColumnMap:
    """Match header cells to wanted fields (field name to the column names it goes by).

    Names are compared without width, case, spaces, punctuation, a leading ordinal and marks;
    notes in brackets only count when a name is not found with them. Raises ValueError when two
    wanted fields share a name.
    """
    by_name = _names(wanted)
    hits: dict[str, list[int]] = {field: [] for field in wanted}
    taken: set[int] = set()
    for normal in (normal_name, _without_notes):
        open_fields = {field for field, columns in hits.items() if not columns}
        for column, text in enumerate(header):
            field = by_name.get(normal(text))
            if column not in taken and field in open_fields:
                hits[field].append(column)
        taken.update(column for columns in hits.values() for column in columns)
    return ColumnMap(
        found={field: columns[0] for field, columns in hits.items() if len(columns) == 1},
        missing=tuple(field for field, columns in hits.items() if not columns),
        ambiguous={field: tuple(columns) for field, columns in hits.items() if len(columns) > 1},
        unknown=tuple(at for at, text in enumerate(header) if text.strip() and at not in taken),
        labels={field: names[0] for field, names in wanted.items()},
    )


def normal_name(text: str) -> str:
    """A column name reduced to its letters, digits and ideographs."""
    text = unicodedata.normalize("NFKC", text).casefold().strip().lstrip("*")
    text = _ORDINAL.sub("", text)
    return "".join(char for char in text if char.isalnum())


def column_letters(index: int) -> str:
    """The letters a spreadsheet program shows above the column (from 0)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _without_notes(text: str) -> str:
    return normal_name(_BRACKETED.sub("", unicodedata.normalize("NFKC", text)))


def _names(wanted: Mapping[str, Sequence[str]]) -> dict[str, str]:
    by_name: dict[str, str] = {}
    for field, names in wanted.items():
        for name in names:
            owner = by_name.setdefault(normal_name(name), field)
            if owner != field:
                message = f"{name!r} is a name of both {owner!r} and {field!r}"
                raise ValueError(message)
    return by_name
