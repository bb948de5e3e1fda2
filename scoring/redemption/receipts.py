"""What a receipt shows beside the order: the code, and its QR while it can be collected."""

import io
from dataclasses import dataclass

import segno
from flask import current_app, url_for
from markupsafe import Markup

from scoring.communities.models import Community, Member
from scoring.redemption.codes import shown_code
from scoring.redemption.models import Order
from service.database import db


@dataclass(frozen=True, slots=True)
class Receipt:
    """One order, to be shown or printed."""

    order: Order
    community: str
    public_name: str
    code: str | None
    """As people read it; None where it is not shown, or no longer needed."""
    qr: Markup | None
    """Leads the shopkeeper's telephone to the page with the code typed in."""


def receipt_of(order: Order, *, with_code: bool) -> Receipt:
    """The receipt of an order; the code is for the member alone."""
    member = db.session.get_one(Member, order.member_id)
    community = db.session.get_one(Community, order.community_code)
    code = order.code_sealed if with_code else None
    return Receipt(
        order,
        community.name,
        member.public_name or "",
        shown_code(code) if code else None,
        _qr(code) if code else None,
    )


def _qr(code: str) -> Markup:
    # Behind the `#`: a browser sends it to nobody, so that no log ever holds a code.
    address = current_app.config["SETTINGS"].public_url + url_for("redemption_shop.index")
    out = io.BytesIO()
    drawn = segno.make(f"{address}#{code}", error="m", micro=False)
    drawn.save(out, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True)
    return Markup(out.getvalue().decode())  # noqa: S704 - drawn here, from our own alphabet
