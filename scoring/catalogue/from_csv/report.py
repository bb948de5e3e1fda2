"""The account of a conversion for the command line and the API: figures that add up."""

from collections.abc import Callable
from typing import Any

from scoring.catalogue.from_csv.convert import Conversion
from scoring.catalogue.from_csv.rows import Outcome
from service.messages import Message, msg

OUTCOMES = {
    Outcome.taken: msg("采用"),
    Outcome.minus: msg("减分"),
    Outcome.sensitive: msg("敏感"),
    Outcome.repeated: msg("重复"),
    Outcome.unreadable: msg("不能读取"),
}


def summary(done: Conversion, say: Callable[[Message], str] = str) -> dict[str, Any]:
    """All counts, and every row with what became of it and why."""
    return {
        "file": done.filename,
        "rows": len(done.lines),
        **{str(outcome): done.count(outcome) for outcome in Outcome},
        "left_out": done.left_out,
        "items": done.items,
        "minus_in_draft": done.with_minus,
        "notes": [say(note.message) for note in done.notes],
        "details": [
            {
                "row": line.row,
                "outcome": str(line.outcome),
                "standard": line.standard,
                "score": line.score,
                "item": line.item["code"] if line.item else None,
                "message": say(line.message),
                "remedy": say(line.remedy) if line.remedy else None,
            }
            for line in done.lines
        ],
    }
