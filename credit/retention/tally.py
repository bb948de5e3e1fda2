"""What a run did or would do, in counts that add up. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Trail:
    """Sealed blocks of a trail whose entries leave."""

    blocks: int
    entries: int


@dataclass(frozen=True, slots=True)
class Tally:
    """`past = leaving + the sum of held`: records past their last day."""

    day: date
    dry_run: bool
    past: int
    leaving: int
    """Records that left, in a dry run that would."""
    by_kind: Mapping[str, int]
    """The leaving ones by kind."""
    held: Mapping[str, int]
    """Those that stay all the same, by what holds them."""
    subjects: int
    """Subjects whose name and number go with their last record; not foretold by a dry run."""
    checks: int
    """Checks whose name and number go."""
    imports: int
    """Imports whose file and cells go by their own term."""
    batches: int
    """Batches whose list and result go."""
    authorisations: int
    """Authorisations whose name and scan go."""
    messages: int
    """Messages in the application that go."""
    trails: Mapping[str, Trail] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The counts as JSON values."""
        return asdict(self) | {"day": self.day.isoformat()}

    @property
    def total(self) -> int:
        """Things that went, of every sort."""
        blocks = sum(trail.blocks for trail in self.trails.values())
        files = self.imports + self.batches
        around = self.checks + self.authorisations + self.messages
        return self.leaving + self.subjects + around + files + blocks
