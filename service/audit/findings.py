"""What a verification found, with counts that add up. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from service.audit.limits import FINDINGS_LISTED_MAX
from service.messages import Message, msg


class Kind(StrEnum):
    """What was done behind the service's back."""

    entry_altered = "entry-altered"
    entry_removed = "entry-removed"
    entry_inserted = "entry-inserted"
    leaf_removed = "leaf-removed"
    leaf_missing = "leaf-missing"
    leaf_misplaced = "leaf-misplaced"
    block_altered = "block-altered"
    block_missing = "block-missing"
    tail_cut = "tail-cut"
    head_invalid = "head-invalid"


SENTENCES = {
    Kind.entry_altered: msg("记录 {entry} 被改动过"),
    Kind.entry_removed: msg("记录 {entry} 已封存，但被删除"),
    Kind.entry_inserted: msg("记录 {entry} 不是本系统写入的，或封存前被改动"),
    Kind.leaf_removed: msg("记录 {entry} 的封存位置被删除"),
    Kind.leaf_missing: msg("第 {block} 块缺少封存位置"),
    Kind.leaf_misplaced: msg("记录 {entry} 不属于第 {block} 块的这一位置"),
    Kind.block_altered: msg("第 {block} 块的内容、签名或与前一块的链接不符"),
    Kind.block_missing: msg("第 {block} 块被删除"),
    Kind.tail_cut: msg("第 {block} 块已公布，但此后的封存在数据库中不存在"),
    Kind.head_invalid: msg("数据库外保存的第 {block} 块签名与数据库不符"),
}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and where."""

    kind: Kind
    trail: str
    block: int | None = None
    entry: str | None = None

    @property
    def sentence(self) -> Message:
        """The finding in words."""
        template = SENTENCES[self.kind].template
        return msg(template, block=self.block, entry=self.entry)


@dataclass
class TrailReport:
    """The counts of one trail: `leaves = intact + altered + removed`, `unsealed = waiting + stray`.

    The table holds `intact + altered + unsealed` entries.
    """

    trail: str
    blocks: int = 0
    retired: int = 0
    """Of those blocks: their entries left when their time had come; block and signature stay."""
    leaves: int = 0
    intact: int = 0
    altered: int = 0
    removed: int = 0
    unsealed: int = 0
    waiting: int = 0
    """Written by the service and not sealed yet."""
    stray: int = 0
    """Not sealed although they should be, or not written by the service."""
    head: int | None = None
    """Newest block known outside the database; None when nothing is kept there."""
    findings_count: int = 0
    findings: list[Finding] = field(default_factory=list)
    """The first `FINDINGS_LISTED_MAX` of them."""

    def add(self, kind: Kind, *, block: int | None = None, entry: str | None = None) -> None:
        """Note one thing that is wrong."""
        self.findings_count += 1
        if len(self.findings) < FINDINGS_LISTED_MAX:
            self.findings.append(Finding(kind, self.trail, block, entry))

    @property
    def entries(self) -> int:
        """How many entries the table holds."""
        return self.intact + self.altered + self.unsealed


@dataclass(frozen=True)
class Report:
    """What a verification of one or more trails found."""

    trails: tuple[TrailReport, ...]

    @property
    def findings(self) -> list[Finding]:
        """The listed findings of all trails."""
        return [finding for trail in self.trails for finding in trail.findings]

    @property
    def is_clean(self) -> bool:
        """True when nothing is wrong."""
        return not any(trail.findings_count for trail in self.trails)

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {"clean": self.is_clean, "trails": [_trail_json(trail) for trail in self.trails]}


def _trail_json(trail: TrailReport) -> dict[str, Any]:
    counts = {key: value for key, value in vars(trail).items() if key not in {"findings", "trail"}}
    return {
        "trail": trail.trail,
        "entries": trail.entries,
        **counts,
        "findings": list(_findings_json(trail.findings)),
    }


def _findings_json(findings: Iterable[Finding]) -> Iterable[dict[str, Any]]:
    for finding in findings:
        yield {
            "kind": finding.kind.value,
            "block": finding.block,
            "entry": finding.entry,
            "sentence": str(finding.sentence),
        }
