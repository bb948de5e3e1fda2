"""What a member may still take of something, and what is missing to it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """What decides whether something can be had now."""

    cost: int
    stock: int
    member_limit: int | None
    """How many one member may take in a period; None without limit."""
    taken: int
    """How many the member took in the present period."""
    spendable: int

    @property
    def allowed(self) -> int:
        """How many the member can have now: by stock, by limit and by points."""
        by_points = max(self.spendable, 0) // self.cost
        return max(0, min(self.stock, by_points, self.within_limit))

    @property
    def within_limit(self) -> int:
        """How many the limit still leaves; the whole stock where there is no limit."""
        return self.stock if self.member_limit is None else max(0, self.member_limit - self.taken)

    @property
    def missing(self) -> int:
        """Points missing to one of it; 0 when they suffice."""
        return max(0, self.cost - self.spendable)

    @property
    def hindrance(self) -> str | None:
        """Why none can be had now: `stock`, `limit` or `points`; None when some can."""
        if self.stock < 1:
            return "stock"
        if self.within_limit < 1:
            return "limit"
        return "points" if self.missing else None
