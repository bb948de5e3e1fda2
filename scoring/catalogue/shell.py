"""What the catalogue adds to navigation, home pages and templates, and the names of its trail."""

from flask import Flask

from scoring.catalogue.drafting import draft_of
from scoring.catalogue.service import versions
from scoring.communities.doors import Door, FirstStep, on_home
from scoring.communities.models import Community
from service.audit.naming import name_audit_terms
from service.messages import msg


def _catalogue(community: Community) -> Door:
    return Door(
        msg("积分目录"),
        msg("做什么得分，得多少，怎么证明。"),
        "points_catalogue.show",
        "points.catalogue",
        {"code": community.code},
        order=50,
        first=FirstStep(
            2,
            msg("定下积分目录：做什么得几分；可以从参考目录改起"),
            lambda: bool(versions(community.code, limit=1)),
        ),
    )


def _draft(community: Community) -> Door:
    return Door(
        msg("积分目录草稿"),
        msg("有一份草稿还没有采用。"),
        "points_draft.show",
        "points.manage",
        {"code": community.code},
        there=lambda: draft_of(community.code) is not None,
        order=51,
    )


def init_catalogue(app: Flask) -> None:  # noqa: ARG001 - every part's init takes the application
    """Open the doors and name what the trail stores."""
    on_home.extend(room for room in (_catalogue, _draft) if room not in on_home)
    name_audit_terms(
        actions={
            "catalogue.adopt": msg("采用积分目录"),
            "catalogue.draft": msg("修改积分目录草稿"),
        },
        objects={
            "points_catalogue": msg("积分目录"),
            "points_catalogue_draft": msg("积分目录草稿"),
        },
    )
