"""What can be refused about an objection beside what the engine refuses."""

from service.messages import msg
from workflows.engine.problems import NotOpenable


class ObjectionNotPossible(NotOpenable):
    """There is nothing to object to, or something it needs is not said.

    `extra["refusals"]` holds all reasons.
    """

    code = "objection-not-possible"
    title = msg("现在不能提出异议")
