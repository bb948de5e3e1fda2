"""The second wall around the ground floor's tables."""

from service.accounts.models import (
    Account,
    ApiToken,
    FactorOffer,
    LoginSession,
    RecoveryCode,
    SecondFactor,
    SignInStep,
)
from service.database.walls import ACCOUNT, COMMUNITY, spared, walled
from service.identities.models import AccountIdentity
from service.notices.models import Notice, NoticeAddress

walled(
    Account,
    f"id = {ACCOUNT} OR community_code = {COMMUNITY}",
    add=f"id = {ACCOUNT} OR (community_code = {COMMUNITY} AND subject_code IS NULL)",
    read="true",  # who is to be told of a case is chosen among all accounts
)
spared(
    "belongs to one account, whose own number every statement names",
    LoginSession,
    SignInStep,
    SecondFactor,
    FactorOffer,
    RecoveryCode,
    ApiToken,
    AccountIdentity,
    NoticeAddress,
)
spared("is written to others: an applicant's deed tells the window and the authority", Notice)
