"""A client of the API of Credit Window (信用专窗): `/api/v1` of a district's credit office."""

from credit_window_client.answers import Download, Paged
from credit_window_client.client import CreditWindow
from credit_window_client.forms import File
from credit_window_client.patience import Patience
from credit_window_client.problems import (
    BadRequest,
    Conflict,
    CreditWindowError,
    FieldError,
    InvalidInput,
    JobFailed,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Problem,
    ServiceFault,
    Throttled,
    TookTooLong,
    TooLarge,
    Unavailable,
    UnexpectedAnswer,
    Unreachable,
)
from credit_window_client.waiting import Progress

__all__ = [
    "BadRequest",
    "Conflict",
    "CreditWindow",
    "CreditWindowError",
    "Download",
    "FieldError",
    "File",
    "InvalidInput",
    "JobFailed",
    "NotAllowed",
    "NotFound",
    "NotSignedIn",
    "Paged",
    "Patience",
    "Problem",
    "Progress",
    "ServiceFault",
    "Throttled",
    "TooLarge",
    "TookTooLong",
    "Unavailable",
    "UnexpectedAnswer",
    "Unreachable",
]
__version__ = "1.0.0"
