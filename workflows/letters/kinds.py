"""The kinds of letters, and what a letter does to earlier ones. Pure."""

from enum import StrEnum


class LetterKind(StrEnum):
    """What a letter is."""

    acceptance = "acceptance"
    """受理通知书."""
    supplement = "supplement"
    """补正通知书, once and complete."""
    non_acceptance = "non_acceptance"
    """不予受理通知书."""
    grant = "grant"
    """准予信用修复决定书."""
    refusal = "refusal"
    """不予信用修复决定书."""
    temporary_grant = "temporary_grant"
    """临时信用修复决定书, in a bankruptcy reorganisation or settlement."""
    shield_ended = "shield_ended"
    """终止临时信用修复决定书."""
    revocation_notice = "revocation_notice"
    """拟撤销信用修复告知书, before the party is heard."""
    revocation = "revocation"
    """撤销信用修复决定书."""
    third_party = "third_party"
    """信用修复情况告知函, to be shown to whoever still publishes the record."""
    objection_acceptance = "objection_acceptance"
    """异议受理通知书."""
    objection_non_acceptance = "objection_non_acceptance"
    """异议不予受理告知书."""
    objection_answer = "objection_answer"
    """异议处理结果告知书: the objection is upheld."""
    objection_refusal = "objection_refusal"
    """异议答复书: the objection does not hold, and why; a review may be asked for."""
    review_answer = "review_answer"
    """异议复核结果告知书: upheld on review."""
    review_refusal = "review_refusal"
    """异议复核结果告知书: rejected on review."""
    rights_answer = "rights_answer"
    """个人信息权利请求答复书: what was done."""
    rights_refusal = "rights_refusal"
    """个人信息权利请求答复书: what is refused, and why."""


COMPANIONS = {LetterKind.grant: (LetterKind.third_party,)}
"""Letters that go out together with another one and speak of it."""

REPLACES: dict[LetterKind, frozenset[LetterKind]] = {
    LetterKind.grant: frozenset({LetterKind.temporary_grant}),
    LetterKind.shield_ended: frozenset({LetterKind.temporary_grant}),
    LetterKind.revocation: frozenset(
        {LetterKind.grant, LetterKind.third_party, LetterKind.temporary_grant}
    ),
    LetterKind.objection_answer: frozenset({LetterKind.refusal, LetterKind.non_acceptance}),
    LetterKind.review_answer: frozenset(
        {LetterKind.refusal, LetterKind.non_acceptance, LetterKind.objection_refusal}
    ),
}
"""Earlier letters of the case, and of the case it is about, that no longer hold."""

REVOKING = frozenset({LetterKind.shield_ended, LetterKind.revocation})
"""Letters that take back what the earlier one said, where others only replace it."""
