"""What a ledger must say, by plain arithmetic over a list; it shares no code with the service."""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Model:
    """Lines are (day, member, dimension, honour, spendable); lots are [member, last day, left]."""

    lines: list[tuple[date, int, str, int, int]] = field(default_factory=list)
    lots: dict[object, list] = field(default_factory=dict)
    claims: dict[object, list] = field(default_factory=dict)
    """[member, item, day of the deed, points, counts towards caps]."""

    def add(self, day, member, dimension="", honour=0, spendable=0) -> None:
        self.lines.append((day, member, dimension, honour, spendable))

    def room(self, member, item, done_on, most) -> int:
        month = [c for c in self.claims.values() if c[:2] == [member, item] and c[4]
                 and (c[2].year, c[2].month) == (done_on.year, done_on.month)]  # fmt: skip
        return max(0, most - sum(claim[3] for claim in month))

    def award(self, key, day, member, dimension, points, last_day) -> None:
        self.add(day, member, dimension, points, points)
        self.lots[key] = [member, last_day, points]

    def can_spend(self, member, day) -> int:
        return sum(left for who, last, left in self.lots.values() if who == member and last >= day)

    def spend(self, member, points, day) -> date:
        self.add(day, member, spendable=-points)
        for _, lot in sorted(self.lots.items(), key=lambda one: (one[1][1], one[0])):
            if lot[0] == member and lot[1] >= day and points and lot[2]:
                taken, latest = min(points, lot[2]), lot[1]
                points, lot[2] = points - taken, lot[2] - taken
        return latest

    def empty(self, key) -> int:
        left, self.lots[key][2] = self.lots[key][2], 0
        return left

    def sums(self, member, day) -> tuple[int, int]:
        mine = [line for line in self.lines if line[1] == member and line[0] <= day]
        return sum(line[3] for line in mine), sum(line[4] for line in mine)
