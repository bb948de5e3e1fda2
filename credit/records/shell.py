"""What records add to every page: entries of the navigation and cards of the home page."""

from flask import Flask

from credit.records import waiting
from credit.subjects.identifiers import IdType
from service.audit.numbers import number_types
from service.messages import msg
from service.web.shell import HomeCard, shell_of


def _doubted() -> HomeCard:
    return HomeCard(
        msg("代码待确认"),
        waiting.count_doubted(),
        msg("统一社会信用代码校验位不符，请与营业执照核对"),
        "record_pages.doubted",
    )


def _pairs() -> HomeCard:
    return HomeCard(
        msg("名称待认定"),
        waiting.count_pairs(),
        msg("只有名称的记录，与在册主体同名，请认定是否同一主体"),
        "record_pages.matches",
    )


def init_records(app: Flask) -> None:
    """Register with the shell."""
    number_types(IdType)
    shell = shell_of(app)
    shell.nav_item(
        msg("导入数据"), "records.new_import", "records.import", shortcut="Alt+I", order=40
    )
    shell.nav_item(msg("导入记录"), "records.list_imports", "records.import", order=41)
    shell.nav_item(msg("信用记录"), "record_pages.find", "records.read", order=42)
    shell.nav_item(msg("代码待确认"), "record_pages.doubted", "subjects.confirm_flag", order=43)
    shell.nav_item(msg("名称待认定"), "record_pages.matches", "records.resolve_match", order=44)
    shell.home_card("subjects.confirm_flag", _doubted)
    shell.home_card("records.resolve_match", _pairs)
