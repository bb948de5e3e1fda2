"""What requests add to the frame of their letters."""

from collections.abc import Iterator

from service.papers.content import Bilingual
from workflows.engine.context import Move
from workflows.letters.content import Fact
from workflows.letters.facts import tells
from workflows.letters.kinds import LetterKind
from workflows.rights.kinds import ERASURES, NAMES
from workflows.rights.rules import ERASE, asked


@tells(LetterKind.rights_answer, LetterKind.rights_refusal)
def asked_for(move: Move) -> Iterator[Fact]:
    """What was asked for, about whom, and what was deleted."""
    row = asked(move)
    yield Fact(Bilingual("请求", "Request"), str(NAMES[row.kind]))
    if row.kin_id is not None:
        yield Fact(Bilingual("所涉逝者", "About the deceased"), row.person_mask)
    if row.check_number is not None:
        yield Fact(Bilingual("所涉核查", "Check"), row.check_number)
    if erase := move.fields.get(ERASE):
        yield Fact(Bilingual("办理", "Done"), str(ERASURES[erase]))
