"""Judging: a case is refused, asked back or merged; what is like it is found by the cell it lies in.

Columns of a case that the release before neither reads nor writes. What it takes in has no cell, and is
not found as similar; a case merged or refused is to it one that is closed.
"""

import math

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# Types as they were at this migration: a later change of the models must not change the past.
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TEXT, COUNT, NUMBER, FLAG, DAY = sa.String(), sa.Integer(), sa.Float(), sa.Boolean(), sa.Date()
revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    cases()
    judgements()
    supplements()
    rows()


def cases() -> None:
    for column in (
        sa.Column("outcome", TEXT, nullable=True),
        sa.Column("merged_into", TEXT, nullable=True),
        sa.Column("followed", TEXT, nullable=True),
        sa.Column("members", COUNT, nullable=False, server_default="0"),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("told", JSON, nullable=True),
        sa.Column("parted_at", MOMENT, nullable=True),
        sa.Column("cell", TEXT, nullable=True),
    ):
        op.add_column("case", column)
    for column in (
        sa.Column("other", TEXT, nullable=True),
        sa.Column("followed", TEXT, nullable=True),
    ):
        op.add_column("case_history", column)
    put_into_cells()
    op.create_index("ix_case_cell", "case", ["cell", "received_at"], unique=False)
    merged = sa.text("merged_into IS NOT NULL")
    op.create_index(
        "ix_case_merged_into",
        "case",
        ["merged_into"],
        unique=False,
        sqlite_where=merged,
        postgresql_where=merged,
    )


def put_into_cells() -> None:
    """Let open cases be found as similar; what is closed is looked for only while it is new."""
    connection = op.get_bind()
    found = connection.execute(
        sa.text(
            "SELECT case_no, lon, lat FROM \"case\" WHERE state <> 'closed'"
            " AND lon IS NOT NULL AND lat IS NOT NULL"
        )
    ).all()
    cells = [
        {"case_no": no, "cell": f"{math.floor(lon * 300)}:{math.floor(lat * 300)}"}
        for no, lon, lat in found
    ]
    if cells:
        connection.execute(
            sa.text('UPDATE "case" SET cell = :cell WHERE case_no = :case_no'), cells
        )


def judgements() -> None:
    op.create_table(
        "judgement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_no", TEXT, nullable=False),
        sa.Column("do", TEXT, nullable=False),
        sa.Column("account", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
    )
    op.create_index(op.f("ix_judgement_case_no"), "judgement", ["case_no"], unique=False)
    append_only("judgement")


def supplements() -> None:
    op.create_table(
        "supplement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_no", TEXT, nullable=False),
        sa.Column("supplement_id", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement")),
    )
    op.create_index(
        "uq_supplement_case_no_supplement_id",
        "supplement",
        ["case_no", "supplement_id"],
        unique=True,
    )
    append_only("supplement")


def rows() -> None:
    op.create_table(
        "refusal_ground",
        sa.Column("ground", TEXT, nullable=False),
        sa.Column("valid_from", DAY, nullable=False),
        sa.Column("valid_to", DAY, nullable=True),
        sa.Column("name_zh", TEXT, nullable=False),
        sa.Column("name_en", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("invented", FLAG, nullable=False),
        sa.PrimaryKeyConstraint("ground", "valid_from", name=op.f("pk_refusal_ground")),
    )
    op.create_table(
        "reach",
        sa.Column("scheme", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("valid_from", DAY, nullable=False),
        sa.Column("valid_to", DAY, nullable=True),
        sa.Column("distance_m", NUMBER, nullable=False),
        sa.Column("within_h", NUMBER, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("invented", FLAG, nullable=False),
        sa.PrimaryKeyConstraint("scheme", "kind", "code", "valid_from", name=op.f("pk_reach")),
    )


def append_only(table: str) -> None:
    """Have the database itself refuse to change or remove what a table holds."""
    said = f"{table} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )
        # REPLACE deletes without firing the DELETE trigger: refuse the second row of an id instead.
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR rowid = NEW.rowid) "
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )
