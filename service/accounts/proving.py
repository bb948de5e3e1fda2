"""A person proves again to be the one who signed in, before something that opens more doors."""

from service.accounts import second_factor
from service.accounts.models import Account
from service.accounts.passwords import verify_password
from service.accounts.throttle import OWN_SCREEN, begin_attempt, count_failure
from service.database import transaction
from service.messages import msg
from service.problems import FieldError, InvalidInput


def prove_password(account_id: int, password: str, field: str) -> None:
    """Raise `InvalidInput` when it is not the account's password, `SignInThrottled` after many.

    A wrong one counts like a failed sign-in: an unlocked screen is no licence to guess.
    """
    place = f"{OWN_SCREEN}{account_id}"
    with transaction() as session:
        account = session.get_one(Account, account_id, populate_existing=True)
        begin_attempt(session, account.name, place)
        fits = verify_password(account.password_hash, password)
        if not fits:
            count_failure(session, account.name, place)
    if not fits:
        raise wrong_password(field)


def wrong_password(field: str) -> InvalidInput:
    """What is said to whoever gave a wrong one."""
    wrong = msg("原密码不正确。") if field == "old_password" else msg("密码不正确。")
    return InvalidInput(wrong, errors=[FieldError(field, "wrong-password", wrong)])


def prove_code(account_id: int, typed: str, field: str) -> None:
    """Raise `InvalidInput` when it is no code of the account, which is used up otherwise.

    Wrong ones count as `prove_password` counts them.
    """
    place = f"{OWN_SCREEN}{account_id}"
    with transaction() as session:
        account = session.get_one(Account, account_id, populate_existing=True)
        begin_attempt(session, account.name, place)
        used = second_factor.use(account_id, typed)
        if used is None:
            count_failure(session, account.name, place)
    if used is None:
        raise second_factor.wrong_code(account_id, field)
