"""What callers do, each deed by its own address; what they are promised goes into the book."""

import itertools
import random
import threading
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from werkzeug.datastructures import FileStorage

from tests.credit.checks.batches.conftest import people
from tests.factories.records import PenaltyRow, csv_of
from tests.faults.book import Book
from tests.faults.caller import Answer, Caller, Over, Refused
from tests.faults.town import GOODS, Town
from tests.workflows.documents.files import pdf

APPLICANTS = 25
ROWS = 12
BASIS = {"kind": "sharing", "reference": "杭西教〔2026〕3号"}
PAUSE_SECONDS = (0.02, 0.15)
SHARES = {
    "check": 6,
    "query": 4,
    "entry": 4,
    "order": 3,
    "repair": 2,
    "objection": 2,
    "batch": 1,
    "import": 1,
}
"""How often each deed is chosen."""


class Load:
    """Callers that do deeds until told to stop; each thread has its own dice."""

    def __init__(self, port: int, town: Town, book: Book, seed: int, threads: int = 4) -> None:
        self.caller, self.town, self.book = Caller(port, book), town, book
        self.stop = threading.Event()
        self._seed = seed
        self._numbers = itertools.count(1)
        self._records, self._disputed = iter(town.records), iter(town.disputed)
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._run, args=[place], daemon=True)
            for place in range(threads)
        ]
        self.deeds: dict[str, Callable[[random.Random], None]] = {
            "check": self.check,
            "query": self.query,
            "entry": self.entry,
            "order": self.order,
            "repair": self.repair,
            "objection": self.objection,
            "batch": self.batch,
            "import": self.bring_in,
        }

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Let every caller end the deed it is at."""
        self.stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self, place: int) -> None:
        dice = random.Random(f"{self._seed}-{place}")
        names, weights = list(SHARES), list(SHARES.values())
        while not self.stop.is_set():
            name = dice.choices(names, weights)[0]
            try:
                self.deeds[name](dice)
            except StopIteration:
                continue  # no record is left for that
            except (Refused, Over) as error:
                self.book.stumble(f"{name}: {error}")
            except Exception as error:  # noqa: BLE001 - told at the end, the others go on
                self.book.stumble(f"{name}: {type(error).__name__} {error}")
            time.sleep(dice.uniform(*PAUSE_SECONDS))

    def _next(self, things: Iterator[int]) -> int:
        with self._lock:
            return next(things)

    def _post(self, path: str, who: str, body: Any = None, **more: Any) -> Any:
        return self.caller.post(path, self.town.tokens[who], body, **more).json

    def check(self, dice: random.Random) -> None:
        """Check somebody nobody has on file, and often fetch the certificate."""
        name, _, number, _ = people(1, self._next(self._numbers))[0]
        body = {
            "purpose": "school_admission",
            "subject": {"name": name, "id_type": "resident_id", "id_number": number},
            "basis": BASIS,
        }
        made = self._post("/checks", "clerk", body)["number"]
        self.book.keep("check", made)
        if dice.random() < 0.4:
            paper: Answer = self.caller.get(
                f"/checks/{made}/certificate.pdf", self.town.tokens["clerk"]
            )
            assert paper.content.startswith(b"%PDF")
            self.book.keep("certificate", made)

    def query(self, _dice: random.Random) -> None:
        """A department asks about the company."""
        body = {
            "purpose": "enterprise_review",
            "subject": {"id_type": "uscc", "id_number": self.town.company},
            "basis": BASIS,
        }
        self.book.keep("query", self._post("/queries", "authority", body)["number"])

    def entry(self, dice: random.Random) -> None:
        """Three points for having cleaned up."""
        member = dice.choice(self.town.members)
        body = {"member": member, "item": "cleaning", "quantity": 1}
        told = self._post(f"/communities/{self.town.community}/entries", "community", body)
        assert told["state"] == "approved", told
        self.book.keep("entry", told["id"], (member, told["points"]))

    def order(self, dice: random.Random) -> None:
        """Spend a point."""
        member = dice.choice(self.town.members)
        told = self._post(f"/members/{member}/redemptions", "community", {"goods": GOODS})
        self.book.keep("order", told["number"], (member, told["points"]))

    def batch(self, _dice: random.Random) -> None:
        """A list of applicants."""
        with self._lock:
            first = 1_000_000 + next(self._numbers) * APPLICANTS
        lines = ["姓名,证件类型,证件号码,备注"]
        lines += [",".join(row) for row in people(APPLICANTS, first)]
        form = {"purpose": "school_admission", "basis": "sharing", "basis_reference": "1"}
        told = self._post("/check-batches", "clerk", form=form | file_of("\n".join(lines).encode()))
        self.book.keep("batch", told["id"], APPLICANTS)

    def bring_in(self, _dice: random.Random) -> None:
        """A department's file of penalties."""
        with self._lock:
            rows = [PenaltyRow() for _ in range(ROWS)]
        told = self._post("/record-imports", "clerk", form=penalties(rows))
        self.book.keep("import", told["id"], [row["CF_WSH"] for row in rows])

    def repair(self, _dice: random.Random) -> None:
        """A repair from the application to the decision; the service closes it by itself."""
        record = self._next(self._records)
        told = self._post("/repair-cases", "enterprise", {"records": [record]})
        number = told["number"]
        self.book.keep("case", number, record)
        self.book.keep("case step", f"{number} open")
        for need in told["checklist"]:
            if need["state"] == "missing":
                form = {"kind": need["kind"], **file_of(pdf(mark=number + need["key"]), "x.pdf")}
                if need["record_id"] is not None:
                    form["record_id"] = str(need["record_id"])
                paper = self._post(f"/repair-cases/{number}/attachments", "enterprise", form=form)
                self.book.keep("document", paper["id"])
        for who, action, reason in (
            ("enterprise", "submit", ""),
            ("clerk", "forward", ""),
            ("authority", "accept", ""),
            ("authority", "grant", "义务已履行"),
        ):
            self._act(f"/repair-cases/{number}", who, action, reason)

    def objection(self, _dice: random.Random) -> None:
        """An objection from its mark to the answer."""
        record = self._next(self._disputed)
        wish = {
            "topic": "record",
            "reference": str(record),
            "ground": "content_wrong",
            "statement": "金额与决定书不符",
        }
        number = self._post("/objections", "enterprise", wish)["number"]
        self.book.keep("case", number, record)
        for step in ("open", "submit"):  # one call is both
            self.book.keep("case step", f"{number} {step}")
        self._act(f"/objections/{number}", "reviewer", "accept")
        self._act(f"/objections/{number}", "authority", "reject", "经核实，信息与原始文书一致。")

    def _act(self, address: str, who: str, action: str, reason: str = "") -> None:
        body = {"reason": reason} if reason else {}
        told = self._post(f"{address}/actions/{action}", who, body)
        self.book.keep("case step", f"{told['number']} {action}")


def penalties(rows: list[Any]) -> dict[str, Any]:
    """The form that brings in a file of penalties."""
    return {"feed": "shuanggongshi-penalty", **file_of(csv_of(rows))}


def file_of(content: bytes, name: str = "list.csv") -> dict[str, Any]:
    """A file of a multipart form."""
    return {"file": FileStorage(BytesIO(content), filename=name)}
