"""From what a manager fills in to a new member."""

from collections.abc import Mapping
from typing import Any

from scoring.communities.joining import Joined, NewMember, join
from scoring.communities.models import AgeBand, Community
from scoring.communities.papers import Paper
from scoring.communities.problems import ConsentNeeded, TooYoung, faulty
from service.messages import msg


def enrol(community: Community, filled: Mapping[str, Any]) -> Joined:
    """Take in or invite whom the form describes.

    Raises `TooYoung`, `ConsentNeeded` and what `join` raises.
    """
    if filled["age"] == "child":
        sentence = msg("未满 14 周岁的儿童不能参加，有监护人同意也不行。没有保存任何信息。")
        raise TooYoung(sentence, errors=faulty("age", "too-young", sentence).errors)
    on_paper = filled["consent"] == "paper"
    if on_paper and not filled["take_part"]:
        sentence = msg("请核对本人已在纸质同意书上签字，再勾选。")
        raise ConsentNeeded(sentence, errors=faulty("take_part", "consent-needed", sentence).errors)
    upload = filled["paper"]
    return join(
        NewMember(
            community_code=community.code,
            household=filled["household"],
            public_name=filled["public_name"],
            name=filled["name"],
            age_band=AgeBand(filled["age"]),
            phone=filled["phone"],
            guardian=filled["guardian"],
            agreed=on_paper,
            on_boards=filled["on_boards"],
            guardian_agreed=filled["guardian_agreed"],
            paper=Paper(upload.stream, upload.filename) if upload and on_paper else None,
            open_account=filled["open_account"],
        )
    )
