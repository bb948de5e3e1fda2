"""The use cases of communities, by the names other rooms call them."""

from scoring.communities.changing import Changes, change, say_about_boards
from scoring.communities.erasing import erase_due
from scoring.communities.founding import Settlement, found_community, settle
from scoring.communities.joining import Joined, NewMember, accept, join
from scoring.communities.leaving import leave

__all__ = [
    "Changes",
    "Joined",
    "NewMember",
    "Settlement",
    "accept",
    "change",
    "erase_due",
    "found_community",
    "join",
    "leave",
    "say_about_boards",
    "settle",
]
