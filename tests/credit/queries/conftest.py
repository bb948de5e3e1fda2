"""Subjects on file and the bodies of queries about them."""

from collections.abc import Callable
from itertools import count

import pytest

from credit.subjects.identifiers import IdType
from credit.subjects.models import Subject
from tests.credit.checks.conftest import put_subject
from tests.factories.identifiers import make_uscc

DUTY = {"kind": "sharing", "reference": "杭西教〔2026〕3号"}
UNIT = "西湖区教育局"


@pytest.fixture
def organisation() -> Callable[..., tuple[Subject, str]]:
    """An organisation on file and its code."""
    numbers = count(501)

    def make(name: str = "杭州甲贸易有限公司") -> tuple[Subject, str]:
        code = make_uscc(next(numbers))
        return put_subject(name, code, IdType.USCC), code

    return make


def ask_about(code: str, **values: object) -> dict[str, object]:
    """The body of POST /queries by a department about an organisation."""
    return {
        "purpose": "enterprise_review",
        "subject": {"id_type": "uscc", "id_number": code},
        "basis": DUTY,
    } | values
