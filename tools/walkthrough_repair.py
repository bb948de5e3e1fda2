"""A year of repairs from application to closed, through the real service and a real counterpart.

    .venv/bin/python tools/walkthrough_repair.py             # 1,162 cases, the office's year
    .venv/bin/python tools/walkthrough_repair.py --cases 40  # does it run at all?

Starts the service and the stand-alone counterpart in a temporary folder, imports the penalties,
applies at the window, forwards, accepts and grants over the API with the demonstration accounts,
waits until every effect has its receipt, and prints what happened as Markdown.
"""

import argparse
import base64
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "client")]

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from walkthrough import note, signed_in

from credit_window_client import CreditWindow, CreditWindowError
from credit_window_client.client import DocumentKind
from service.signing import key_id
from tests.counterpart.running import Counterpart
from tests.factories.identifiers import make_uscc
from tests.factories.records import PenaltyRow, csv_of
from tests.workflows.documents.files import pdf

CASES = 1162
"""Records the office helped through in one year."""
CASES_PER_COMPANY = 3
UNIT = "西湖区教育局"
"""The unit of the demonstration's department account."""
TARGETS = ("CREDIT_CHINA", "PROVINCIAL", "ENTERPRISE_PUBLICITY")
CLIENTS = 4
BULK = 200
START_SECONDS_MAX = 300
CLOSE_SECONDS_MAX = 3600


@contextmanager
def service(folder: Path, port: int, other: Counterpart, seed: bytes) -> Iterator[str]:
    """The whole service with the counterpart as every target; gives its address."""
    target = other.address
    url, key = target.url, base64.b64encode(target.keys[0]).decode()
    environ = {**os.environ, "PORT": str(port), "CREDIT_VAR": str(folder)}
    environ["CREDIT_SIGNING_KEY"] = base64.b64encode(seed).decode()
    for code in TARGETS:
        environ |= {f"CREDIT_TARGET_{code}_URL": url, f"CREDIT_TARGET_{code}_KEY": key}
    command = [sys.executable, "-m", "service.supervise", "run"]
    folder.mkdir()
    with (folder.parent / "service.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log)
        try:
            yield _ready(f"http://127.0.0.1:{port}", process)
        finally:
            process.terminate()
            process.wait()


def public_key_of(seed: bytes) -> dict[str, str]:
    """The office's public key by its id, as the counterpart is told it."""
    key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return {key_id(key): base64.b64encode(key.public_bytes_raw()).decode()}


def _ready(address: str, process: "subprocess.Popen[bytes]") -> str:
    until = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/readyz") as answer:
                if answer.status == 200:
                    signed_in(address, "clerk").close()
                    return address
        except (OSError, CreditWindowError):
            time.sleep(0.5)
    raise TimeoutError(address)


def bring_in(clerk: CreditWindow, folder: Path, count: int) -> list[int]:
    """Import the penalties; gives the numbers of the records."""
    codes = [make_uscc(500_000 + n) for n in range(-(-count // CASES_PER_COMPANY))]
    decided = date.today() - timedelta(days=150)
    rows = [
        PenaltyRow(
            CF_XDR_MC=f"杭州年度{n // CASES_PER_COMPANY}有限公司",
            CF_XDR_SHXYM=codes[n // CASES_PER_COMPANY],
            CF_WSH=f"西教罚决字〔2026〕{n:05d}号",
            CF_JDRQ=(decided - timedelta(days=n % 30)).isoformat(),
            CF_CFJG=UNIT,
        )
        for n in range(count)
    ]
    file = folder / "penalties.csv"
    file.write_bytes(csv_of(rows))
    job = clerk.import_records(file, "shuanggongshi-penalty")
    if job["counts"]["accepted"] != count:
        raise RuntimeError(job)
    return [record["id"] for code in codes for record in clerk.enterprises.records(code)]


def apply(clerk: CreditWindow, record: int) -> str:
    """One application at the window, with every document the checklist asks for."""
    case = clerk.repair_cases.create(
        records=[record], authorisation={"reference": "法定代表人本人", "by_agent": False}
    )
    number = case["number"]
    for need in case["checklist"]:
        if need["state"] == "missing":
            content = pdf(mark=f"{number} {need['key']}")
            clerk.repair_cases.attach(
                number,
                kind=cast("DocumentKind", need["kind"]),
                record_id=need["record_id"],
                file=(f"{need['kind']}.pdf", content),
            )
    clerk.repair_cases.act(number, "submit")
    return number


def all_at_once(who: CreditWindow, action: str, numbers: Sequence[str], reason: str = "") -> None:
    """One action on all cases, two hundred a call; every one must be done."""
    for at in range(0, len(numbers), BULK):
        answer = who.repair_cases.act_on_many(
            action, numbers=numbers[at : at + BULK], reason=reason
        )
        if answer["refused"] != 0:
            raise RuntimeError(answer)


def wait_closed(clerk: CreditWindow, numbers: Sequence[str]) -> None:
    """Until every case is closed; those still being carried out are listed again and again."""
    until = time.monotonic() + CLOSE_SECONDS_MAX
    mine = set(numbers)
    while mine & _syncing(clerk) and time.monotonic() < until:
        time.sleep(1)
    if still := [one for one in numbers if _state(clerk, one) != "closed"]:
        raise TimeoutError(f"{len(still)} cases are not closed")


def _syncing(clerk: CreditWindow) -> set[str]:
    return {case["number"] for case in clerk.repair_cases.list(state="syncing", limit=BULK)}


def _state(clerk: CreditWindow, number: str) -> str:
    return clerk.repair_cases.get(number)["state"]


def main() -> None:
    """Walk through and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--port", type=int, default=8117)
    options = parser.parse_args()
    print("| step | outcome | seconds |\n|---|---|---:|")
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # the database runs as somebody else
        other = Counterpart(folder / "counterpart")
        other.start()
        seed = os.urandom(32)
        other.tell(office_keys=public_key_of(seed))
        try:
            began = time.perf_counter()
            with service(folder / "var", options.port, other, seed) as address:
                note("start with an empty database", "ready", began)
                clerk, department = (signed_in(address, name) for name in ("clerk", "department"))
                walk(clerk, department, folder, options.cases)
                print(f"\nCounterpart: {json.dumps(counted(other), ensure_ascii=False)}")
        finally:
            other.stop()


def counted(other: Counterpart) -> dict[str, int]:
    """What the counterpart counted: messages that came by key, receipts it gave."""
    return {name: len(found) for name, found in other.book.items() if name != "key"}


def walk(clerk: CreditWindow, department: CreditWindow, folder: Path, count: int) -> None:
    """From the import to the last receipt."""
    began = time.perf_counter()
    records = bring_in(clerk, folder, count)
    note("penalties imported", f"{len(records):,} records", began)
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        numbers = list(clients.map(lambda record: apply(clerk, record), records))
    note("applied at the window, documents handed in, submitted", f"{len(numbers):,} cases", began)
    for who, action, reason in (
        (clerk, "forward", ""),
        (department, "accept", ""),
        (department, "grant", "经核查，相关义务已履行完毕，符合修复条件。"),
    ):
        began = time.perf_counter()
        all_at_once(who, action, numbers, reason)
        note(f"{action}, {BULK} a call", f"{len(numbers):,} cases", began)
    began = time.perf_counter()
    wait_closed(clerk, numbers)
    figures = clerk.case_figures.get()
    note(
        "every effect confirmed, every case closed",
        f"{len(numbers):,} cases, {figures['on_time']:.0%} of all clocks in time",
        began,
    )


if __name__ == "__main__":
    main()
