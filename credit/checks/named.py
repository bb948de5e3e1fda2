"""Whom a check was made about, while that is kept (Zhejiang Regulation Art. 16)."""

from credit.checks.models import Check
from credit.checks.problems import IdentityErased
from service.messages import msg


def named(check: Check) -> tuple[str, str]:
    """Name and number a check was made with. Raises `IdentityErased` once they are gone."""
    if check.name_sealed is None or check.id_sealed is None:
        raise IdentityErased(
            msg("核查 {number} 的姓名和证件号码已到期删除，请重新填写办理。", number=check.number)
        )
    return check.name_sealed, check.id_sealed
