"""The table a preview tries: one of a draft file, or a stored version."""

from collections.abc import Iterable
from dataclasses import dataclass

from credit.checks.preview.problems import NoDraft
from credit.rules.load import load_text
from credit.rules.service import import_faults, load_version
from credit.rules.table import RuleTable
from credit.rules.vocabulary import Purpose
from service.messages import Message, listed, msg


@dataclass(frozen=True)
class Draft:
    """A table to try."""

    table: RuleTable
    filename: str = ""
    rule_set_id: int | None = None
    warnings: tuple[Message, ...] = ()
    """What an import of the file would be refused for as things stand."""


def draft_of_file(content: str, filename: str, purpose: Purpose | None, district: str) -> Draft:
    """The table of a draft file for a purpose. Raises `InvalidRules` and `NoDraft`.

    Gaps and overlaps with the tables in force do not stand in the way of a look: they
    become warnings.
    """
    table = pick(load_text(content), purpose, district)
    warnings = tuple(fault.message for fault in import_faults(content))
    return Draft(table, filename, warnings=warnings)


def draft_of_version(rule_set_id: int) -> Draft:
    """A stored version, in force or not. Raises `NotFound`."""
    stored = load_version(rule_set_id)
    return Draft(stored.table, rule_set_id=stored.id)


def pick(tables: Iterable[RuleTable], purpose: Purpose | None, district: str) -> RuleTable:
    """The one table of a file that is meant; of several that follow one another, the last."""
    here = [table for table in tables if table.district == district]
    if not here:
        raise NoDraft(msg("文件中没有本区（{district}）的规则表。", district=district))
    purposes = sorted({table.purpose for table in here})
    if purpose is None and len(purposes) > 1:
        known = listed(Message("{code}", {"code": str(one)}) for one in purposes)
        raise NoDraft(msg("文件中有几种用途的规则表，请指明试算哪一种：{known}。", known=known))
    wanted = [table for table in here if purpose is None or table.purpose == purpose]
    if not wanted:
        raise NoDraft(msg("文件中没有这一用途的规则表，请换一种用途或另选文件。"))
    return max(wanted, key=lambda table: table.valid_from)
