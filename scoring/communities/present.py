"""What is shown of members and places, on pages and in answers."""

from typing import Any

from flask import url_for
from sqlalchemy import select

from scoring.communities.consent_texts import text_of
from scoring.communities.consents import consents_of
from scoring.communities.me import held_elsewhere
from scoring.communities.models import Community, Member, MemberConsent, Place
from scoring.communities.places import ancestors
from scoring.communities.reads import reads_about
from service import clock
from service.database import db
from service.files import StoredFile
from service.web.people import load_people


def home_of(member: Member) -> str:
    """Where a member lives, as people say it, e.g. `第一网格 · 3 幢 · 2 单元 · 501`."""
    if member.household_id is None:
        return ""
    place = db.session.get_one(Place, member.household_id)
    line = [*ancestors(place), place]
    below = [one for one in line if one.community_code and one.level != "community"]
    return " · ".join(one.name for one in below)


def consent_lines(member: Member, endpoint: str, **values: Any) -> list[dict[str, Any]]:
    """Every yes and no with the text it was given to, and where its scan is, the newest first."""
    consents = consents_of(member)
    load_people(one.recorded_by for one in consents)
    wanted = {one.paper_id for one in consents if one.paper_id is not None}
    there = set(db.session.scalars(select(StoredFile.id).where(StoredFile.id.in_(wanted))))
    return [
        {
            "consent": one,
            "text": text_of(one.text_version),
            "scan": url_for(endpoint, paper_id=one.paper_id, **values)
            if one.paper_id in there
            else None,
        }
        for one in consents
    ]


def everything_held(member: Member) -> dict[str, Any]:
    """All that is held about a member, as JSON; for the member alone."""
    community = db.session.get_one(Community, member.community_code)
    return {
        "number": member.number,
        "community": {"code": community.code, "name": community.name},
        "public_name": member.public_name,
        "name": member.name_sealed,
        "phone": member.phone_sealed,
        "guardian": member.guardian_sealed,
        "age_band": member.age_band,
        "household": home_of(member),
        "on_boards": member.on_boards,
        "state": member.state,
        "joined_on": member.joined_on.isoformat(),
        "consents": [_consent(one) for one in consents_of(member)],
        "read_by_others": [
            {
                "at": clock.at_office(one.at).isoformat(),
                "by": one.operator_name,
                "role": one.operator_role,
                "unit": one.operator_unit,
                "basis": one.basis_reference,
                "fields": list(one.fields),
            }
            for one in reads_about(member)
        ],
        **held_elsewhere(member),
    }


def _consent(one: MemberConsent) -> dict[str, Any]:
    text = text_of(one.text_version)
    return {
        "kind": one.kind,
        "given": one.given,
        "given_by": one.given_by,
        "text_version": one.text_version,
        "text_sha256": one.text_digest.hex(),
        "text": text.chinese if text else None,
        "at": clock.at_office(one.at).isoformat(),
        "recorded_by": one.recorded_by,
    }
