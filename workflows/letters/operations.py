"""What auditors see of letters, and the names pages show for their kinds."""

from flask import Flask

from service.audit.naming import name_audit_terms
from service.messages import Message, msg
from service.web.i18n import render
from workflows.letters.kinds import LetterKind

TITLES: dict[LetterKind, Message] = {
    LetterKind.acceptance: msg("信用修复受理通知书"),
    LetterKind.supplement: msg("信用修复补正通知书"),
    LetterKind.non_acceptance: msg("信用修复不予受理通知书"),
    LetterKind.grant: msg("准予信用修复决定书"),
    LetterKind.refusal: msg("不予信用修复决定书"),
    LetterKind.temporary_grant: msg("临时信用修复决定书"),
    LetterKind.shield_ended: msg("终止临时信用修复决定书"),
    LetterKind.revocation_notice: msg("拟撤销信用修复告知书"),
    LetterKind.revocation: msg("撤销信用修复决定书"),
    LetterKind.third_party: msg("信用修复情况告知函"),
    LetterKind.objection_acceptance: msg("异议受理通知书"),
    LetterKind.objection_non_acceptance: msg("异议不予受理告知书"),
    LetterKind.objection_answer: msg("异议处理结果告知书"),
    LetterKind.objection_refusal: msg("异议答复书"),
    LetterKind.review_answer: msg("异议复核结果告知书（成立）"),
    LetterKind.review_refusal: msg("异议复核结果告知书（不成立）"),
    LetterKind.rights_answer: msg("个人信息权利请求答复书"),
    LetterKind.rights_refusal: msg("个人信息权利请求答复书（不予办理）"),
}
"""What a kind is called; the title on a letter is the one it was issued with."""


def letter_titles() -> dict[str, str]:
    """The names of all kinds in the reader's language, by code."""
    return {str(kind): render(title) for kind, title in TITLES.items()}


def letter_title(kind: str) -> str:
    """The name of a kind in the reader's language; an unknown one is shown as it is."""
    return letter_titles().get(kind, kind)


def init_letters(app: Flask) -> None:
    """Name the codes of letters for auditors and pages."""
    name_audit_terms(
        actions={"letter.issued": msg("签发文书")},
        terms={f"letter.{kind}": title for kind, title in TITLES.items()},
    )
    app.jinja_env.globals["letter_titles"] = letter_titles
    app.jinja_env.filters["letter_title"] = letter_title
