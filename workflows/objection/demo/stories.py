"""How far each objection of the demonstration has come, and the records they are about. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from credit.demo.district import Party
from workflows.repair.demo.records import FINED, penalty_row
from workflows.repair.demo.stories import Step

NUMBERS_FROM = 700
LONG_AGO = 120
"""Days ago the decisions were made."""


@dataclass(frozen=True)
class Story:
    """One objection to a record: whose, why, and the steps it took."""

    key: str
    own: bool
    """Whether it is the organisation of the account `enterprise`; else a clerk files it."""
    ground: str
    statement: str
    wanted: str
    steps: tuple[Step, ...] = ()
    confirmed: bool = False


ACCEPT = Step("reviewer", "accept")
ACCEPT_OWN = Step("reviewer", "accept_own")
REJECT = Step("authority", "reject", "经核实，信息与原始文书一致。")
WRONG = "经核实，信息与原始文书不符。"
STORIES = (
    Story("received", True, "content_wrong", "决定书载明罚款五千元，公示为一万元。", "更正罚款"),
    Story("checking", False, "past_retention", "该信息的公示期已经届满，仍可查询到。", "停止披露",
          (ACCEPT_OWN,)),
    Story("verifying", False, "not_mine", "与我单位名称相近的另一企业的处罚。", "删除", (ACCEPT,)),
    Story("extension", False, "content_wrong", "违法事实与决定书不符。", "更正",
          (ACCEPT, Step("authority", "request_extension", "需向原决定机关或者档案调取文书。"))),
    Story("answered", True, "omission", "未载明已于当月整改完毕。", "补充", (ACCEPT, REJECT)),
    Story("under_review", False, "content_wrong", "决定日期有误。", "更正",
          (ACCEPT, REJECT, Step("applicant", "ask_review", "送达回证可以证明决定日期。"))),
    Story("syncing", False, "content_wrong", "罚款金额多写一个零。", "更正罚款金额",
          (ACCEPT, Step("authority", "uphold", WRONG, {"remedy": "correct", "new_fine": "1000"}))),
    Story("upheld", True, "not_mine", "我单位从未办过该项培训。", "删除",
          (ACCEPT, Step("authority", "uphold", "该信息不是异议人的。", {"remedy": "delete"})),
          confirmed=True),
    Story("not_accepted", False, "content_wrong", "对处罚决定本身不服。", "撤销处罚",
          (Step("reviewer", "not_accept",
                "对行政处罚决定本身不服的，应当申请行政复议或者提起行政诉讼。"),)),
    Story("withdrawn", False, "omission", "遗漏减轻情节。", "补充",
          (Step("applicant", "withdraw", "经核对，决定书未写明。"),)),
)  # fmt: skip


def number_of(story: Story, on: date) -> str:
    """The decision number of a story's record."""
    return f"西教罚决字〔{on.year}〕第{NUMBERS_FROM + STORIES.index(story)}号"


def decided_on(story: Story, day: date) -> date:
    """When the decision of a story's record was made, seen from the day of loading."""
    return day - timedelta(days=LONG_AGO + STORIES.index(story))


def penalty_rows(parties: Sequence[Party], day: date) -> Iterator[list[str]]:
    """Rows of the `shuanggongshi-penalty` feed."""
    for place, story in enumerate(STORIES, start=1):
        party = parties[0 if story.own else -place - 6]
        decided = decided_on(story, day)
        yield penalty_row(party, number_of(story, decided), FINED, decided)
