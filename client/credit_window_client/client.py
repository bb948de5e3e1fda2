"""The client itself: every operation of the API, and what takes more than one call."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from credit_window_client.forms import File
from credit_window_client.lines import LINES_TYPE, answers_of
from credit_window_client.operations import Operations
from credit_window_client.patience import Patience
from credit_window_client.problems import UnexpectedAnswer
from credit_window_client.requests import Request, new_key
from credit_window_client.schemas import (
    AnswerAboutOne,
    Basis,
    BatchAnswer,
    DocumentAnswer,
    ImportAnswer,
    QueryBasis,
    SubjectRow,
    UploadAnswer,
)
from credit_window_client.transport import Transport
from credit_window_client.uploads import send_in_chunks
from credit_window_client.waiting import Job, Progress, wait_for

Purpose = Literal["school_admission", "residence_registration", "enterprise_review"]
DocumentKind = Literal[
    "performance_proof", "commitment", "identity", "authorisation", "court_ruling", "statement",
    "evidence", "review_answer", "other",
]  # fmt: skip
PROMISED = 202


class CreditWindow(Operations):
    """A service, as one account sees it.

    with CreditWindow("https://credit.example.gov.cn", token) as client:
        answer = client.queries.ask(purpose=…, basis=…, subject=…)

    `client.checks`, `client.queries`, … hold the operations of the API; `/api/docs` of the service
    lists them. Threads may share a client. Raises `CreditWindowError` and what comes from it.
    """

    def __init__(
        self,
        address: str,
        token: str | None = None,
        *,
        language: str = "zh",
        patience: Patience | None = None,
        ca_file: str | None = None,
        connections: int = 4,
    ) -> None:
        """`language` is `zh` or `en`; `ca_file` names authorities of an office's own network."""
        self.transport = Transport(
            address,
            token,
            language=language,
            patience=patience,
            ca_file=ca_file,
            connections=connections,
        )
        super().__init__(self.transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self.transport.close()

    def sign_in(self, name: str, password: str, label: str | None = None) -> Self:
        """Get a token for an account and use it from here on."""
        self.transport.token = self.tokens.create(name=name, password=password, label=label)[
            "token"
        ]
        return self

    def ask_each(
        self, subjects: Sequence[SubjectRow], *, purpose: str, basis: QueryBasis
    ) -> Iterator[AnswerAboutOne]:
        """Ask about up to 10,000 subjects; each answer arrives while the others are worked on.

        Sent without an `Idempotency-Key`, for under one the service would make the whole answer
        before its first word. So a list that breaks off (`Unreachable`) is not asked again by
        itself: what was told is in the query log, and `index` says where to go on.
        """
        body = {"purpose": purpose, "basis": basis, "subjects": subjects}
        request = Request("POST", "/queries", json=body)
        yield from answers_of(self.transport.open(request, accept=LINES_TYPE), len(subjects))

    def wait(
        self,
        look: Callable[[], Job],
        *,
        progress: Callable[[Progress], object] | None = None,
        longest: float = 3600.0,
    ) -> Job:
        """Wait for a job: `client.wait(lambda: client.rule_previews.get(number))`."""
        return wait_for(look, progress=progress, longest=longest)

    def import_records(
        self,
        file: File,
        feed: str,
        *,
        dry_run: bool = False,
        progress: Callable[[Progress], object] | None = None,
        idempotency_key: str | None = None,
    ) -> ImportAnswer:
        """Bring a file of records in and wait until every row is accounted for."""
        begun = self.record_imports.create(
            file=file, feed=feed, dry_run=dry_run, idempotency_key=idempotency_key
        )
        return wait_for(lambda: self.record_imports.get(begun["id"]), progress=progress)

    def check_list(
        self,
        file: File,
        purpose: Purpose,
        basis: Basis,
        *,
        progress: Callable[[Progress], object] | None = None,
        idempotency_key: str | None = None,
    ) -> BatchAnswer:
        """Check a workbook of applicants and wait for all results."""
        begun = self.check_batches.create(
            file=file,
            purpose=purpose,
            basis_kind=basis["kind"],
            basis_reference=basis["reference"],
            idempotency_key=idempotency_key or new_key(),
        )
        if "id" not in begun:
            raise UnexpectedAnswer(PROMISED, "a preview that was not asked for")
        number = begun["id"]
        return wait_for(lambda: self.check_batches.get(number), progress=progress)

    def upload(
        self,
        path: Path,
        *,
        case: str,
        kind: DocumentKind,
        record_id: int | None = None,
        progress: Callable[[int, int], object] | None = None,
    ) -> DocumentAnswer:
        """Hand in a document of a case in chunks; a lost connection costs one chunk."""
        upload = self.uploads.create(
            case=case, kind=kind, record_id=record_id, filename=path.name, size=path.stat().st_size
        )
        return send_in_chunks(self, upload, path, progress)

    def resume_upload(
        self,
        upload: UploadAnswer,
        path: Path,
        progress: Callable[[int, int], object] | None = None,
    ) -> DocumentAnswer:
        """Go on with an upload of another day: `client.uploads.get(number)`, the same file."""
        return send_in_chunks(self, upload, path, progress)
