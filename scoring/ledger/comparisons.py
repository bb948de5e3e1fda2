"""The statements by which balances, lots, totals and uses are compared with the entries.

Each selects wrong rows alone: columns that name the row, then `found` and `expected`. All are
set-based, one pass over the ledger each; nothing is read row by row.
"""

from dataclasses import dataclass

from scoring.ledger.running import TOTALS

BALANCES = """
    SELECT member_id, sum(honour)::bigint AS honour, sum(spendable)::bigint AS spendable
    FROM points_entry GROUP BY member_id
"""
"""Every balance that is not zero for want of entries, recomputed."""


@dataclass(frozen=True)
class Comparison:
    """One kind of wrong row and the statement that selects it."""

    kind: str
    compared: str
    """The table whose rows are counted as compared."""
    sql: str


_BALANCE = f"""
    SELECT coalesce(kept.member_id, made.member_id) AS member_id,
        kept.honour || '/' || kept.spendable AS found,
        coalesce(made.honour, 0) || '/' || coalesce(made.spendable, 0) AS expected
    FROM points_balance AS kept FULL JOIN ({BALANCES}) AS made USING (member_id)
    WHERE kept.member_id IS NULL OR kept.honour <> coalesce(made.honour, 0)
        OR kept.spendable <> coalesce(made.spendable, 0)
"""  # noqa: S608 - our own
_LOT = """
    SELECT coalesce(kept.entry_id, made.id) AS entry_id,
        kept."left" || '/' || kept.expires_on || '/' || kept.member_id AS found,
        made."left" || '/' || made.expires_on || '/' || made.member_id AS expected
    FROM points_lot AS kept FULL JOIN (
        SELECT id, member_id, expires_on,
            (spendable - coalesce(taken, 0))::bigint AS "left"
        FROM points_entry LEFT JOIN (
            SELECT lot_id, sum(points) AS taken FROM points_lot_use GROUP BY lot_id
        ) AS uses ON lot_id = id
        WHERE spendable > 0
    ) AS made ON kept.entry_id = made.id
    WHERE (kept.entry_id, kept.member_id, kept.expires_on, kept."left")
        IS DISTINCT FROM (made.id, made.member_id, made.expires_on, made."left")
"""
_TOTAL = f"""
    SELECT coalesce(kept.community_code, made.community_code) AS community,
        coalesce(kept.grain, made.grain) AS grain,
        coalesce(kept.starts_on, made.starts_on) AS starts_on,
        coalesce(kept.dimension, made.dimension) AS dimension,
        coalesce(kept.household_id, made.household_id) AS household_id,
        coalesce(kept.member_id, made.member_id) AS member_id,
        kept.honour::text || '/' || kept.awards::text AS found,
        made.honour::text || '/' || made.awards::text AS expected
    FROM points_total AS kept FULL JOIN ({TOTALS}) AS made
        ON (kept.community_code, kept.grain, kept.starts_on, kept.dimension, kept.household_id,
            kept.member_id) = (made.community_code, made.grain, made.starts_on, made.dimension,
            made.household_id, made.member_id)
    WHERE (kept.honour, kept.awards) IS DISTINCT FROM (made.honour, made.awards)
"""  # noqa: S608 - our own
_USE = """
    SELECT entry.id AS entry_id, coalesce(uses.taken, 0)::text AS found,
        greatest(-entry.spendable, 0)::text AS expected
    FROM points_entry AS entry LEFT JOIN (
        SELECT entry_id, sum(points) AS taken FROM points_lot_use GROUP BY entry_id
    ) AS uses ON uses.entry_id = entry.id
    WHERE coalesce(uses.taken, 0) <> greatest(-entry.spendable, 0)
    UNION ALL
    SELECT use.entry_id, lot.member_id::text, entry.member_id::text
    FROM points_lot_use AS use JOIN points_entry AS entry ON entry.id = use.entry_id
    LEFT JOIN points_lot AS lot ON lot.entry_id = use.lot_id
    WHERE lot.member_id IS DISTINCT FROM entry.member_id
"""
_MIRROR = """
    SELECT entry.id AS entry_id, entry.kind || '/' || entry.honour || '/' || entry.spendable
        AS found, first.kind || '/' || first.honour || '/' || first.spendable AS expected
    FROM points_entry AS entry LEFT JOIN points_entry AS first ON first.id = entry.of_entry_id
    WHERE entry.of_entry_id IS NOT NULL AND (first.id IS NULL
        OR first.member_id <> entry.member_id OR CASE entry.kind
            WHEN 'reversal' THEN first.kind <> 'award' OR entry.honour <> -first.honour
            WHEN 'expiry' THEN first.spendable <= 0 OR -entry.spendable > first.spendable
            WHEN 'refund' THEN first.kind <> 'redemption'
                OR (entry.origin_id IS NULL AND entry.spendable <> -first.spendable)
            ELSE true END)
"""
_GIVEN_BACK = """
    WITH back AS MATERIALIZED (
        SELECT of_entry_id, origin_id, spendable FROM points_entry
        WHERE kind = 'refund' AND origin_id IS NOT NULL
    ), taken AS (
        SELECT use.entry_id, coalesce(lot.origin_id, lot.id) AS origin_id,
            sum(use.points)::bigint AS points
        FROM points_lot_use AS use JOIN points_entry AS lot ON lot.id = use.lot_id
        WHERE use.entry_id IN (SELECT of_entry_id FROM back) GROUP BY 1, 2
    ), reversed AS MATERIALIZED (SELECT of_entry_id FROM points_entry WHERE kind = 'reversal')
    SELECT coalesce(taken.entry_id, back.of_entry_id) AS entry_id,
        coalesce(taken.origin_id, back.origin_id) AS award_id,
        back.spendable::text AS found, taken.points::text AS expected
    FROM taken FULL JOIN back
        ON (back.of_entry_id, back.origin_id) = (taken.entry_id, taken.origin_id)
    WHERE back.spendable IS DISTINCT FROM taken.points AND (taken.points IS NULL
        OR back.spendable IS DISTINCT FROM 0
        OR taken.origin_id NOT IN (SELECT of_entry_id FROM reversed))
    UNION ALL
    SELECT lot.entry_id, reversed.of_entry_id, lot."left"::text, '0'
    FROM points_lot AS lot JOIN points_entry AS brought ON brought.id = lot.entry_id
    JOIN reversed ON reversed.of_entry_id = coalesce(brought.origin_id, brought.id)
    WHERE lot."left" > 0
"""
"""What came back of each award is what was taken of it; nothing is left of one that is reversed."""
_CLAIM = """
    SELECT coalesce(claim.id, entry.id) AS entry_id, entry.honour::text AS found,
        claim.state || '/' || claim.points AS expected
    FROM (SELECT * FROM points_claim WHERE state = 'approved') AS claim
    FULL JOIN (SELECT * FROM points_entry WHERE kind = 'award') AS entry ON entry.id = claim.id
    WHERE (claim.member_id, claim.points, claim.item_code, claim.dimension)
        IS DISTINCT FROM (entry.member_id, entry.honour, entry.item_code, entry.dimension)
"""
COMPARISONS = tuple(
    Comparison(kind, table, sql)
    for kind, table, sql in (
        ("balance", "points_balance", _BALANCE),
        ("lot", "points_lot", _LOT),
        ("total", "points_total", _TOTAL),
        ("use", "points_lot_use", _USE),
        ("undoing", "points_entry", _MIRROR),
        ("refund", "points_lot", _GIVEN_BACK),
        ("claim", "points_claim", _CLAIM),
    )
)
"""In the order in which a reader would look."""
