"""From what a manager fills in to a new member."""

from collections.abc import Mapping
from typing import Any

from scoring.communities.households import household
from scoring.communities.joining import Joined, NewMember, join
from scoring.communities.models import AgeBand, Community
from scoring.communities.papers import Paper
from scoring.communities.personal import faults_of_person
from scoring.communities.problems import ConsentNeeded, TooYoung, faulty
from scoring.communities.public_names import fault_of, tidy_name
from service.messages import msg
from service.problems import FieldError, Problem


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
        needed = faulty("take_part", "consent-needed", sentence).errors
        raise ConsentNeeded(sentence, errors=[*_other_faults(community, filled), *needed])
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


def _other_faults(community: Community, filled: Mapping[str, Any]) -> list[FieldError]:
    """What else is wrong, so that one who forgot to tick is not sent back a second time."""
    found: list[FieldError] = []
    fault = fault_of(tidy_name(filled["public_name"]), filled["name"])
    if fault is not None:
        found += faulty("public_name", "bad-public-name", fault).errors
    try:
        household(community.code, filled["household"])
    except Problem as problem:
        found += problem.errors
    if filled["age"] == AgeBand.teen and not tidy_name(filled["guardian"]):
        sentence = msg("14 至 17 周岁要填写监护人姓名。")
        found += faulty("guardian", "required", sentence).errors
    return found + faults_of_person(
        name=filled["name"], guardian=filled["guardian"], phone=filled["phone"]
    )
