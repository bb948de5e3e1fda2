"""The home page: what waits for the account today, and what is done most often."""

from flask import Blueprint, Flask, render_template

from service import clock
from service.access import allow, current_account
from service.messages import Message, msg
from service.web.registry import shell_of

NOON_HOUR = 12
EVENING_HOUR = 18

blueprint = Blueprint("home", __name__)


def greeting() -> Message:
    """A greeting by the office's clock."""
    hour = clock.at_office(clock.now()).hour
    if hour < NOON_HOUR:
        return msg("上午好")
    return msg("下午好") if hour < EVENING_HOUR else msg("晚上好")


@blueprint.get("/")
@allow("home.read")
def index() -> str:
    """Show the cards and the quick actions of the account's role."""
    account = current_account()
    shell = shell_of()
    cards = shell.cards_for(account)
    return render_template(
        "home.html",
        greeting=greeting(),
        cards=cards,
        waiting=sum(card.count for card in cards),
        quick=[item for item in shell.nav_for(account) if item.quick],
    )


def init_home(app: Flask) -> None:
    """Serve the home page at `/`."""
    app.register_blueprint(blueprint)
