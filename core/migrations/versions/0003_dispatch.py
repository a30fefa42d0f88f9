"""Dispatch that loses nothing: the whole life of a task, timers, clocks, people on duty, messages.

One section for each; every one works beside the release before.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# Types as they were at this migration: a later change of the models must not change the past.
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TEXT, COUNT, NUMBER, FLAG, DAY = sa.String(), sa.Integer(), sa.Float(), sa.Boolean(), sa.Date()
revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    tasks()
    recusals()
    returned_cases()
    timers()
    units()
    limits()
    clocks()
    ladder()
    alerts()
    notices()
    instructions()
    calls_for_help()
    handovers()


def recusals() -> None:
    op.create_table(
        "recusal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=True),
        sa.Column("place", TEXT, nullable=True),
        sa.Column("valid_from", DAY, nullable=False),
        sa.Column("valid_to", DAY, nullable=True),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
    )
    for column in ("officer", "subject", "place"):
        op.create_index(op.f(f"ix_recusal_{column}"), "recusal", [column], unique=False)


def returned_cases() -> None:
    op.add_column("case", sa.Column("hops", COUNT, nullable=False, server_default="0"))


def tasks() -> None:
    for column in (
        sa.Column("role", TEXT, nullable=False, server_default="lead"),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("suspended_from", TEXT, nullable=True),
        sa.Column("wanted_at", MOMENT, nullable=True),
        sa.Column("accept_by", MOMENT, nullable=True),
        sa.Column("arrive_by", MOMENT, nullable=True),
        sa.Column("cell", TEXT, nullable=True),
        sa.Column("subject", TEXT, nullable=True),
        sa.Column("by_hand", FLAG, nullable=False, server_default=sa.false()),
    ):
        op.add_column("task", column)
    for name, columns, where in (
        ("ix_task_parent_id", ["parent_id"], "parent_id IS NOT NULL"),
        ("ix_task_done_unit", ["unit", "changed_at"], "state = 'done'"),
        ("ix_task_done_cell", ["cell"], "state = 'done'"),
        ("ix_task_done_subject", ["subject"], "state = 'done' AND subject IS NOT NULL"),
    ):
        op.create_index(
            name,
            "task",
            columns,
            unique=False,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )


def timers() -> None:
    op.create_table(
        "timer",
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", name=op.f("pk_timer")),
    )
    op.create_index("ix_timer_at", "timer", ["at"], unique=False)


def ladder() -> None:
    op.create_table(
        "response_limit",
        sa.Column("urgency", TEXT, nullable=False),
        sa.Column("valid_from", DAY, nullable=False),
        sa.Column("valid_to", DAY, nullable=True),
        sa.Column("accept_min", NUMBER, nullable=False),
        sa.Column("arrive_min", NUMBER, nullable=True),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("invented", FLAG, nullable=False),
        sa.PrimaryKeyConstraint("urgency", "valid_from", name=op.f("pk_response_limit")),
    )
    op.create_table(
        "ladder_rung",
        sa.Column("urgency", TEXT, nullable=False),
        sa.Column("number", COUNT, nullable=False),
        sa.Column("valid_from", DAY, nullable=False),
        sa.Column("valid_to", DAY, nullable=True),
        sa.Column("silence", TEXT, nullable=False),
        sa.Column("after_s", NUMBER, nullable=True),
        sa.Column("after_accept", NUMBER, nullable=True),
        sa.Column("step", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("invented", FLAG, nullable=False),
        sa.PrimaryKeyConstraint("urgency", "number", "valid_from", name=op.f("pk_ladder_rung")),
    )


def alerts() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("node", TEXT, nullable=False),
        sa.Column("level", TEXT, nullable=False),
        sa.Column("district", TEXT, nullable=True),
        sa.Column("township", TEXT, nullable=True),
        sa.Column("team", TEXT, nullable=True),
        sa.Column("unit", TEXT, nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("case_no", TEXT, nullable=True),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("acknowledged_at", MOMENT, nullable=True),
        sa.Column("acknowledged_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("facts", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    op.create_index(
        "uq_alert_open",
        "alert",
        ["kind", "subject"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "alert_history",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("node", TEXT, nullable=False),
        sa.Column("level", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_history")),
    )
    op.create_index(op.f("ix_alert_history_alert_id"), "alert_history", ["alert_id"], unique=False)
    append_only("alert_history")


def units() -> None:
    op.create_table(
        "unit_duty",
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("duty", TEXT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("overtime_until", MOMENT, nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("unit", name=op.f("pk_unit_duty")),
    )
    op.create_index(op.f("ix_unit_duty_changed_at"), "unit_duty", ["changed_at"], unique=False)
    op.create_table(
        "duty_history",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("device_at", MOMENT, nullable=True),
        sa.Column("do", TEXT, nullable=False),
        sa.Column("duty", TEXT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("actor", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_history")),
    )
    op.create_index(op.f("ix_duty_history_unit"), "duty_history", ["unit"], unique=False)
    append_only("duty_history")
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_device_token_hash")),
    )
    op.create_index(op.f("ix_device_unit"), "device", ["unit"], unique=False)
    op.create_table(
        "track",
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("lon", NUMBER, nullable=False),
        sa.Column("lat", NUMBER, nullable=False),
        sa.Column("accuracy_m", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("unit", "at", name=op.f("pk_track")),
    )
    op.create_index(op.f("ix_track_at"), "track", ["at"], unique=False)
    op.create_table(
        "sending",
        sa.Column("team", TEXT, nullable=False),
        sa.Column("scheme", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("valid_from", DAY, nullable=False),
        sa.Column("valid_to", DAY, nullable=True),
        sa.Column("automatic", FLAG, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("invented", FLAG, nullable=False),
        sa.PrimaryKeyConstraint(
            "team", "scheme", "kind", "code", "valid_from", name=op.f("pk_sending")
        ),
    )


def limits() -> None:
    op.create_table(
        "time_limit",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", COUNT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("scheme", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("urgency", TEXT, nullable=False),
        sa.Column("step", TEXT, nullable=False),
        sa.Column("value", NUMBER, nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("extensions", COUNT, nullable=False),
        sa.Column("extension_share", NUMBER, nullable=False),
        sa.Column("approver", TEXT, nullable=False),
        sa.Column("valid_from", DAY, nullable=True),
        sa.Column("valid_to", DAY, nullable=True),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("invented", FLAG, nullable=False),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_time_limit")),
    )
    op.create_table(
        "work_day",
        sa.Column("day", DAY, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("hours", JSON, nullable=True),
        sa.Column("source", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_work_day")),
    )
    op.create_table(
        "working_hours",
        sa.Column("valid_from", DAY, nullable=False),
        sa.Column("valid_to", DAY, nullable=True),
        sa.Column("hours", JSON, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("invented", FLAG, nullable=False),
        sa.PrimaryKeyConstraint("valid_from", name=op.f("pk_working_hours")),
    )
    op.create_table(
        "pause_ground",
        sa.Column("ground", TEXT, nullable=False),
        sa.Column("valid_from", DAY, nullable=False),
        sa.Column("valid_to", DAY, nullable=True),
        sa.Column("states", JSON, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("invented", FLAG, nullable=False),
        sa.PrimaryKeyConstraint("ground", "valid_from", name=op.f("pk_pause_ground")),
    )


def clocks() -> None:
    for column in (
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("due_provisional", FLAG, nullable=False, server_default=sa.false()),
        sa.Column("near_at", MOMENT, nullable=True),
        sa.Column("limit_rule", TEXT, nullable=True),
        sa.Column("paused_at", MOMENT, nullable=True),
    ):
        op.add_column("case", column)
    provisional = sa.text("due_provisional AND state <> 'closed'")
    op.create_index(
        "ix_case_due_provisional",
        "case",
        ["due_at"],
        unique=False,
        sqlite_where=provisional,
        postgresql_where=provisional,
    )
    op.create_table(
        "clock_history",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_no", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("ground", TEXT, nullable=True),
        sa.Column("added", NUMBER, nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("extension_id", sa.Uuid(), nullable=True),
        sa.Column("due_before", MOMENT, nullable=True),
        sa.Column("due_after", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_history")),
    )
    op.create_index(op.f("ix_clock_history_case_no"), "clock_history", ["case_no"], unique=False)
    append_only("clock_history")
    op.create_table(
        "extension",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_no", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("value", NUMBER, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("asked_by", TEXT, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answer", TEXT, nullable=True),
        sa.Column("answered_by", TEXT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    op.create_index(op.f("ix_extension_case_no"), "extension", ["case_no"], unique=False)
    asked = sa.text("state = 'asked'")
    op.create_index(
        "uq_extension_asked",
        "extension",
        ["case_no"],
        unique=True,
        sqlite_where=asked,
        postgresql_where=asked,
    )


def notices() -> None:
    op.create_table(
        "push_subscription",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("endpoint", TEXT, nullable=False),
        sa.Column("p256dh", TEXT, nullable=False),
        sa.Column("auth", TEXT, nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscription")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_push_subscription_endpoint")),
    )
    op.create_index(op.f("ix_push_subscription_unit"), "push_subscription", ["unit"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("urgency", TEXT, nullable=False),
        sa.Column("carrier", TEXT, nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("tries", COUNT, nullable=False),
        sa.Column("last_error", TEXT, nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    for name, column, where in (
        ("ix_notice_waiting", "due_at", "state = 'waiting'"),
        ("ix_notice_dead", "id", "state = 'dead'"),
    ):
        op.create_index(
            name,
            "notice",
            [column],
            unique=False,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    op.create_index("ix_notice_settled_at", "notice", ["settled_at"], unique=False)


def instructions() -> None:
    op.create_table(
        "instruction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("node", TEXT, nullable=False),
        sa.Column("account", sa.Uuid(), nullable=False),
        sa.Column("issued_by", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("urgency", TEXT, nullable=False),
        sa.Column("case_no", TEXT, nullable=True),
        sa.Column("sign_by", MOMENT, nullable=True),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruction")),
    )
    op.create_index(op.f("ix_instruction_node"), "instruction", ["node"], unique=False)
    op.create_index(op.f("ix_instruction_issued_at"), "instruction", ["issued_at"], unique=False)
    op.create_index(
        "ix_instruction_open",
        "instruction",
        ["id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "receipt",
        sa.Column("instruction_id", sa.Uuid(), nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("unit_name", TEXT, nullable=False),
        sa.Column("team", TEXT, nullable=False),
        sa.Column("district", TEXT, nullable=True),
        sa.Column("township", TEXT, nullable=True),
        sa.Column("frame_id", sa.Uuid(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("delivered_at", MOMENT, nullable=True),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("signed_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("instruction_id", "unit", name=op.f("pk_receipt")),
    )
    op.create_index(op.f("ix_receipt_unit"), "receipt", ["unit"], unique=False)
    for name, column, where in (
        ("ix_receipt_sent", "unit", "state = 'sent'"),
        ("ix_receipt_unsigned", "instruction_id", "state <> 'signed'"),
    ):
        op.create_index(
            name,
            "receipt",
            [column],
            unique=False,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    op.create_table(
        "instruction_history",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instruction_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("device_at", MOMENT, nullable=True),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=True),
        sa.Column("act_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruction_history")),
    )
    op.create_index(
        op.f("ix_instruction_history_instruction_id"),
        "instruction_history",
        ["instruction_id"],
        unique=False,
    )
    append_only("instruction_history")


def calls_for_help() -> None:
    op.create_table(
        "sos",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("version", COUNT, nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("unit_name", TEXT, nullable=False),
        sa.Column("account", TEXT, nullable=False),
        sa.Column("team", TEXT, nullable=True),
        sa.Column("district", TEXT, nullable=True),
        sa.Column("township", TEXT, nullable=True),
        sa.Column("lon", NUMBER, nullable=True),
        sa.Column("lat", NUMBER, nullable=True),
        sa.Column("accuracy_m", NUMBER, nullable=True),
        sa.Column("note", TEXT, nullable=True),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("calls", COUNT, nullable=False),
        sa.Column("called", JSON, nullable=False),
        sa.Column("moves", JSON, nullable=False),
        sa.Column("ended", FLAG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sos")),
    )
    op.create_index(op.f("ix_sos_raised_at"), "sos", ["raised_at"], unique=False)
    op.create_index(
        "ix_sos_open",
        "sos",
        ["unit"],
        unique=False,
        sqlite_where=sa.text("NOT ended"),
        postgresql_where=sa.text("NOT ended"),
    )
    op.create_table(
        "sos_called",
        sa.Column("sos_id", sa.Uuid(), nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("sos_id", "unit", name=op.f("pk_sos_called")),
    )
    op.create_index(op.f("ix_sos_called_unit"), "sos_called", ["unit"], unique=False)
    op.create_table(
        "sos_history",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sos_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("device_at", MOMENT, nullable=True),
        sa.Column("from_state", TEXT, nullable=True),
        sa.Column("to_state", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=True),
        sa.Column("act_id", sa.Uuid(), nullable=True),
        sa.Column("lon", NUMBER, nullable=True),
        sa.Column("lat", NUMBER, nullable=True),
        sa.Column("accuracy_m", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sos_history")),
    )
    op.create_index(op.f("ix_sos_history_sos_id"), "sos_history", ["sos_id"], unique=False)
    op.create_index("uq_sos_history_actor_act_id", "sos_history", ["actor", "act_id"], unique=True)
    append_only("sos_history")


def handovers() -> None:
    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("node", TEXT, nullable=False),
        sa.Column("from_at", MOMENT, nullable=False),
        sa.Column("to_at", MOMENT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("account", sa.Uuid(), nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("warnings", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index("ix_handover_node_made_at", "handover", ["node", "made_at"], unique=False)
    op.create_table(
        "handover_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handover_id", sa.Uuid(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account", sa.Uuid(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_entry")),
    )
    op.create_index(
        op.f("ix_handover_entry_handover_id"), "handover_entry", ["handover_id"], unique=False
    )
    op.create_index(
        "uq_handover_entry_signature",
        "handover_entry",
        ["handover_id", "kind"],
        unique=True,
        sqlite_where=sa.text("kind <> 'remark'"),
        postgresql_where=sa.text("kind <> 'remark'"),
    )
    for table in ("handover", "handover_entry"):
        append_only(table)


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
