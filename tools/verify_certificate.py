#!/usr/bin/env python3
"""Check a certificate, a letter or a credit report without a network and without the service.

This file stands alone: it may be copied to any machine with Python 3.9 or newer.

    python verify_certificate.py certificate.pdf --key office-key.pem
    python verify_certificate.py 'https://…/verify/XH…#eyJ…' --key office-key.pem

Give the PDF of a certificate 《守法诚信指标审核意见》, of a notice or decision in a case or of a
credit report, the attached JSON file, or the text a phone reads from the QR, and the issuer's
published public key (one or more PEM blocks). Exit status: 0 intact, 1 altered or signed by
another key, 2 nothing to check. Whether the paper still holds today (superseded, revoked) only the
issuer's verification page can say.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
import zlib
from pathlib import Path
from typing import Any

INTACT, NOT_INTACT, UNREADABLE = 0, 1, 2
FILE_BYTES_MAX = 20 * 1024 * 1024
ATTACHMENT_BYTES_MAX = 5 * 1024 * 1024
ATTACHMENTS_MAX = 20
DICTIONARY_BYTES_MAX = 4_000
SIGNATURE_BYTES = 64
SLIP_NAME_CHARS_MAX = 24
LETTER_NAME_CHARS_MAX = 20
LETTER_FORMAT = "credit-window/letter/1"
REPORT_FORMAT = "credit-window/report/1"
SLIP_LABELS = {
    "CW1": (
        ("版式", "Format"), ("编号", "Number"), ("签发日期", "Issued on"), ("审核意见", "Result"),
        ("库中有此主体", "On file"), ("分值", "Points"), ("审核对象", "Subject"),
        ("证件号码", "Identifier"), ("适用规则", "Rules"), ("审核基准日", "As of"),
        ("密钥", "Key"), ("全文摘要", "SHA-256"),
    ),
    "CL1": (
        ("版式", "Format"), ("编号", "Number"), ("签发日期", "Issued on"), ("文种", "Kind"),
        ("办件编号", "Case"), ("名称", "Subject"), ("统一社会信用代码", "USCC"),
        ("密钥", "Key"), ("全文摘要", "SHA-256"),
    ),
    "CR1": (
        ("版式", "Format"), ("编号", "Number"), ("签发日期", "Issued on"), ("名称", "Subject"),
        ("统一社会信用代码", "USCC"), ("数据截至", "As of"), ("不利信息", "Adverse records"),
        ("密钥", "Key"), ("全文摘要", "SHA-256"),
    ),
}  # fmt: skip
"""What stands in a slip, by its format: CW1 of a certificate, CL1 of a letter, CR1 of a report."""
OUTCOMES = {"passed": "通过 passed", "negative": "未通过 negative"}
ED25519_PREFIX = bytes.fromhex("302a300506032b6570032100")
"""What precedes the 32 bytes of an Ed25519 key in a PEM file (RFC 8410)."""


class Unreadable(Exception):  # noqa: N818 - reads as what it says of the input
    """There is no certificate, or no key, in what was given."""


# --- what was given -------------------------------------------------------------------


def read_statement(given: str) -> tuple[bytes, bytes, dict[str, Any] | None]:
    """Signed bytes, signature and, from a file, the whole content."""
    path = Path(given)
    if "#" in given and "://" in given:
        return (*split_qr(given), None)
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= FILE_BYTES_MAX else b""
    except (OSError, ValueError) as error:
        message = f"无法读取文件 cannot read the file: {given[:200]}"
        raise Unreadable(message) from error
    if not data:
        raise Unreadable("文件为空或者过大 the file is empty or too large")
    found = attached(data) if data[:1024].find(b"%PDF-") >= 0 else [data]
    statements = {json_bytes(one): one for one in map(parse_envelope, found) if one}
    if len(statements) != 1:
        raise Unreadable(
            "文件中没有签名内容，或者不止一份 the file holds no signed content, or more than one"
        )
    envelope = next(iter(statements.values()))
    return slip_of(envelope), unbase64(envelope["signature"]), envelope["content"]


def split_qr(text: str) -> tuple[bytes, bytes]:
    """Slip and signature behind the # of a QR text."""
    payload = unbase64(text.strip().partition("#")[2])
    return payload[:-SIGNATURE_BYTES], payload[-SIGNATURE_BYTES:]


def attached(pdf: bytes) -> list[bytes]:
    """The files embedded in a PDF (uncompressed or Flate), whatever their names."""
    files: list[bytes] = []
    mark = pdf.find(b"/EmbeddedFile")
    while mark >= 0 and len(files) < ATTACHMENTS_MAX:
        start = pdf.find(b"stream", mark, mark + DICTIONARY_BYTES_MAX)
        earliest = max(0, mark - DICTIONARY_BYTES_MAX)
        head = pdf[max(pdf.rfind(b" obj", earliest, mark), earliest) : max(start, mark)]
        if start >= 0 and b"endobj" not in head:
            files.append(stream_bytes(pdf, start + len(b"stream"), b"/FlateDecode" in head))
        mark = pdf.find(b"/EmbeddedFile", mark + 1)
    return files


def stream_bytes(pdf: bytes, start: int, compressed: bool) -> bytes:
    """The bytes of the stream whose keyword ends at `start`; empty when they are damaged."""
    start += 2 if pdf[start : start + 2] == b"\r\n" else 1
    body = pdf[start : pdf.find(b"endstream", start)][:ATTACHMENT_BYTES_MAX]
    if not compressed:
        return body
    try:
        return zlib.decompressobj().decompress(body, ATTACHMENT_BYTES_MAX)
    except zlib.error:
        return b""


def parse_envelope(data: bytes) -> dict[str, Any] | None:
    """The envelope in a JSON file, or None when it is some other file."""
    try:
        plain = json.loads(data)
        slip_of(plain)
        unbase64(plain["signature"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, Unreadable):
        return None
    return dict(plain)


def slip_of(envelope: dict[str, Any]) -> bytes:
    """The signed bytes, made again from the content they speak of."""
    content = envelope["content"]
    slips = {LETTER_FORMAT: letter_slip, REPORT_FORMAT: report_slip}
    named = slips.get(content["format"], certificate_slip)(content)
    digest = hashlib.sha256(json_bytes(content)).digest()
    encoded = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return json_bytes([*named, envelope["key_id"], encoded])


def certificate_slip(content: dict[str, Any]) -> list[str]:
    """What the slip of a certificate repeats."""
    rules, subject = content["rule_set"], content["subject"]
    return [
        "CW1", content["number"], content["issued_at"][:10], content["outcome"],
        "1" if content["on_file"] is True else "0", content["points"],
        subject["name_masked"][:SLIP_NAME_CHARS_MAX], subject["id_masked"],
        f"{rules['code']}/{rules['version']}", content["as_of"],
    ]  # fmt: skip


def letter_slip(content: dict[str, Any]) -> list[str]:
    """What the slip of a notice or decision repeats."""
    subject = content["subject"]
    return [
        "CL1", content["number"], content["issued_at"][:10], content["kind"], content["case"],
        subject["name"][:LETTER_NAME_CHARS_MAX], subject["code"],
    ]  # fmt: skip


def report_slip(content: dict[str, Any]) -> list[str]:
    """What the slip of a credit report repeats."""
    subject = content["subject"]
    return [
        "CR1", content["number"], content["issued_at"][:10],
        subject["name"][:LETTER_NAME_CHARS_MAX], subject["code"], content["as_of"],
        content["adverse"],
    ]  # fmt: skip


def json_bytes(value: object) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def unbase64(text: str) -> bytes:
    """Bytes of URL-safe base64 without padding."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise Unreadable("二维码内容不完整 the QR text is not complete") from error


def read_keys(path: str) -> dict[str, bytes]:
    """Raw public keys of a PEM file by their id: 16 hex digits of the key's SHA-256."""
    try:
        text = Path(path).read_text("utf-8")
    except (OSError, ValueError) as error:
        message = f"无法读取公钥 cannot read the key: {path}"
        raise Unreadable(message) from error
    blocks = re.findall("-----BEGIN PUBLIC KEY-----(.*?)-----END PUBLIC KEY-----", text, re.DOTALL)
    keys = [
        unbase64("".join(block.split()).rstrip("=").translate({43: "-", 47: "_"}))
        for block in blocks
    ]
    raw = [key[len(ED25519_PREFIX) :] for key in keys if key.startswith(ED25519_PREFIX)]
    if not raw:
        message = f"文件中没有 Ed25519 公钥 no Ed25519 public key in: {path}"
        raise Unreadable(message)
    return {hashlib.sha256(key).hexdigest()[:16]: key for key in raw}


# --- the signature (RFC 8032) ---------------------------------------------------------


def signature_matches(message: bytes, signature: bytes, key: bytes) -> bool:
    """Verify with `cryptography` where it is installed, else in plain Python."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return plain_signature_matches(message, signature, key)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]
"""Extended coordinates X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z."""


def plain_signature_matches(message: bytes, signature: bytes, key: bytes) -> bool:
    """Ed25519 verification without any library (RFC 8032 section 5.1.7); some milliseconds."""
    if len(signature) != SIGNATURE_BYTES or len(key) != SIGNATURE_BYTES // 2:
        return False
    public, nonce = decompress(key), decompress(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    base = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    if public is None or nonce is None or base is None or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    factor = int.from_bytes(digest, "little") % ORDER
    left, right = times(scalar, base), add(nonce, times(factor, public))
    same_x = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % P == 0


def add(a: Point, b: Point) -> Point:
    """Sum of two points (RFC 8032 section 5.1.4)."""
    aa, bb = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    cc, dd = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = bb - aa, dd - cc, dd + cc, bb + aa
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar: int, point: Point) -> Point:
    """The point added to itself `scalar` times."""
    result: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point, scalar = add(point, point), scalar >> 1
    return result


def decompress(data: bytes) -> Point | None:
    """The point encoded in 32 bytes, or None when there is none (RFC 8032 section 5.1.3)."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


# --- the report -----------------------------------------------------------------------


def report(slip: bytes, content: dict[str, Any] | None) -> list[str]:
    """What the signature vouches for, to be compared with the paper line by line."""
    values = [str(value) for value in json.loads(slip)]
    if values[0] == "CW1":
        values[3] = OUTCOMES.get(values[3], values[3])
        values[4] = {"1": "是 yes", "0": "否 no"}.get(values[4], values[4])
    pairs = zip(SLIP_LABELS[values[0]], values)  # noqa: B905 - Python 3.9
    lines = [f"  {zh} {en}: {visible(value)}" for (zh, en), value in pairs]
    if content is None:
        return lines
    more = {"CW1": certificate_lines, "CL1": letter_lines, "CR1": section_lines}
    return lines + more[values[0]](content)


def certificate_lines(content: dict[str, Any]) -> list[str]:
    """What a certificate says beyond its slip."""
    return [
        f"  审核人 Reviewer: {visible(content.get('reviewer') or '—')}",
        f"  替代 Replaces: {visible(content.get('supersedes') or '—')}",
        *(fact_line(number, fact) for number, fact in enumerate(content["facts"], 1)),
    ]


def letter_lines(content: dict[str, Any]) -> list[str]:
    """What a notice or decision says beyond its slip."""
    told = [
        ("标题 Title", content["title"]["zh"]),
        ("作出单位 Issuer", content["issuer"]["zh"]),
        ("理由 Reason", content["reason"] or "—"),
        ("替代或撤销 Replaces", content["replaces"] or "—"),
        *(("须补正 Missing", item) for item in content["items"]),
        *(("信息 Record", record_line(one)) for one in content["records"]),
    ]  # fmt: skip
    return [f"  {label}: {visible(value)}" for label, value in told]


def section_lines(content: dict[str, Any]) -> list[str]:
    """What a credit report says beyond its slip: the titles of each section."""
    told = []
    for section in content["sections"]:
        titles = [
            f"{entry['title']}（{'、'.join(entry['marks'])}）" if entry["marks"] else entry["title"]
            for entry in section["entries"]
        ]
        told.append(f"  {section['title']['zh']}: {visible('；'.join(titles) or '—')}")
    return told


def record_line(record: dict[str, Any]) -> str:
    """Which decision a line of a letter or a fact of a certificate is about."""
    return " | ".join((record["decision_number"], record["authority"], record["decided_on"] or "—"))


def fact_line(number: int, fact: dict[str, Any]) -> str:
    """One line of the facts table."""
    left_out = f"不计入 not counted（{fact.get('why_not_counted')}）"
    effect = f"{fact['points']} {fact['effect']}".strip()
    told = (record_line(fact), fact["rule_code"], effect)
    counted = "计入 counted" if fact["counted"] else left_out
    return visible(f"  事实 Fact {number}: {' | '.join(told)} | {counted}")


def visible(text: object) -> str:
    """The text without characters that could move the cursor or turn the line around."""
    return "".join(char if char.isprintable() else "?" for char in str(text))


def check(given: str, key_file: str) -> tuple[int, list[str]]:
    """Exit status and the lines to print."""
    keys = read_keys(key_file)
    slip, signature, content = read_statement(given)
    try:
        listed = json.loads(slip)
        key_id, good = listed[-2], len(listed) == len(SLIP_LABELS[listed[0]])
        lines = report(slip, content)
    except (ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
        raise Unreadable("内容不是本机构的证明或文书 not a paper of this form") from error
    key = keys.get(key_id) if isinstance(key_id, str) else None
    if key is None:
        return NOT_INTACT, [
            "未能确认：不是用所给公钥对应的密钥签发。",
            "NOT CONFIRMED: not signed with the key that was given.",
        ]
    if not (good and signature_matches(slip, signature, key)):
        return NOT_INTACT, [
            "已被改动：签名不符，请勿采信。",
            "ALTERED: the signature does not match.",
        ]
    return INTACT, [
        "完好：内容自签发后未被改动。",
        "INTACT: the content is as it was signed.",
        *lines,
        "请逐项核对纸面与上列内容；是否仍然有效，请以签发机构核验页面为准。",
        "Compare the paper with these lines. Whether it still holds, ask the issuer's page.",
    ]


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("certificate", help="PDF, attached JSON file, or the text of the QR")
    parser.add_argument("--key", required=True, help="the issuer's published public key (PEM)")
    options = parser.parse_args(arguments)
    if hasattr(sys.stdout, "reconfigure"):
        # A Chinese Windows console speaks GBK; a sign it lacks must not end the check.
        sys.stdout.reconfigure(errors="replace")
    try:
        status, lines = check(options.certificate, options.key)
    except Unreadable as error:
        status, lines = UNREADABLE, [f"无法核验 cannot check: {error}"]
    sys.stdout.write("\n".join(lines) + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
