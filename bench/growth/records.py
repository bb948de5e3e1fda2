"""Records: a check, a query and an import while the records on file become more.

Those asked about lie scattered among all others: at each size, subjects picked at random out of
the whole table are given the identities the requests name, so that no page is warm by chance.
"""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from sqlalchemy import text

from bench.data import Clerk, open_office, put_on_file
from bench.growth.meter import Meter
from bench.growth.multiply import copies, grow, numbered, scalar, take_templates, without_indexes
from bench.growth.reading import Reading
from bench.growth.sizes import Growth
from bench.imports import import_file
from bench.loader import post_requests
from bench.queries import ADDRESS, open_department, query_bodies
from bench.servers import Site
from credit.demo.district import PENALTY_HEADER, District, Party
from credit.records.models import Record
from credit.subjects.models import Subject
from credit.subjects.names import name_key
from service import clock
from service.database import db, table_of
from service.private import blind_index
from service.tabular import write_csv

GROWS = "records"
RECORDS_EACH = 4
"""Records of a subject, on average; which subject's a record is, is drawn by a hash."""
DECISION_NUMBER = PENALTY_HEADER.index("行政处罚决定书文号")
_IDENTIFY = text("""
    UPDATE subject SET name = a.name, name_key = a.key, id_type = a.id_type, id_index = a.id_index,
        id_mask = a.number, code = CASE WHEN a.id_type = 'uscc' THEN a.number END
    FROM (SELECT id, row_number() OVER (ORDER BY hashint8extended(id, :seed)) AS place
          FROM subject WHERE kind = :kind AND import_id IS NULL) AS picked
    JOIN unnest(CAST(:names AS text[]), CAST(:keys AS text[]), CAST(:id_types AS text[]),
                CAST(:numbers AS text[]), CAST(:indexes AS bytea[]))
        WITH ORDINALITY AS a(name, key, id_type, number, id_index, place) USING (place)
    WHERE subject.id = picked.id
""")


def measure(site: Site, sizes: Growth) -> Iterator[Reading]:
    """Every reading at every size."""
    clerk, department = open_office(site.app), open_department(site)
    many = sizes.parties + sizes.asked * len(sizes.records)
    everybody = District(organisations=many, people=many, day=clock.today())
    known = District(organisations=sizes.parties, people=sizes.parties, day=clock.today())
    put_on_file(site.app, known, RECORDS_EACH * sizes.parties)
    _take_templates(site)
    site.start_web()
    there, subjects = scalar(site, "SELECT count(*) FROM record"), 0
    for step, size in enumerate(sizes.records):
        there, subjects = _grow(site, there, subjects, size)
        begin = sizes.parties + step * sizes.asked
        asked = District(organisations=0, people=0, day=clock.today())
        asked.organisations = everybody.organisations[begin : begin + sizes.asked]
        asked.people = everybody.people[begin : begin + sizes.asked]
        _identify(site, [*asked.organisations, *asked.people], step)
        site.settle()
        meter, port = Meter(site, GROWS, size), site.settings.port
        checks = post_requests(port, "/api/v1/checks", clerk.token, check_bodies(asked))
        yield meter.over_http("check over HTTP", checks, sizes.requests)
        bodies = query_bodies(asked, sizes.asked * 2)
        queries = post_requests(port, ADDRESS, department, bodies)
        yield meter.over_http("query over HTTP", queries, sizes.requests)
        yield _imported(meter, sizes, clerk, known)


def check_bodies(asked: District) -> list[dict[str, object]]:
    """Organisations and people in turn, each with records or without as it fell."""
    pairs = zip(asked.organisations, asked.people, strict=True)
    purposes = {"organisation": "enterprise_review", "natural_person": "school_admission"}
    return [
        {
            "purpose": purposes[party.kind],
            "subject": {"name": party.name, "id_type": party.id_type, "id_number": party.number},
            "basis": {"kind": "authorisation", "reference": f"SQ-2026-{n:06d}"},
        }
        for n, party in enumerate(one for pair in pairs for one in pair)
    ]


def _take_templates(site: Site) -> None:
    subjects = "SELECT * FROM subject WHERE id_index IS NOT NULL ORDER BY id % 97"
    take_templates(site, "subject", numbered(subjects))
    records = "SELECT * FROM record ORDER BY id % 97"
    take_templates(site, "record", numbered(records))


def _grow(site: Site, there: int, subjects: int, size: int) -> tuple[int, int]:
    """Subjects and records up to a size; how many of both there are now."""
    wanted = max(1, size // RECORDS_EACH)
    base = scalar(
        site,
        "SELECT coalesce(min(id) FILTER (WHERE import_id IS NULL), max(id) + 1) FROM subject",
    )
    made = {
        "id": f"{base} + n", "id_index": "sha256(int8send(n))", "id_mask": "'F' || n",
        "code": "CASE WHEN t.code IS NOT NULL THEN 'F' || n END", "import_id": "NULL",
        "name": "t.name || n", "name_key": "t.name_key || n",
    }  # fmt: skip
    with without_indexes(site, "subject"):
        grow(site, "subjects", subjects, wanted - 1, copies(table_of(Subject), "subject", made))
    made = {
        "id": "", "natural_key": "sha256(int8send(n))", "content_hash": "sha256(int8send(-n))",
        "subject_id": f"{base} + abs(hashint8extended(n, 7) % {wanted})", "import_id": "NULL",
        "decision_number": "t.decision_number || '-' || n", "former_key": "NULL",
        "raw": "NULL",
    }  # fmt: skip
    with without_indexes(site, "record"):
        grow(site, "records", there, size - 1, copies(table_of(Record), "record", made))
    scalar(site, f"SELECT setval('subject_id_seq', {base + wanted})")
    return size, wanted


def _identify(site: Site, parties: list[Party], seed: int) -> None:
    with site.app.app_context(), db.engine.begin() as connection:
        for kind in ("organisation", "natural_person"):
            these = [party for party in parties if party.kind == kind]
            values = {
                "names": [party.name for party in these],
                "keys": [name_key(party.name) for party in these],
                "id_types": [party.id_type for party in these],
                "numbers": [party.number for party in these],
                "indexes": [blind_index(party.id_type, party.number) for party in these],
            }
            connection.execute(_IDENTIFY, values | {"kind": kind, "seed": seed})


def _imported(meter: Meter, sizes: Growth, clerk: Clerk, known: District) -> Reading:
    """The same file again and again, but for the numbers of its decisions."""
    path = Path(meter.site.settings.var_dir) / "penalties.csv"
    runs = count()

    def bring_in() -> None:
        rows = [list(row) for row in known.penalty_rows(sizes.import_rows)]
        run = next(runs)
        for row in rows:
            row[DECISION_NUMBER] += f"-{meter.size}-{run}"
        write_csv(path, PENALTY_HEADER, rows)
        import_file(clerk, path)
        db.session.remove()

    with meter.site.app.app_context():
        return meter.here(f"import of {sizes.import_rows:,} rows", bring_in, sizes.imports)
