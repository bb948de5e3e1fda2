"""What repair adds to the frame of letters."""

from collections.abc import Iterator

from service.papers.content import Bilingual
from service.papers.wording import day
from workflows.engine.context import Move
from workflows.letters.content import Fact
from workflows.letters.facts import tells
from workflows.letters.kinds import LetterKind
from workflows.repair.ban import banned_until


@tells(LetterKind.revocation)
def new_application(move: Move) -> Iterator[Fact]:
    """Until when no new application is taken, where the ground of the revocation brings a ban."""
    if (until := banned_until(move)) is not None:
        yield Fact(Bilingual("再次申请", "Applying again"), f"至{day(until)}止不予受理")
