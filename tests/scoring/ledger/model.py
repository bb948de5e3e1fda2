"""What a ledger must say, by plain arithmetic over a list; it shares no code with the service."""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Model:
    """Lines are (day, member, dimension, honour, spendable); lots are [member, last day, left,
    award they are of]."""

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
        self.lots[key] = [member, last_day, points, key]

    def can_spend(self, member, day) -> int:
        mine = [lot for lot in self.lots.values() if lot[0] == member and lot[1] >= day]
        return sum(lot[2] for lot in mine)

    def spend(self, member, points, day) -> dict:
        """What was taken of each award, and until when it could have been spent."""
        self.add(day, member, spendable=-points)
        parts: dict = {}
        for _, lot in sorted(self.lots.items(), key=lambda one: (one[1][1], one[0])):
            if lot[0] == member and lot[1] >= day and points and lot[2]:
                taken = min(points, lot[2])
                points, lot[2] = points - taken, lot[2] - taken
                parts[lot[3]] = (parts.get(lot[3], (0, None))[0] + taken, lot[1])
        return parts

    def give_back(self, member, part, day, key, until) -> None:
        origin, points = part
        self.add(day, member, spendable=points)
        if points:
            self.lots[key] = [member, until, points, origin]

    def empty(self, key) -> int:
        left, self.lots[key][2] = self.lots[key][2], 0
        return left

    def take_back(self, award) -> int:
        return sum(self.empty(key) for key, lot in self.lots.items() if lot[3] == award)

    def sums(self, member, day) -> tuple[int, int]:
        mine = [line for line in self.lines if line[1] == member and line[0] <= day]
        return sum(line[3] for line in mine), sum(line[4] for line in mine)
