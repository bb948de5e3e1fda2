"""Every place of a community with its score: what it has now, what it had before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scoring.boards.asking import Asked
from scoring.boards.figures import ALL, Tallies, Tally, read_tallies, summed
from scoring.boards.neighbourhood import Neighbourhood, Path, read_neighbourhood
from scoring.boards.score import Facts, Score, score
from scoring.boards.small_groups import Group
from scoring.boards.spans import BEFORE, NOW, now_and_before
from scoring.boards.weights import weights_on
from scoring.communities.models import Community, Level
from service.messages import Message, named


@dataclass(frozen=True)
class PlaceScore:
    """A place, or small places joined, with what it has in the period."""

    level: Level
    code: str
    """Of its first place."""
    name: Message
    group: Group | None
    """None for the community."""
    now: Tally
    before: Tally
    score: Score

    @property
    def joined(self) -> bool:
        """True when small places are shown as one."""
        return self.group is not None and len(self.group.places) > 1


@dataclass(frozen=True)
class Scores:
    """All places with their scores."""

    neighbourhood: Neighbourhood
    whole: PlaceScore
    places: dict[Level, list[PlaceScore]]
    """In the order of the map."""

    @property
    def shown(self) -> bool:
        """False while so few take part that nothing can be shown."""
        return self.neighbourhood.shown

    def of(self, level: Level, place_id: int) -> PlaceScore | None:
        """The place, or those it is joined with; None where nobody takes part."""
        return next(
            (one for one in self.places[level] if one.group and place_id in one.group.places), None
        )


def scores(community: Community, asked: Asked, dimensions: Sequence[str]) -> Scores:
    """Every place of a community with its score and the numbers it was reckoned from.

    Raises `NoScoreCovers` for a day without weights.
    """
    neighbourhood = read_neighbourhood(community, asked.as_of)
    ranges = now_and_before(asked.period, asked.as_of, asked.today)
    tallies = read_tallies(community.code, ranges, dimensions)
    reckon = _Reckoner(asked, neighbourhood, tallies, dimensions)
    everywhere = {*neighbourhood.households, *tallies}
    return Scores(
        neighbourhood,
        reckon(Level.community, None, everywhere),
        {
            level: [reckon(level, one, (leaf.path for leaf in one.leaves)) for one in groups]
            for level, groups in neighbourhood.groups.items()
        },
    )


@dataclass(frozen=True)
class _Reckoner:
    asked: Asked
    neighbourhood: Neighbourhood
    tallies: Tallies
    dimensions: Sequence[str]

    def __call__(self, level: Level, group: Group | None, paths: Iterable[Path]) -> PlaceScore:
        paths = list(paths)
        now, before = (summed(self.tallies, paths, turn) for turn in (NOW, BEFORE))
        facts = Facts(
            households=sum(self.neighbourhood.households.get(path, 0) for path in paths),
            participating=now.households[ALL],
            points=now.points[ALL],
            points_before=before.points[ALL],
            in_dimension={code: now.households[code] for code in self.dimensions},
            kind=self.asked.period.kind,
            days=self.asked.period.days,
            elapsed=self.asked.elapsed,
        )
        community = self.neighbourhood.community
        return PlaceScore(
            level,
            self.neighbourhood.code_of(group) if group else community.code,
            self.neighbourhood.name_of(level, group) if group else named(community.name, ""),
            group,
            now,
            before,
            score(facts, weights_on(self.asked.covered[1])),
        )
