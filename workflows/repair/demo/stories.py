"""How far each case of the demonstration has come, step by step. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Step:
    """One action by somebody: applicant, clerk, authority or head."""

    who: str
    action: str
    reason: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """One case: its records, the steps it took, and whether all effects are confirmed."""

    records: tuple[str, ...]
    steps: tuple[Step, ...] = ()
    case_type: str | None = None
    confirmed: bool = False
    revocation: tuple[Step, ...] | None = None
    """The steps of the revocation of it, where there is one."""


SUBMIT = Step("applicant", "submit")
FORWARD = Step("clerk", "forward")
ACCEPT = Step("authority", "accept")
GRANT = Step("authority", "grant", "经核查，相关义务已履行完毕，符合修复条件。")
FORWARDED = (SUBMIT, FORWARD)
VERIFYING = (*FORWARDED, ACCEPT)
GRANTED = (*VERIFYING, GRANT)
NOTIFY = Step(
    "authority", "notify_party", "经核实，履行证明系伪造。", {"ground": "false_materials"}
)
MISTAKEN = Step(
    "authority", "notify_party", "经核实，原修复决定有误。", {"ground": "wrong_decision"}
)
STATE = Step("applicant", "state_case", "系经办人员误交，愿意补正。")
REVOKE = Step("head", "revoke_repair", "提供虚假履行证明取得修复，事实清楚，予以撤销。")
RULING = {"court": "杭州市西湖区人民法院", "ruling": "（2026）浙0106破3号"}
BANKRUPT = (Step("applicant", "submit", fields=RULING), FORWARD, ACCEPT)
SHIELDED = (
    *BANKRUPT,
    Step("authority", "grant_temporary", "经核对法院裁定，准予在执行期间暂时屏蔽。"),
)
REPORTED = (*SHIELDED, Step("applicant", "report_completion"))

STORIES = (
    Story(("draft",)),
    Story(("submitted",), (SUBMIT,)),
    Story(
        ("supplementing",),
        (
            SUBMIT,
            Step(
                "clerk",
                "request_supplement",
                "材料不清晰或未加盖印章，请重新上传。",
                {"missing": ["信用承诺书"]},
            ),
        ),
    ),
    Story(("forwarded",), FORWARDED),
    Story(
        ("authority_supplementing",),
        (
            *FORWARDED,
            Step(
                "authority",
                "request_authority_supplement",
                "缺少整改情况说明。",
                {"missing": ["整改情况说明"]},
            ),
        ),
    ),
    Story(("verifying",), VERIFYING),
    Story(
        ("extension_requested",),
        (*VERIFYING, Step("authority", "request_extension", "需现场核查整改情况。")),
    ),
    Story(("syncing",), GRANTED),
    Story(("closed",), GRANTED, confirmed=True),
    Story(
        ("not_accepted",),
        (*FORWARDED, Step("authority", "not_accept", "相关义务尚未履行完毕。")),
    ),
    Story(("refused",), (*VERIFYING, Step("authority", "refuse", "整改不到位。"))),
    Story(("withdrawn",), (SUBMIT, Step("applicant", "withdraw", "材料需重新整理。"))),
    Story(("opened",), GRANTED, confirmed=True, revocation=()),
    Story(("notified",), GRANTED, confirmed=True, revocation=(MISTAKEN,)),
    Story(("heard",), GRANTED, revocation=(NOTIFY, STATE)),
    Story(("restoring",), GRANTED, revocation=(NOTIFY, STATE, REVOKE)),
    Story(("revoked",), GRANTED, confirmed=True, revocation=(MISTAKEN, STATE, REVOKE)),
    Story(
        ("dropped",),
        GRANTED,
        revocation=(NOTIFY, STATE, Step("authority", "drop", "当事人的陈述申辩成立。")),
    ),
    Story(("serious_verifying",), VERIFYING),
    Story(("serious_closed",), GRANTED, confirmed=True),
    Story(("abnormal_draft",)),
    Story(("abnormal_forwarded",), FORWARDED),
    Story(("bankrupt_verifying",), BANKRUPT, "bankruptcy"),
    Story(("bankrupt_shielded", "bankrupt_shielded_2"), SHIELDED, "bankruptcy"),
    Story(
        ("bankrupt_completion_reported", "bankrupt_completion_reported_2"), REPORTED, "bankruptcy"
    ),
    Story(
        ("bankrupt_closed", "bankrupt_closed_2"),
        (*REPORTED, Step("authority", "grant", "经核查，重整计划（和解协议）已执行完毕。")),
        "bankruptcy",
        confirmed=True,
    ),
    Story(
        ("bankrupt_restoring",),
        (
            *SHIELDED,
            Step("authority", "end_shielding", "人民法院已裁定终止重整计划（和解协议）的执行。"),
        ),
        "bankruptcy",
    ),
)
"""Together they stand in every state of a penalty's repair, a bankruptcy and a revocation."""
