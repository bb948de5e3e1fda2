"""Walks through the running service as its users do and prints what happened, as Markdown.

    make run                                   # in one terminal
    .venv/bin/python tools/walkthrough.py --data FOLDER   # in another

FOLDER holds `penalties/nfra_sample.csv` and `enterprises/*.csv`. Everything goes over
the API with the demonstration accounts, so it shows what a department would see.
"""

import argparse
import base64
import csv
import json
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from credit.demo.district import District
from credit.subjects.identifiers.synthetic import make_resident_id, make_uscc
from service.tabular import write_xlsx

APPLICANTS = 6578
"""Reviews the office really made in one year."""
PEOPLE_IN_DEMO = 120
CHECKED_ENTERPRISES = 50
CHECKED_PARTIES = 20
WAIT_SECONDS_MAX = 600
BASIS = {"kind": "sharing", "reference": "西政数〔2026〕12号"}


class Service:
    """The API as one demonstration account sees it."""

    def __init__(self, address: str, name: str) -> None:
        self._address = address
        proof = base64.b64encode(f"{name}:demo-{name}".encode()).decode()
        _, answer = self.send("POST", "/tokens", b"{}", {"Authorization": f"Basic {proof}"})
        self._token = json.loads(answer)["token"]

    def send(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        """One request; error answers are answers too."""
        request = urllib.request.Request(
            f"{self._address}/api/v1{path}",
            data=body,
            method=method,
            headers={"Content-Type": "application/json"} | headers,
        )
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """A JSON call with this account's token."""
        data = None if body is None else json.dumps(body).encode()
        status, answer = self.send(method, path, data, {"Authorization": f"Bearer {self._token}"})
        return status, json.loads(answer) if answer[:1] in (b"{", b"[") else answer

    def upload(self, path: str, file: Path, fields: dict[str, str]) -> tuple[int, Any]:
        """A multipart upload of one file."""
        mark = uuid4().hex
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in fields.items()
        ]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"'
        parts += [head.encode(), b"\r\n\r\n", file.read_bytes(), f"\r\n--{mark}--\r\n".encode()]
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": f"multipart/form-data; boundary={mark}",
        }
        status, answer = self.send("POST", path, b"".join(parts), headers)
        return status, json.loads(answer)

    def wait(self, path: str) -> dict[str, Any]:
        """Poll a job until it has ended."""
        until = time.monotonic() + WAIT_SECONDS_MAX
        while time.monotonic() < until:
            _, job = self.call("GET", path)
            if job["state"] in {"done", "failed"}:
                return dict(job)
            time.sleep(0.1)
        raise TimeoutError(path)


@dataclass
class Report:
    """Lines of the table."""

    rows: list[tuple[str, str, float]]

    def add(self, what: str, outcome: str, began: float) -> None:
        """Note one step and print it at once."""
        seconds = time.perf_counter() - began
        self.rows.append((what, outcome, seconds))
        print(f"| {what} | {outcome} | {seconds:.2f} |", flush=True)


def counts(job: dict[str, Any], names: tuple[str, ...]) -> str:
    """The counts of a job that are not nought."""
    return ", ".join(f"{name} {job[name]:,}" for name in names if job.get(name))


IMPORT_COUNTS = ("accepted", "updated", "unchanged", "flagged", "refused")
BATCH_COUNTS = ("passed", "negative", "held", "refused")


def reconciled(total: int, job: dict[str, Any], names: tuple[str, ...]) -> str:
    """The counts of a job; raises when they do not add up to its rows."""
    if total != sum(job[name] for name in names):
        raise RuntimeError(job)
    return f"{total:,} = {counts(job, names)}"


def import_files(clerk: Service, data: Path, report: Report) -> None:
    """Bring in the real files, each twice: the second time nothing may change."""
    penalties = data / "penalties" / "nfra_sample.csv"
    files = [("nfra-penalty", penalties)]
    files += [("enterprises", file) for file in sorted((data / "enterprises").glob("*.csv"))]
    for feed, file in files:
        for again in ("", " again"):
            import_file(clerk, feed, file, f"import `{file.name}`{again}", report)
    with TemporaryDirectory() as folder:
        for name, file in otherwise_written(penalties, Path(folder)):
            import_file(clerk, "nfra-penalty", file, f"the same list as {name}", report)


def import_file(clerk: Service, feed: str, file: Path, what: str, report: Report) -> None:
    """One upload, its job waited for, its counts added up."""
    began = time.perf_counter()
    status, begun = clerk.upload("/record-imports", file, {"feed": feed})
    if status >= 400:
        report.add(what, f"{status} {begun['detail']}", began)
        return
    job = clerk.wait(f"/record-imports/{begun['id']}")
    told = reconciled(job["counts"]["rows"], job["counts"], IMPORT_COUNTS)
    report.add(what, f"{job['state']}: {told}", began)


def otherwise_written(file: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """The same rows in the other encodings and formats that offices send."""
    text = file.read_text(encoding="utf-8-sig")
    for encoding in ("gb18030", "utf-16"):
        other = folder / f"{encoding}.csv"
        other.write_text(text, encoding=encoding, newline="")
        yield encoding.upper(), other
    header, *rows = csv.reader(text.splitlines())
    book = folder / "list.xlsx"
    write_xlsx(book, header, rows)
    yield "XLSX", book


def check(clerk: Service, purpose: str, subject: dict[str, str]) -> dict[str, Any]:
    """One check; raises when the service refuses."""
    body = {"purpose": purpose, "subject": subject, "basis": BASIS}
    status, answer = clerk.call("POST", "/checks", body)
    if status != 201:
        raise RuntimeError(answer)
    return dict(answer)


def check_singly(clerk: Service, data: Path, report: Report) -> None:
    """Check real enterprises and invented people one by one."""
    with (data / "enterprises" / "dev_1000.csv").open(encoding="utf-8-sig", newline="") as file:
        real = list(csv.DictReader(file))[:CHECKED_ENTERPRISES]
    began = time.perf_counter()
    outcomes: Counter[str] = Counter()
    for row in real:
        subject = {"name": row["企业名称"], "id_type": "uscc", "id_number": row["统一社会信用代码"]}
        outcomes[check(clerk, "enterprise_review", subject)["outcome"]] += 1
    report.add(f"{len(real)} enterprises one by one", tell(outcomes), began)
    began = time.perf_counter()
    outcomes.clear()
    people = District(organisations=1, people=PEOPLE_IN_DEMO, day=date.today()).people
    for person in people[:CHECKED_ENTERPRISES]:
        subject = {"name": person.name, "id_type": person.id_type, "id_number": person.number}
        outcomes[check(clerk, "school_admission", subject)["outcome"]] += 1
    report.add(f"{CHECKED_ENTERPRISES} people one by one", tell(outcomes), began)


def check_parties(clerk: Service, data: Path, report: Report) -> None:
    """Parties of the regulator's list: known by name alone, so a human must look."""
    with (data / "penalties" / "nfra_sample.csv").open(encoding="utf-8-sig", newline="") as file:
        names = list(dict.fromkeys(row["当事人名称"] for row in csv.DictReader(file)))
    began = time.perf_counter()
    outcomes: Counter[str] = Counter()
    for n, name in enumerate(names[:CHECKED_PARTIES]):
        subject = {"name": name, "id_type": "uscc", "id_number": make_uscc(900_000 + n)}
        outcomes[check(clerk, "enterprise_review", subject)["outcome"]] += 1
    report.add(f"{CHECKED_PARTIES} parties of the list", tell(outcomes), began)


def tell(outcomes: Counter[str]) -> str:
    """Outcomes and how many of each."""
    return ", ".join(f"{name} {count:,}" for name, count in sorted(outcomes.items()))


def applicants() -> Iterator[list[str]]:
    """The workbook: people on file, strangers, and the slips that real lists have."""
    people = District(organisations=1, people=PEOPLE_IN_DEMO, day=date.today()).people
    for n in range(APPLICANTS):
        if n % 500 == 7:
            yield [f"申请人{n}", "", "33010619850517", "号码少了几位"]
        elif n % 900 == 11:
            yield [people[0].name, "", people[0].number, "重复"]
        elif n < PEOPLE_IN_DEMO:
            yield [people[n].name, "", people[n].number, ""]
        else:
            yield [f"申请人{n}", "居民身份证", make_resident_id(100_000 + n), ""]


def check_workbook(clerk: Service, report: Report) -> None:
    """The year's reviews in one workbook."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "applicants.xlsx"
        write_xlsx(file, ["姓名", "证件类型", "证件号码", "备注"], applicants())
        began = time.perf_counter()
        fields = {
            "purpose": "school_admission",
            "basis_kind": BASIS["kind"],
            "basis_reference": BASIS["reference"],
        }
        status, begun = clerk.upload("/check-batches", file, fields)
        if status >= 400:
            raise RuntimeError(begun)
        job = clerk.wait(f"/check-batches/{begun['id']}")
        told = reconciled(job["total"], job, BATCH_COUNTS)
        report.add("workbook of applicants", told, began)
        began = time.perf_counter()
        _, book = clerk.call("GET", f"/check-batches/{begun['id']}/result.xlsx")
        report.add("its result workbook", f"{len(book) // 1024:,} KB", began)


def confirm_and_verify(clerk: Service, reviewer: Service, report: Report) -> None:
    """A negative result from the counter to the verified certificate."""
    people = District(organisations=1, people=PEOPLE_IN_DEMO, day=date.today()).people
    began = time.perf_counter()
    for person in people:
        subject = {"name": person.name, "id_type": person.id_type, "id_number": person.number}
        made = check(clerk, "residence_registration", subject)
        if made["outcome"] == "negative":
            break
    number = made["number"]
    early, _ = clerk.call("GET", f"/checks/{number}/certificate.pdf")
    own, _ = clerk.call("POST", f"/checks/{number}/confirm", {})
    confirmed, _ = reviewer.call("POST", f"/checks/{number}/confirm", {"note": "属实"})
    status, paper = clerk.call("GET", f"/checks/{number}/certificate.pdf")
    _, verdict = clerk.call("GET", f"/verify/{number}")
    told = (
        f"certificate before confirmation {early}, confirmed by the clerk {own}, by a reviewer "
        f"{confirmed}, certificate {status} ({len(paper) // 1024} KB), intact {verdict['intact']}, "
        f"issuer known {verdict['issuer_known']}, {verdict['status']}"
    )
    report.add("a negative result to its certificate", told, began)


def main() -> None:
    """Run all steps."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://localhost:8000")
    parser.add_argument("--data", type=Path, required=True)
    given = parser.parse_args()
    print("| step | what happened | seconds |\n|---|---|---|")
    report = Report([])
    clerk, reviewer = Service(given.address, "clerk"), Service(given.address, "reviewer")
    import_files(clerk, given.data, report)
    check_singly(clerk, given.data, report)
    check_parties(clerk, given.data, report)
    check_workbook(clerk, report)
    confirm_and_verify(clerk, reviewer, report)


if __name__ == "__main__":
    main()
