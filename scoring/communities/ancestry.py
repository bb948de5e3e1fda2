"""Keeps grid, building and unit of every place right, whatever was added or moved."""

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.orm import Session

from scoring.communities.models import Level, Place

PARENTS: Mapping[Level, tuple[Level, ...]] = {
    Level.grid: (Level.community,),
    Level.building: (Level.grid, Level.community),
    Level.unit: (Level.building,),
    Level.household: (Level.unit, Level.building),
}
"""What a place of a level may lie in, the closest first."""
BELOW_COMMUNITY = tuple(PARENTS)
"""Levels that managers keep; those above are named when a community is founded."""

_FIT = text(
    """
    UPDATE place AS own
    SET grid_id = fit.grid_id, building_id = fit.building_id, unit_id = fit.unit_id
    FROM (
        SELECT place.id,
               CASE place.level WHEN 'grid' THEN place.id ELSE above.grid_id END AS grid_id,
               CASE place.level WHEN 'building' THEN place.id
                    ELSE above.building_id END AS building_id,
               CASE place.level WHEN 'unit' THEN place.id ELSE above.unit_id END AS unit_id
        FROM place JOIN place AS above ON above.id = place.parent_id
        WHERE place.community_code = :community AND place.level = :level
    ) AS fit
    WHERE own.id = fit.id
      AND (own.grid_id, own.building_id, own.unit_id)
          IS DISTINCT FROM (fit.grid_id, fit.building_id, fit.unit_id)
    """
)


def fit_ancestors(session: Session, community_code: str) -> int:
    """Set what every place of a community lies in by its parents; returns how many changed."""
    session.flush()
    changed = 0
    for level in BELOW_COMMUNITY:
        done = session.execute(_FIT, {"community": community_code, "level": level})
        changed += done.rowcount  # type: ignore[attr-defined]
    read_anew(session)
    return changed


def read_anew(session: Session) -> None:
    """Let go of what was read of places before."""
    for place in [one for one in session.identity_map.values() if isinstance(one, Place)]:
        session.expire(place)
