"""The stand-alone verifier, run as a stranger runs it: from another folder, without the project."""

import importlib.util
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from credit.checks.certificate.content import CERTIFICATE
from credit.checks.certificate.render import render_pdf
from credit.reports.render import render_pdf as render_report
from service import signing
from service.papers.envelope import from_json, qr_text, slip_of, to_base64url, to_json
from tests.credit.reports import build as reports
from tests.factories import certificates, letters
from tests.factories.certificates import (
    ADDRESS,
    SIGNER,
    KeyOfTests,
    negative,
    passed_nothing_on_file,
    sealed,
)
from workflows.letters.content import LetterSubject
from workflows.letters.kinds import LetterKind
from workflows.letters.render import render_pdf as render_letter

TOOL = Path(__file__).parents[2] / "tools" / "verify_certificate.py"
RFC_8032_VECTORS = [
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     ("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
      "d25bf5f0595bbe24655141438e7a100b")),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     ("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
      "387b2eaeb4302aeeb00d291612bb0c00")),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     ("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
      "4a7c15e9716ed28dc027beceea1ec40a")),
]  # fmt: skip


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_certificate", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key.pem"
    path.write_text(SIGNER.pem, encoding="ascii")
    return path


def run(given: str | Path, key: Path, *python: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", *python, TOOL, given, "--key", key],
        capture_output=True, cwd=key.parent, env={"PYTHONIOENCODING": "utf-8"}, check=False,
    )  # fmt: skip
    assert done.stderr == b""
    return done.returncode, done.stdout.decode()


def altered_pdf(path: Path) -> Path:
    """A genuine page whose attachment says passed instead of negative, unsigned."""
    plain = json.loads(to_json(sealed(negative())))
    plain["content"]["outcome"] = "passed"
    path.write_bytes(render_pdf(from_json(CERTIFICATE, json.dumps(plain).encode())))
    return path


@pytest.mark.parametrize("kind", certificates.VARIANTS)
def test_a_genuine_pdf_is_intact(kind: str, key: Path, tmp_path: Path) -> None:
    envelope = sealed(certificates.VARIANTS[kind]())
    (tmp_path / "c.pdf").write_bytes(render_pdf(envelope))
    status, told = run(tmp_path / "c.pdf", key)
    assert status == 0
    assert "完好" in told
    assert "INTACT" in told
    assert envelope.content.number in told
    assert all(fact.decision_number in told for fact in envelope.content.facts)


@pytest.mark.parametrize("kind", LetterKind)
def test_a_genuine_letter_is_intact(kind: LetterKind, key: Path, tmp_path: Path) -> None:
    content = letters.letter(kind)
    (tmp_path / "l.pdf").write_bytes(render_letter(letters.sealed(content)))
    status, told = run(tmp_path / "l.pdf", key)
    assert status == 0
    for word in (content.number, content.title.zh, content.case, content.subject.code,
                 content.issuer.zh, content.records[0].decision_number):  # fmt: skip
        assert word in told
    assert run(qr_text(letters.sealed(content)), key, "-S")[0] == 0


def test_an_altered_letter_is_found(key: Path, tmp_path: Path) -> None:
    plain = json.loads(to_json(letters.sealed(letters.letter(LetterKind.refusal))))
    plain["content"]["kind"], plain["content"]["title"]["zh"] = "grant", "准予信用修复决定书"
    (tmp_path / "l.json").write_text(json.dumps(plain), encoding="utf-8")
    assert run(tmp_path / "l.json", key)[0] == 1
    plain = json.loads(to_json(letters.sealed(letters.letter(LetterKind.refusal))))
    plain["content"]["reason"] = "已全部履行"
    (tmp_path / "l.json").write_text(json.dumps(plain), encoding="utf-8")
    assert run(tmp_path / "l.json", key)[0] == 1


def test_a_genuine_report_is_intact_and_an_altered_one_found(key: Path, tmp_path: Path) -> None:
    envelope = reports.sealed(reports.content(reports.everything()))
    (tmp_path / "r.pdf").write_bytes(render_report(envelope))
    status, told = run(tmp_path / "r.pdf", key, "-S")
    assert status == 0
    assert "杭西市监罚〔2026〕4号（under_repair、under_objection）" in told
    assert run(qr_text(envelope), key, "-S")[0] == 0
    altered = to_json(envelope).replace("杭西市监罚〔2026〕1号".encode(), "无".encode())
    (tmp_path / "r.json").write_bytes(altered)
    assert run(tmp_path / "r.json", key)[0] == 1


def test_a_genuine_qr_is_intact_and_says_what_to_compare(key: Path) -> None:
    status, told = run(qr_text(sealed(negative())), key)
    assert status == 0
    for word in ("未通过 negative", "李*", "330***********567X", "-10", "XH-DEMO/2026.1"):
        assert word in told


def test_the_attached_file_alone_is_enough(key: Path, tmp_path: Path) -> None:
    (tmp_path / "c.json").write_bytes(to_json(sealed(negative())))
    assert run(tmp_path / "c.json", key)[0] == 0


def test_an_altered_pdf_is_found(key: Path, tmp_path: Path) -> None:
    status, told = run(altered_pdf(tmp_path / "c.pdf"), key)
    assert status == 1
    assert "已被改动" in told
    assert "ALTERED" in told


def test_plain_python_without_any_package_judges_alike(key: Path, tmp_path: Path) -> None:
    text = qr_text(sealed(negative()))
    assert run(text, key, "-S")[0] == 0
    assert run(altered_pdf(tmp_path / "c.pdf"), key, "-S")[0] == 1


def test_an_altered_qr_is_found(key: Path) -> None:
    envelope = sealed(negative())
    other = slip_of(
        CERTIFICATE,
        replace(envelope.content, outcome=passed_nothing_on_file().outcome),
        SIGNER.key_id(),
    )
    assert run(f"{ADDRESS}x#{to_base64url(other + envelope.signature)}", key)[0] == 1


def test_another_key_confirms_nothing(key: Path) -> None:
    status, told = run(qr_text(sealed(negative(), KeyOfTests(seed=2))), key)
    assert status == 1
    assert "未能确认" in told
    assert "完好" not in told


def test_a_retired_key_in_the_same_file_is_found_by_its_id(key: Path) -> None:
    retired = KeyOfTests(seed=3)
    key.write_text(SIGNER.pem + retired.pem, encoding="ascii")
    assert run(qr_text(sealed(negative(), retired)), key)[0] == 0


def test_a_pdf_with_two_different_statements_is_not_judged(key: Path, tmp_path: Path) -> None:
    first = render_pdf(sealed(negative()))
    (tmp_path / "c.pdf").write_bytes(first + render_pdf(sealed(passed_nothing_on_file())))
    assert run(tmp_path / "c.pdf", key)[0] == 2


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7\n", b"%PDF-1.7 /EmbeddedFile stream\n", b"[" * 100_000, b"\x00" * 100,
     b"%PDF-1.7 1 0 obj <</Type/EmbeddedFile/Filter/FlateDecode>> stream\nxx\nendstream"],
    ids=lambda data: repr(data[:24]),
)  # fmt: skip
def test_what_is_no_certificate_gets_a_sentence(data: bytes, key: Path, tmp_path: Path) -> None:
    (tmp_path / "c.pdf").write_bytes(data)
    status, told = run(tmp_path / "c.pdf", key)
    assert status == 2
    assert told.startswith("无法核验 cannot check")


@pytest.mark.parametrize(
    "text", ["nowhere.pdf", "https://a.cn/x#", "https://a.cn/x#***", "a" * 9999]
)
def test_a_wrong_argument_gets_a_sentence(text: str, key: Path) -> None:
    assert run(text, key)[0] == 2


def test_a_file_without_a_key_gets_a_sentence(key: Path) -> None:
    key.write_text("no key", encoding="ascii")
    status, told = run(qr_text(sealed()), key)
    assert status == 2
    assert "no Ed25519 public key" in told


def test_a_text_cannot_disturb_the_terminal(key: Path, tmp_path: Path) -> None:
    content = negative()
    bad = replace(content, reviewer="\x1b[2J\u202e王")
    (tmp_path / "c.json").write_bytes(to_json(sealed(bad)))
    status, told = run(tmp_path / "c.json", key)
    assert status == 0
    assert "\x1b" not in told
    assert "\u202e" not in told


def test_files_are_limited_in_size(tool: ModuleType, key: Path, tmp_path: Path) -> None:
    document = to_json(sealed(negative()))
    path = tmp_path / "c.json"
    for size, status in ((tool.FILE_BYTES_MAX, 0), (tool.FILE_BYTES_MAX + 1, 2)):
        path.write_bytes(document + b" " * (size - len(document)))
        assert run(path, key)[0] == status


@pytest.mark.parametrize("kind", LetterKind)
def test_it_makes_the_same_signed_bytes_of_a_letter(kind: LetterKind, tool: ModuleType) -> None:
    envelope = letters.sealed(replace(letters.letter(kind), subject=LetterSubject("长" * 40, "9")))
    plain: dict[str, Any] = json.loads(to_json(envelope))
    assert tool.slip_of(plain) == envelope.signed_bytes


@pytest.mark.parametrize("kind", certificates.VARIANTS)
def test_it_makes_the_same_signed_bytes_as_the_service(kind: str, tool: ModuleType) -> None:
    envelope = sealed(certificates.VARIANTS[kind]())
    plain: dict[str, Any] = json.loads(to_json(envelope))
    assert tool.slip_of(plain) == envelope.signed_bytes


def test_it_names_keys_as_the_service_does(tool: ModuleType, key: Path) -> None:
    assert tool.read_keys(str(key)) == {SIGNER.key_id(): signing.raw(SIGNER.public)}


@pytest.mark.parametrize(("key_hex", "message", "signature"), RFC_8032_VECTORS)
def test_without_any_library_the_vectors_of_the_standard_hold(
    key_hex: str, message: str, signature: str, tool: ModuleType
) -> None:
    raw_key, text, good = (bytes.fromhex(part) for part in (key_hex, message, signature))
    assert tool.plain_signature_matches(text, good, raw_key)
    assert not tool.plain_signature_matches(text + b"x", good, raw_key)
    assert not tool.plain_signature_matches(text, bytes([good[0] ^ 1]) + good[1:], raw_key)
    assert not tool.plain_signature_matches(text, good[:32] + b"\xff" * 32, raw_key)
    assert not tool.plain_signature_matches(text, good[:-1], raw_key)


def test_without_any_library_a_certificate_is_judged_alike(tool: ModuleType) -> None:
    envelope = sealed(negative())
    raw_key = signing.raw(SIGNER.public)
    assert tool.plain_signature_matches(envelope.signed_bytes, envelope.signature, raw_key)
    assert not tool.plain_signature_matches(
        envelope.signed_bytes + b" ", envelope.signature, raw_key
    )
