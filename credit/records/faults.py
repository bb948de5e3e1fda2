"""What a parser says when a text does not hold what its column must: a code and two sentences."""

from dataclasses import dataclass

from service.messages import Message


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one value cannot be read, and what to do about it.

    The message never repeats the value: it may be an identity number.
    """

    code: str
    message: Message
    remedy: Message
