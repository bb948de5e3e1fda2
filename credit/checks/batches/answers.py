"""What the check of one applicant says, ready to be written and digested. Pure.

Most applicants of a list have nothing on file, and of all of them the same is said: it is
decided and spelled out once a chunk. Where something is on file its facts are spelled once,
for the row and for the digest alike.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from credit.checks.decide import Decision, decide
from credit.checks.lookup import NOTHING, Applicant, Found
from credit.checks.write import snapshot_of
from credit.rules.facts import canonical_json
from credit.rules.table import RuleTable
from service.database.copied import NULL, copied_text

COLUMNS = ("outcome", "on_file", "points", "hold_reasons", "snapshot")
"""Columns of a check that `Answer.copied` holds."""
_NUMBER = "\ue000"
"""Stands for the number of a check while what is around it is spelled out."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a check but for its number."""

    outcome: str
    copied: str
    """The fields of `COLUMNS` as COPY takes them."""
    begin: str
    end: str
    """Before and after the number in what the digest is made of."""

    def digest(self, number: str) -> bytes:
        """What `credit.checks.write.result_hash` makes of the columns of the check."""
        return hashlib.sha256(f"{self.begin}{number}{self.end}".encode()).digest()


def answerer(table: RuleTable, as_of: date) -> Callable[[Applicant, Found], Answer]:
    """A function that decides as `decide` does and spells out what it decided."""
    on_nothing: Answer | None = None

    def answer(one: Applicant, found: Found) -> Answer:
        nonlocal on_nothing
        if found is not NOTHING or one.identifier.flags:
            return answer_of(decide(one, found, table, as_of))
        if on_nothing is None:
            on_nothing = answer_of(decide(one, found, table, as_of))
        return on_nothing

    return answer


def answer_of(decision: Decision) -> Answer:
    """A decision spelled out."""
    points, holds = decision.assessment.points, [str(hold) for hold in decision.holds]
    told = {
        "number": _NUMBER,
        "outcome": str(decision.outcome),
        "on_file": decision.on_file,
        "hold_reasons": holds,
        "points": f"{points:.2f}",
        "snapshot": snapshot_of(decision),
    }
    # Keys are sorted: before the number stand the reasons, which are words of ours, and the
    # snapshot, which holds what an authority wrote, is the last.
    begin, _, end = canonical_json(told).partition(_NUMBER)
    snapshot = end.partition('"snapshot":')[2][:-1]
    copied = (
        str(decision.outcome),
        "t" if decision.on_file else "f",
        str(points),
        copied_text(canonical_json(holds)),
        copied_text(snapshot) if decision.facts else NULL,
    )
    return Answer(str(decision.outcome), "\t".join(copied), begin, end)
