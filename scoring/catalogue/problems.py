"""What the catalogue may refuse."""

from service.messages import msg
from service.problems import Problem


class InvalidCatalogue(Problem):
    """A catalogue does not hold what it must; `errors` lists every fault by its place."""

    code = "invalid-catalogue"
    status = 422
    title = msg("积分目录有误")


class NoCatalogueCovers(Problem):
    """No catalogue of the community is in force on the day; `covered` names the ranges."""

    code = "no-catalogue-covers"
    status = 422
    title = msg("没有适用的积分目录")


class AwardRefused(Problem):
    """The quantity or the points picked are none the item knows."""

    code = "award-refused"
    status = 422
    title = msg("不能这样记分")


class AnnouncedTooLate(Problem):
    """A change would take effect before residents had the promised days to read it."""

    code = "announced-too-late"
    status = 422
    title = msg("公示时间不足")


class UnreadableRules(Problem):
    """A table of rules cannot be read as such at all."""

    code = "unreadable-rules"
    status = 422
    title = msg("规则表无法读取")
