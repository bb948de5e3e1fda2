"""Why something about a record cannot be done."""

from service.messages import msg
from service.problems import Conflict, InvalidInput, NotFound


class RecordUnknown(NotFound):
    """There is no such record, or the caller may not know that there is."""

    code = "record-unknown"
    title = msg("没有这条记录")


class SubjectUnknown(NotFound):
    """There is no such subject, or the caller may not know that there is."""

    code = "subject-unknown"
    title = msg("没有这个主体")


class NothingToConfirm(Conflict):
    """The subject's code is not doubted, or was confirmed before."""

    code = "nothing-to-confirm"
    title = msg("没有待确认的内容")


class TierUndecidable(InvalidInput):
    """A tier makes no sense for this record."""

    code = "tier-undecidable"
    title = msg("无法核定档次")


class StatusUnsuitable(Conflict):
    """The record was repaired, revoked or restored meanwhile, or has expired."""

    code = "record-status-unsuitable"
    title = msg("记录状态已变化")


class NothingCorrected(InvalidInput):
    """What is to be corrected is on record already."""

    code = "nothing-corrected"
    title = msg("没有需要更正的内容")


class NotAMatch(InvalidInput):
    """The pair is not one of a subject known by name alone and one with a number."""

    code = "not-a-match"
    title = msg("这两个主体不能这样认定")


ID_MAX = 2**63 - 1
"""Largest number a row can have; an address may name a larger one."""
