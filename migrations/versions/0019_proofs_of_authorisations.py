"""names and scans of authorisations leave in their time

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

from service.private import seal

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLE = "query_authorisation"
WHOLE = "ck_query_authorisation_erased_whole"
ENDED = "LEAST(valid_until, (withdrawn_at AT TIME ZONE 'Asia/Shanghai')::date)"
ERASE_SQL = """
CREATE OR REPLACE FUNCTION refuse_early_unproving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.erased_on IS NOT NULL
        AND (NEW.erased_on IS DISTINCT FROM OLD.erased_on OR NEW.name_sealed IS NOT NULL)
    THEN
        RAISE EXCEPTION 'whom an authorisation named does not come back: % refused', TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.erased_on IS NULL AND NEW.erased_on IS NOT NULL
        AND GREATEST(
            LEAST(OLD.valid_until, (OLD.withdrawn_at AT TIME ZONE 'Asia/Shanghai')::date),
            (OLD.recorded_at AT TIME ZONE 'Asia/Shanghai')::date
        ) >= (now() AT TIME ZONE 'Asia/Shanghai')::date - interval '3 years'
    THEN
        RAISE EXCEPTION 'a proof is kept for 3 years: % refused', TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""


def _keep_sql(*may_change: str) -> str:
    """The guard of what an authorisation says; these columns may change."""
    free = ", ".join(f"'{name}'" for name in may_change)
    return f"""
CREATE OR REPLACE FUNCTION refuse_authorisation_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - ARRAY[{free}] = to_jsonb(OLD) - ARRAY[{free}]
            AND (OLD.withdrawn_at IS NULL OR (
                NEW.withdrawn_at = OLD.withdrawn_at AND NEW.withdrawn_by = OLD.withdrawn_by
                AND NEW.withdrawn_reason = OLD.withdrawn_reason))
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'an authorisation is kept as it was given: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$
"""


CHANGED_BEFORE = ("withdrawn_at", "withdrawn_by", "withdrawn_reason", "name_sealed")


def upgrade() -> None:
    """The name may be gone, with the day on which it went; never before its time.

    All of it may be done again: what comes before the index is committed when its making begins,
    and that may break off where somebody reads for long.
    """
    op.alter_column(TABLE, "name_sealed", existing_type=sa.LargeBinary(), nullable=True)
    op.execute(f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS erased_on date")
    op.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT IF EXISTS {WHOLE}")
    op.create_check_constraint(
        op.f(WHOLE), TABLE, "(erased_on IS NULL) = (name_sealed IS NOT NULL)"
    )
    op.execute(_keep_sql(*CHANGED_BEFORE, "erased_on"))
    op.execute(ERASE_SQL)
    op.execute(f"DROP TRIGGER IF EXISTS query_authorisation_proved ON {TABLE}")
    op.execute(
        "CREATE TRIGGER query_authorisation_proved BEFORE UPDATE OF name_sealed, erased_on "
        "ON query_authorisation FOR EACH ROW EXECUTE FUNCTION refuse_early_unproving()"
    )
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_query_authorisation_kept")
        op.create_index(
            "ix_query_authorisation_kept",
            TABLE,
            [sa.text(ENDED)],
            postgresql_where=sa.text("erased_on IS NULL"),
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    """What has left does not come back: such an authorisation names nobody."""
    op.drop_index("ix_query_authorisation_kept", TABLE)
    op.execute("DROP TRIGGER query_authorisation_proved ON query_authorisation")
    op.execute("DROP FUNCTION refuse_early_unproving()")
    op.drop_constraint(op.f(WHOLE), TABLE, type_="check")
    given = sa.table(TABLE, sa.column("name_sealed", sa.LargeBinary))
    op.execute(given.update().where(given.c.name_sealed.is_(None)).values(name_sealed=seal("")))
    op.execute(_keep_sql(*CHANGED_BEFORE))
    op.drop_column(TABLE, "erased_on")
    op.alter_column(TABLE, "name_sealed", existing_type=sa.LargeBinary(), nullable=False)
