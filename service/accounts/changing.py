"""A person chooses another password: every session ends, and tokens when it says so."""

from service import audit
from service.accounts.api_tokens import revoke_all_tokens
from service.accounts.models import Account
from service.accounts.passwords import hash_password, require_good_password
from service.accounts.proving import prove_password, wrong_password
from service.accounts.sessions import end_all_sessions
from service.database import db, transaction
from service.messages import msg
from service.problems import FieldError, InvalidInput


def change_password(account_id: int, old: str, new: str, *, revoke_tokens: bool = False) -> None:
    """Change a password and end every session. Raises `InvalidInput` or `SignInThrottled`.

    With `revoke_tokens` the account's API tokens end too: whoever knew the old password may have
    made one.
    """
    row = db.session.get_one(Account, account_id, populate_existing=True)
    proved = row.password_hash
    require_good_password(new, "new_password", own_words=(row.name, row.display_name, row.unit))
    prove_password(account_id, old, "old_password")
    with transaction() as session:
        account = session.get_one(Account, account_id, with_for_update=True)
        if account.password_hash != proved:  # an administrator has set another meanwhile
            raise wrong_password("old_password")
        if account.password_expires_at is not None and new == old:
            raise InvalidInput(
                msg("新密码不能与临时密码相同。"),
                errors=[FieldError("new_password", "same-password", msg("请换一个密码。"))],
            )
        account.password_hash = hash_password(new)
        account.password_expires_at = None
        end_all_sessions(account_id)
        if revoke_tokens:
            revoke_all_tokens(account_id)
        audit.record(
            "account.password_changed", "account", str(account_id), {"tokens": revoke_tokens}
        )
