import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from credit.checks.certificate.content import CERTIFICATE
from service import signing
from service.papers.content import InvalidPaper
from service.papers.envelope import from_json, qr_text, read_qr, to_json
from service.papers.verdict import (
    NOT_ASKED,
    Answer,
    CurrentStatus,
    Standing,
    Verdict,
    verify,
)
from tests.factories.certificates import KEYS, SIGNER, KeyOfTests, negative, sealed


def changed_members(
    value: Any, path: tuple[Any, ...] = ()
) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every leaf of a JSON value with another value of its kind."""
    if isinstance(value, dict | list):
        keys = value if isinstance(value, dict) else range(len(value))
        for key in keys:
            yield from changed_members(value[key], (*path, key))
    elif isinstance(value, bool):
        yield path, not value
    else:
        yield path, "2001-01-01" if value is None or "-" in value else f"{value}0"


PLAIN = json.loads(to_json(sealed(negative())))


def test_a_genuine_certificate_gets_three_separate_answers() -> None:
    status = CurrentStatus(Standing.SUPERSEDED, "XH20261124-000003")
    envelope = sealed(negative())
    assert verify(envelope, KEYS, signing.verify, status) == Verdict(
        number="XH20261123-000019",
        intact=Answer.YES,
        issuer_known=Answer.YES,
        key_id=SIGNER.key_id(),
        status=status,
    )


def test_the_slip_of_a_qr_is_judged_alike_and_offline_the_standing_is_unknown() -> None:
    verdict = verify(read_qr(CERTIFICATE, qr_text(sealed(negative()))), KEYS, signing.verify)
    assert (verdict.intact, verdict.issuer_known) == (Answer.YES, Answer.YES)
    assert verdict.status == NOT_ASKED


@pytest.mark.parametrize(
    ("path", "value"),
    list(changed_members(PLAIN["content"])),
    ids=lambda part: ".".join(map(str, part)) if isinstance(part, tuple) else None,
)
def test_a_change_of_any_member_is_found(path: tuple[Any, ...], value: object) -> None:
    altered = deepcopy(PLAIN)
    place = altered["content"]
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    try:
        envelope = from_json(CERTIFICATE, json.dumps(altered).encode())
    except InvalidPaper:
        return
    assert verify(envelope, KEYS, signing.verify).intact is Answer.NO


def test_a_key_that_is_not_ours_leaves_the_content_undecided() -> None:
    forged = sealed(negative(), KeyOfTests(seed=2))
    verdict = verify(forged, KEYS, signing.verify)
    assert (verdict.intact, verdict.issuer_known) == (Answer.UNKNOWN, Answer.NO)


def test_a_foreign_signature_under_our_key_id_is_found() -> None:
    plain = json.loads(to_json(sealed(negative(), KeyOfTests(seed=2))))
    envelope = from_json(CERTIFICATE, json.dumps({**plain, "key_id": SIGNER.key_id()}).encode())
    assert verify(envelope, KEYS, signing.verify).intact is Answer.NO


@pytest.mark.parametrize("signature", ["", "AAAA", "A" * 86, "A" * 200])
def test_a_signature_of_any_length_is_judged_and_never_fails(signature: str) -> None:
    envelope = from_json(CERTIFICATE, json.dumps({**PLAIN, "signature": signature}).encode())
    assert verify(envelope, KEYS, signing.verify).intact is Answer.NO


@pytest.mark.parametrize(
    ("standing", "successor"), [(Standing.SUPERSEDED, None), (Standing.VALID, "XH-0002")]
)
def test_only_a_superseded_certificate_names_its_successor(standing, successor) -> None:
    with pytest.raises(ValueError, match="successor"):
        CurrentStatus(standing, successor)
