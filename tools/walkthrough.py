"""Walks through the running service as its users do and prints what happened, as Markdown.

    make run                                   # in one terminal
    .venv/bin/python tools/walkthrough.py --data FOLDER   # in another

FOLDER holds `penalties/nfra_sample.csv` and `enterprises/*.csv`. Everything goes through the
Python client with the demonstration accounts, so it shows what a department would see.
"""

import argparse
import csv
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "client")]

from credit.demo.district import District, Party
from credit.subjects.identifiers.synthetic import make_resident_id, make_uscc
from credit_window_client import CreditWindow, Problem
from credit_window_client.client import Purpose
from credit_window_client.schemas import Basis, CheckAnswer, Subject
from service.tabular import write_xlsx

APPLICANTS = 6578
"""Reviews the office really made in one year."""
PEOPLE_IN_DEMO = 120
CHECKED_ENTERPRISES = 50
CHECKED_PARTIES = 20
BASIS: Basis = {"kind": "sharing", "reference": "西政数〔2026〕12号"}


def note(what: str, outcome: str, began: float) -> None:
    """Print one step as a row of the table, with the seconds since it began."""
    print(f"| {what} | {outcome} | {time.perf_counter() - began:.2f} |", flush=True)


def signed_in(address: str, name: str) -> CreditWindow:
    """The service as a demonstration account sees it."""
    return CreditWindow(address).sign_in(name, f"demo-{name}", "walkthrough")


def counts(job: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The counts of a job that are not nought."""
    return ", ".join(f"{name} {job[name]:,}" for name in names if job.get(name))


IMPORT_COUNTS = ("accepted", "updated", "unchanged", "flagged", "refused")
BATCH_COUNTS = ("passed", "negative", "held", "refused")


def reconciled(total: int, job: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The counts of a job; raises when they do not add up to its rows."""
    if total != sum(job[name] for name in names):
        raise RuntimeError(job)
    return f"{total:,} = {counts(job, names)}"


def import_files(clerk: CreditWindow, data: Path) -> None:
    """Bring in the real files, each twice: the second time nothing may change."""
    penalties = data / "penalties" / "nfra_sample.csv"
    files = [("nfra-penalty", penalties)]
    files += [("enterprises", file) for file in sorted((data / "enterprises").glob("*.csv"))]
    for feed, file in files:
        for again in ("", " again"):
            import_file(clerk, feed, file, f"import `{file.name}`{again}")
    with TemporaryDirectory() as folder:
        for name, file in otherwise_written(penalties, Path(folder)):
            import_file(clerk, "nfra-penalty", file, f"the same list as {name}")


def import_file(clerk: CreditWindow, feed: str, file: Path, what: str) -> None:
    """One upload, its job waited for, its counts added up."""
    began = time.perf_counter()
    try:
        job = clerk.import_records(file, feed)
    except Problem as problem:
        note(what, f"{problem.status} {problem.detail}", began)
        return
    told = reconciled(job["counts"]["rows"], job["counts"], IMPORT_COUNTS)
    note(what, f"{job['state']}: {told}", began)


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


def check(clerk: CreditWindow, purpose: Purpose, party: Party) -> CheckAnswer:
    """One check."""
    subject = {"name": party.name, "id_type": party.id_type, "id_number": party.number}
    return clerk.checks.create(purpose=purpose, subject=cast("Subject", subject), basis=BASIS)


def check_singly(clerk: CreditWindow, data: Path) -> None:
    """Check real enterprises and invented people one by one."""
    with (data / "enterprises" / "dev_1000.csv").open(encoding="utf-8-sig", newline="") as file:
        real = list(csv.DictReader(file))[:CHECKED_ENTERPRISES]
    began = time.perf_counter()
    outcomes: Counter[str] = Counter()
    for row in real:
        company = Party(row["企业名称"], row["统一社会信用代码"], "uscc", "organisation")
        outcomes[check(clerk, "enterprise_review", company)["outcome"]] += 1
    note(f"{len(real)} enterprises one by one", tell(outcomes), began)
    began = time.perf_counter()
    outcomes.clear()
    people = District(organisations=1, people=PEOPLE_IN_DEMO, day=date.today()).people
    for person in people[:CHECKED_ENTERPRISES]:
        outcomes[check(clerk, "school_admission", person)["outcome"]] += 1
    note(f"{CHECKED_ENTERPRISES} people one by one", tell(outcomes), began)


def check_parties(clerk: CreditWindow, data: Path) -> None:
    """Parties of the regulator's list: known by name alone, so a human must look."""
    with (data / "penalties" / "nfra_sample.csv").open(encoding="utf-8-sig", newline="") as file:
        names = list(dict.fromkeys(row["当事人名称"] for row in csv.DictReader(file)))
    began = time.perf_counter()
    outcomes: Counter[str] = Counter()
    for n, name in enumerate(names[:CHECKED_PARTIES]):
        party = Party(name, make_uscc(900_000 + n), "uscc", "organisation")
        outcomes[check(clerk, "enterprise_review", party)["outcome"]] += 1
    note(f"{CHECKED_PARTIES} parties of the list", tell(outcomes), began)


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


def check_workbook(clerk: CreditWindow) -> None:
    """The year's reviews in one workbook."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "applicants.xlsx"
        write_xlsx(file, ["姓名", "证件类型", "证件号码", "备注"], applicants())
        began = time.perf_counter()
        batch = clerk.check_list(file, "school_admission", BASIS)
        note("workbook of applicants", reconciled(batch["total"] or 0, batch, BATCH_COUNTS), began)
        began = time.perf_counter()
        book = clerk.check_batches.result_xlsx(batch["id"]).content
        note("its result workbook", f"{len(book) // 1024:,} KB", began)


def confirm_and_verify(clerk: CreditWindow, reviewer: CreditWindow) -> None:
    """A negative result from the counter to the verified certificate."""
    people = District(organisations=1, people=PEOPLE_IN_DEMO, day=date.today()).people
    began = time.perf_counter()
    for person in people:
        made = check(clerk, "residence_registration", person)
        if made["outcome"] == "negative":
            break
    number = made["number"]
    early = refused_as(lambda: clerk.checks.certificate_pdf(number))
    own = refused_as(lambda: clerk.checks.confirm(number))
    confirmed = reviewer.checks.confirm(number, note="属实")
    paper = clerk.checks.certificate_pdf(number).content
    verdict = clerk.papers.verify(number)
    told = (
        f"certificate before confirmation {early}, confirmed by the clerk {own}, by a reviewer "
        f"{confirmed['reviewed_by']}, certificate {len(paper) // 1024} KB, intact "
        f"{verdict['intact']}, issuer known {verdict['issuer_known']}, {verdict['status']}"
    )
    note("a negative result to its certificate", told, began)


def refused_as(act: Callable[[], object]) -> str:
    """How the service refuses; raises when it does not."""
    try:
        act()
    except Problem as problem:
        return f"{problem.status} {problem.code}"
    raise RuntimeError("what must be refused was done")


def main() -> None:
    """Run all steps."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://localhost:8000")
    parser.add_argument("--data", type=Path, required=True)
    given = parser.parse_args()
    print("| step | what happened | seconds |\n|---|---|---|")
    clerk, reviewer = (signed_in(given.address, name) for name in ("clerk", "reviewer"))
    import_files(clerk, given.data)
    check_singly(clerk, given.data)
    check_parties(clerk, given.data)
    check_workbook(clerk)
    confirm_and_verify(clerk, reviewer)


if __name__ == "__main__":
    main()
