"""What applicants find in the navigation."""

from flask import Flask

from service.messages import msg
from service.web.shell import shell_of


def init_applicant(app: Flask) -> None:
    """Register with the shell."""
    shell = shell_of(app)
    shell.nav_item(
        msg("申请修复"), "applicant.records", "cases.open", shortcut="Alt+X", quick=True, order=29
    )
    shell.nav_item(msg("修复指引"), "applicant.guide", "repair.guide", order=90)
    shell.public_link(msg("修复指引"), "applicant.guide")
