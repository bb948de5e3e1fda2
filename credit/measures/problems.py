"""What can be refused about measures."""

from service.messages import msg
from service.problems import Conflict, InvalidInput, NotFound


class MeasureUnknown(NotFound):
    """There is no such measure, or it is a draft the caller may not see."""

    code = "measure-unknown"
    title = msg("没有这项措施")


class MeasureNotAllowed(InvalidInput):
    """The measure may not stand in the register as it is."""

    code = "measure-not-allowed"
    title = msg("这项措施不能登记")


class MeasureUngrounded(InvalidInput):
    """A constraint without legal basis, catalogue item or published address."""

    code = "measure-ungrounded"
    title = msg("这项措施还不能生效")


class MeasureMoved(Conflict):
    """The measure is no longer a draft, no longer active, or was revised meanwhile."""

    code = "measure-moved"
    title = msg("措施的状态已变化")


class ApplicationUnknown(NotFound):
    """There is no such application, or it is another unit's."""

    code = "measure-application-unknown"
    title = msg("没有这条措施建议")


class ApplicationMoved(Conflict):
    """It was decided or lifted meanwhile, or its record no longer stands."""

    code = "measure-application-moved"
    title = msg("措施建议的状态已变化")
