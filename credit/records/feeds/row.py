"""A row while it is being read: its values so far, its doubts and its errors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from credit.records.feeds.drafts import Flag, Value
from service.messages import Message
from service.problems import FieldError

WHOLE_ROW = "整行"
"""What an error names instead of a column when it is about no single one."""


@dataclass(slots=True)
class Row:
    """Mutable on purpose and only inside `read`; what leaves is a frozen draft or refusal."""

    number: int
    today: date
    labels: Mapping[str, str]
    """Field → header in this file."""
    values: dict[str, Value]
    flags: list[Flag] = field(default_factory=list)
    errors: list[FieldError] = field(default_factory=list)

    def label(self, name: str) -> str:
        """What the sender calls a field."""
        return self.labels.get(name, name)

    def flag(self, name: str, code: str, message: Message, remedy: Message | None = None) -> None:
        """Note a doubt."""
        self.flags.append(Flag(self.label(name), code, message, remedy))

    def refuse(self, name: str, code: str, message: Message, remedy: Message) -> None:
        """Note an error; the row will be refused."""
        self.errors.append(FieldError(self.label(name), code, message, remedy, self.number))
