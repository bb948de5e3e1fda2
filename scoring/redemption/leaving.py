"""What a member who leaves has ordered and not collected is cancelled."""

from scoring.communities.erasing import on_leave
from scoring.redemption.service import cancel_all_of

on_leave.append(cancel_all_of)
