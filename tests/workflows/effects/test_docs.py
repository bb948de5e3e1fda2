"""docs/exchange.md says what the code does: targets, facts, effects, figures, ways to misbehave."""

import inspect
import re

import pytest

from service.settings import REPOSITORY
from tests.counterpart import exchange
from workflows.effects import limits
from workflows.effects.answers import TRY_AGAIN
from workflows.effects.facts import FACTS
from workflows.effects.kinds import Effect
from workflows.effects.receipts import MEMBERS, PREFIX
from workflows.effects.signature import Request, Seal, signed_headers
from workflows.effects.targets import target_table

TEXT = (REPOSITORY / "docs/exchange.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("word", [*target_table().targets, *FACTS, *Effect, *MEMBERS])
def test_every_code_is_named(word):
    assert re.search(rf"[`\"]{re.escape(word)}[`\"]", TEXT)


def test_the_example_is_signed_over_what_the_code_signs():
    made = signed_headers(Request("h", "/", b"", "k"), Seal(1, "id", "n"), bytes)
    covered = made["Signature-Input"].partition(";")[0]
    assert f"Signature-Input: {covered};created=" in TEXT
    assert PREFIX.decode().strip() + "\\n" in TEXT


@pytest.mark.parametrize(
    "told",
    [
        f"{limits.CONNECT_SECONDS:.0f}\nseconds to connect",
        f"{limits.READ_SECONDS:.0f} of silence and {limits.TOTAL_SECONDS:.0f} for the whole",
        f"{limits.ANSWER_BYTES_MAX // 1024} KiB",
        f"about {limits.ACCEPTED_WAIT.seconds // 60} minutes; gives up",
        f"gives up after {limits.ACCEPTED_MAX.days} days",
        f"{limits.RETRY_BASE.seconds} s, doubled up to {limits.RETRY_MAX.seconds // 3600} h",
        f"{limits.FAILURES_MAX} failures, then dead",
        f"{limits.CIRCUIT_FAILURES} failures in a row of a whole target open it",
        f"{limits.CIRCUIT_BASE.seconds} s, doubled up to {limits.CIRCUIT_MAX.seconds // 60} min",
        f"{limits.SENDS_AT_ONCE_MAX} messages under way",
        f"after {limits.SEND_LEASE.seconds} s the effect is due again",
        f"at most {limits.RECEIPT_TEXT_CHARS_MAX} printable characters",
        ", ".join(str(int(status)) for status in sorted(TRY_AGAIN)),
    ],
)
def test_figures_are_those_of_the_code(told):
    assert told in TEXT


def test_every_way_to_misbehave_is_named():
    modes = set(re.findall(r'mode (?:==|in) "([a-z-]+)"', inspect.getsource(exchange)))
    assert modes > {"slow", "drop-after", "bad-signature"}
    for mode in modes:
        assert f"`{mode}`" in TEXT
