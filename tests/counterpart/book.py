"""The counterpart's book: every delivery, and one receipt for each idempotency key, in files."""

import json
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


class Book:
    """Append-only files; read again at the start, so a restart forgets nothing."""

    def __init__(self, folder: Path) -> None:
        self._receipts_file = folder / "receipts.jsonl"
        self._deliveries_file = folder / "deliveries.jsonl"
        self._lock = threading.Lock()
        self._receipts: dict[str, dict[str, Any]] = {}
        self._digests: dict[str, str] = {}
        self._nonces: set[str] = set()
        for line in self._lines(self._receipts_file):
            self._receipts[line["key"]] = line["receipt"]
            self._digests[line["key"]] = line["receipt"]["request_digest"]
        for line in self._lines(self._deliveries_file):
            self._nonces.add(line["nonce"])

    @staticmethod
    def _lines(file: Path) -> list[Any]:
        if not file.exists():
            return []
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()]

    def delivered(self, key: str, nonce: str, digest: str) -> str | None:
        """Note a delivery; the code of why it cannot be taken, if it cannot."""
        with self._lock:
            if nonce in self._nonces:
                return "replayed"
            self._nonces.add(nonce)
            self._add(self._deliveries_file, {"key": key, "nonce": nonce, "digest": digest})
            if self._digests.setdefault(key, digest) != digest:
                return "key-reused"
        return None

    def receipt(self, key: str, message: dict[str, Any], digest: str) -> dict[str, Any]:
        """Do what a message says, once; the receipt, the same however often it is asked for."""
        with self._lock:
            if key in self._receipts:
                return self._receipts[key]
            receipt = {
                "target": message["target"],
                "effect": message["effect"],
                "effect_id": message["effect_id"],
                "number": f"R-{len(self._receipts) + 1:06d}",
                "done_at": datetime.now(UTC).isoformat(timespec="seconds"),
                "request_digest": digest,
            }
            if key in self._digests:  # or the book was emptied while this one took its time
                self._receipts[key] = receipt
                self._add(self._receipts_file, {"key": key, "receipt": receipt, "message": message})
            return receipt

    def summary(self) -> dict[str, Any]:
        """What has come and what was done, for whoever counts."""
        with self._lock:
            return {
                "deliveries": [line["key"] for line in self._lines(self._deliveries_file)],
                "receipts": self._lines(self._receipts_file),
            }

    def forget(self) -> None:
        """An empty book."""
        with self._lock:
            for file in (self._receipts_file, self._deliveries_file):
                file.unlink(missing_ok=True)
            self._receipts.clear()
            self._digests.clear()
            self._nonces.clear()

    @staticmethod
    def _add(file: Path, line: dict[str, Any]) -> None:
        with file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
