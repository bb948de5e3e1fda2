"""The trails: a day verified, a list read, a check written, while ten years of entries gather.

One day of entries is written and sealed by the service itself. All others are copies of them with
ids spread over the years, in parts by month and in blocks whose seals nobody checks here.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import select

from bench.data import check_bodies, open_office, small_district
from bench.growth.meter import Meter
from bench.growth.multiply import Statement, copies, grow, numbered, scalar, take_templates
from bench.growth.reading import Reading
from bench.growth.sizes import Growth
from bench.loader import post_requests
from bench.servers import BenchError, Site
from bench.sizes import QUICK
from service import clock
from service.audit import SYSTEM, Deed, QueryRead, acting_as, record_many, record_queries
from service.audit.limits import ENTRIES_PER_BLOCK_MAX
from service.audit.models import PARTED, AuditEntry, QueryLogEntry
from service.audit.months import bound, month_of, parts_from
from service.audit.sealing import seal, seal_all
from service.audit.search import EntryFilter, Period, page
from service.audit.trails import TRAILS
from service.audit.verify import verify
from service.database import db, table_of, transaction
from service.database.partitions import Part
from service.months import MONTHS_IN_YEAR, add_months

GROWS = "trail"
LOOKS_EACH = 20
"""Looks at each subject, scattered over the years."""
VERIFIED = "audit"
"""The trail a day of which is verified; the other one's copies do without leaves."""
_ID = (
    "(lpad(to_hex({begin}::bigint + (n - {first}) * {span}::bigint / {count}), 12, '0') || '7'"
    " || substr(md5({salt} || n::text), 1, 3) || '8' || substr(md5(n::text), 1, 15))::uuid"
)


def measure(site: Site, sizes: Growth) -> Iterator[Reading]:
    """Every reading at every size of both trails."""
    clerk = open_office(site.app)
    day = clock.now() - timedelta(days=1)
    bodies = [body for body in check_bodies(small_district(QUICK), 300) if _is_new(body)]
    requests = post_requests(site.settings.port, "/api/v1/checks", clerk.token, bodies)
    with site.app.app_context(), acting_as(SYSTEM):
        _part_years(sizes.years)
        with clock.standing_at(day):
            _write(sizes.day_entries)
        seal_all()
    for trail in TRAILS.values():
        select = f"SELECT * FROM {trail.table} ORDER BY id"
        take_templates(site, trail.table, numbered(select))
    site.start_web()
    there = 0
    for size in sizes.trail:
        _grow(site, sizes, there, size, day - timedelta(days=2))
        there = size
        site.settle()
        meter = Meter(site, GROWS, size)
        yield meter.over_http("check over HTTP, nothing on file", requests, sizes.requests)
        with site.app.app_context(), acting_as(SYSTEM):
            yield from _read(meter, sizes, day)


def _is_new(body: dict[str, object]) -> bool:
    return body["purpose"] == "residence_registration"


def _part_years(years: int) -> None:
    """Parts for so many past years, as an installation of that age has them."""
    begin = add_months(month_of(clock.now()), -years * MONTHS_IN_YEAR)
    with db.engine.begin() as connection:
        for parted in PARTED.values():
            connection.exec_driver_sql(f"DROP TABLE {parted.table}_p_first")
            known = {part.name for part in parted.parts(connection)}
            missing = [Part(f"{parted.table}_p_first", None, bound(begin))]
            missing += [
                part
                for part in parts_from(parted.table, begin, clock.now())
                if part.name not in known
            ]
            for part in missing:
                parted.make(connection, part)


def _write(count: int) -> None:
    with transaction():
        record_many(Deed("check.made", "check", f"X{n}", {"n": n}) for n in range(count))
        record_queries(
            QueryRead(
                "sharing", f"函{n}", "enterprise_review", n.to_bytes(8, "big"), "uscc", ("name",)
            )
            for n in range(count)
        )


def _grow(site: Site, sizes: Growth, there: int, size: int, until: datetime) -> None:
    begin = until - timedelta(days=365 * sizes.years - 5)
    span = int((until - begin).total_seconds() * 1000)
    mark = scalar(site, "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    subjects = max(1, (size - there) // LOOKS_EACH)
    for trail in TRAILS.values():
        entry_id = _ID.format(
            begin=int(begin.timestamp() * 1000), first=there, span=span, count=size - there,
            salt=f"'{trail.name}'",
        )  # fmt: skip
        made = {"id": entry_id, "at": f"to_timestamp({begin.timestamp()}) + (n - {there})"
                f" * interval '{span / (size - there)} milliseconds'",
                "xid": "'1'::xid8", "object_ref": "'F' || n"}  # fmt: skip
        if trail.name == "query":
            made["subject_index"] = f"int8send({there} + n % {subjects})"
        rows = copies(table_of(trail.model), trail.table, made)
        newest = f"SELECT max(number) FROM audit_block WHERE trail = '{trail.name}'"
        block = scalar(site, newest) + 1
        leaves = [_leaves(block, there, entry_id)] if trail.name == VERIFIED else []
        grow(site, trail.table, there, size - 1, rows, *leaves)
        blocks = -(-(size - there) // ENTRIES_PER_BLOCK_MAX)
        grow(site, "blocks", block, block + blocks - 1, _blocks(trail.name, mark))


def _leaves(block: int, there: int, entry_id: str) -> Statement:
    place = f"(n - {there}) / {ENTRIES_PER_BLOCK_MAX}, (n - {there}) % {ENTRIES_PER_BLOCK_MAX}"
    return lambda first, last: (
        "INSERT INTO audit_leaf (trail, block_number, position, entry_id, digest)"
        f" SELECT '{VERIFIED}', {block} + {place}, {entry_id}, sha256(int8send(n))"
        f" FROM generate_series({first}::bigint, {last}) n"
    )


def _blocks(trail: str, mark: int) -> Statement:
    """Blocks like the first real one; so young a watermark lets the sealing begin behind them."""
    return lambda first, last: (
        "INSERT INTO audit_block (trail, number, first_at, last_at, count, watermark, merkle_root,"
        " previous_hash, block_hash, signature, key_id, sealed_at)"
        f" SELECT trail, n, first_at, last_at, {ENTRIES_PER_BLOCK_MAX},"
        f" '{mark}'::xid8, merkle_root, previous_hash, block_hash, signature, key_id, sealed_at"
        f" FROM audit_block, generate_series({first}::bigint, {last}) n"
        f" WHERE trail = '{trail}' AND number = 1"
    )


def _read(meter: Meter, sizes: Growth, day: datetime) -> Iterator[Reading]:
    def verified() -> None:
        report = verify([VERIFIED], day=clock.at_office(day).date())
        if not report.is_clean or report.trails[0].intact < sizes.day_entries:
            raise BenchError("the day is not found intact")

    what = f"audit verify of a day of {sizes.day_entries:,}"
    yield meter.here(what, verified, sizes.verifications)
    entries = EntryFilter(period=Period.week).statement()

    def listed() -> None:
        page(entries, AuditEntry, cursor=None)
        db.session.rollback()

    yield meter.here("list of this week's entries", listed, sizes.reads)
    keys = count()

    def looks() -> None:
        subject = (next(keys) * 7919 % max(1, meter.size // LOOKS_EACH)).to_bytes(8, "big")
        about = select(QueryLogEntry).where(QueryLogEntry.subject_index == subject)
        page(about, QueryLogEntry, cursor=None)
        db.session.rollback()

    yield meter.here("who looked at one subject", looks, sizes.reads)
    few = min(1_000, sizes.day_entries)

    def sealed() -> None:
        _write(few)
        for name in TRAILS:
            seal(name)

    yield meter.here(f"writing and sealing {few:,} entries", sealed, sizes.verifications)
