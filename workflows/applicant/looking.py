"""The records an application would be about, shown before it is opened; the look is logged."""

from collections.abc import Sequence

from credit.records.models import Record
from credit.subjects.models import Subject
from service import audit
from service.access import Role
from service.audit import QueryRead, current_actor
from service.database import transaction
from service.private import blind_index
from workflows.engine.parties import current_caller
from workflows.repair.scope import wanted_records

FIELDS = ("decision_number", "authority", "tier", "dates", "status")


def look(record_ids: Sequence[int], *, channel: str = "page") -> Sequence[Record]:
    """The records, if the caller may apply for them. Raises `RecordUnknown` otherwise."""
    with transaction() as session:
        records = wanted_records(session, record_ids, current_caller())
        own = current_actor().role == Role.enterprise
        for subject_id in sorted({record.subject_id for record in records}):
            subject = session.get_one(Subject, subject_id)
            audit.log_query(
                QueryRead(
                    basis_kind="authorisation" if own else "sharing",
                    basis_reference="self" if own else "cases.open",
                    purpose="own_records" if own else "credit_repair",
                    subject_index=subject.id_index or blind_index("name", subject.name_key),
                    subject_kind=subject.kind,
                    fields=FIELDS,
                    channel=channel,
                )
            )
    return records
