"""What a manager does about a membership in the member's name or on the member's word."""

from scoring.communities.changing import say_about_boards
from scoring.communities.joining import Joined
from scoring.communities.leaving import leave
from scoring.communities.models import GivenBy, Member
from scoring.communities.sign_in import open_sign_in, reset_password
from service.accounts.models import Account
from service.audit import current_actor
from service.database import db


def act_on(member: Member, act: str) -> Joined:
    """Do one act; a password that was made is in what is returned. Raises as the use cases do."""
    name = password = None
    if act == "open_account":
        name, password = open_sign_in(member)
    elif act == "password":
        password = reset_password(member, by=current_actor().id)
        name = db.session.get_one(Account, member.account_id).name
    elif act == "leave":
        leave(member, given_by=GivenBy.paper)
    else:
        say_about_boards(member, given=act == "boards_yes", given_by=GivenBy.paper)
    return Joined(member, name, password)
