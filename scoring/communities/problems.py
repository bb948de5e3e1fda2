"""What communities may refuse."""

from service.messages import Message, msg
from service.problems import Conflict, FieldError, InvalidInput, Problem


class CommunityExists(Conflict):
    """A community of that code is there already."""

    code = "community-exists"
    title = msg("社区代码已被使用")


class TooYoung(Problem):
    """Children under fourteen do not take part, with or without a guardian."""

    code = "too-young"
    status = 422
    title = msg("未满 14 周岁不能参加")


class ConsentNeeded(Problem):
    """Nobody takes part without a recorded yes, a teenager not without the guardian's."""

    code = "consent-needed"
    status = 422
    title = msg("还没有取得同意")


class PublicNameTaken(Conflict):
    """Another member of the community goes by that public name."""

    code = "public-name-taken"
    title = msg("公开名称已被使用")


class NotActive(Conflict):
    """The member has left, or has not said yes yet."""

    code = "member-not-active"
    title = msg("成员状态已变化")


class HasAccount(Conflict):
    """The member can sign in already."""

    code = "member-has-account"
    title = msg("已经开设账号")


class PlaceInUse(Conflict):
    """Somebody still lives there, or other places lie in it."""

    code = "place-in-use"
    title = msg("还在使用")


class ColumnsMissing(Problem):
    """A file of places lacks columns without which no row can be read."""

    code = "columns-missing"
    status = 422
    title = msg("表头缺少必需的列")


def faulty(field: str, code: str, sentence: Message, remedy: Message | None = None) -> InvalidInput:
    """A refusal of one field."""
    return InvalidInput(
        msg("填写内容有误，请按提示改正。"), errors=[FieldError(field, code, sentence, remedy)]
    )
