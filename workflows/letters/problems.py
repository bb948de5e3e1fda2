"""What can be refused about letters."""

from service.messages import msg
from service.problems import InvalidInput, NotFound


class LetterUnknown(NotFound):
    """There is no such letter, or the caller may not know that there is."""

    code = "letter-unknown"
    title = msg("没有找到这份文书")

    def __init__(self) -> None:
        super().__init__(msg("没有找到这份文书，请核对编号。"))


class RecordNotNamed(InvalidInput):
    """A commitment is made for one record, and the case is about several."""

    code = "record-needed"
    title = msg("请指明记录")
