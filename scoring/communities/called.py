"""Who did it, as members know people: not by the name an account signs in with."""

from service.access import Role
from service.messages import Message, msg
from service.web.people import NOBODY, person_behind

OWN = msg("本人")


def called(account: str) -> Message | str:
    """The name people know an account by; one that is gone keeps its own.

    A resident is "本人": whatever residents do in the world of points, they do for themselves.
    """
    if account in NOBODY:
        return NOBODY[account]
    person = person_behind(account)
    if person is None:
        return account
    return OWN if person.role == Role.resident else person.name
