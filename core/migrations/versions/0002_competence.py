"""Who is competent: every fact a dated row of an edition, and the drafts that change them.

What 0001 kept of the catalogue becomes rows of the edition in force.
"""

from collections.abc import Sequence
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# Types as they were at this migration: a later change of the models must not change the past.
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TEXT, COUNT, NUMBER, FLAG, DAY = sa.String(), sa.Integer(), sa.Float(), sa.Boolean(), sa.Date()
revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Row = dict[str, Any]
Rows = list[Row]
CLASS_KEY: dict[str, Any] = {"scheme": TEXT, "kind": TEXT, "code": TEXT}
FACTS: dict[str, dict[str, Any]] = {
    "event_class": {**CLASS_KEY, "name": TEXT, "group": TEXT},
    "class_alias": {**CLASS_KEY, "to_scheme": TEXT, "to_kind": TEXT, "to_code": TEXT},
    "item": {
        "code": TEXT,
        "kind": TEXT,
        "name": TEXT,
        "field": TEXT,
        "law": TEXT,
        "article": TEXT,
        "sanction": TEXT,
        "unit_min?": NUMBER,
        "unit_max?": NUMBER,
        "person_min?": NUMBER,
        "person_max?": NUMBER,
        "severe": JSON,
        "summary?": FLAG,
        "hearing?": FLAG,
        "review?": FLAG,
        "leniency": FLAG,
    },
    "class_item": {
        **CLASS_KEY,
        "item": TEXT,
        "question_zh": TEXT,
        "question_en": TEXT,
        "answer_zh": TEXT,
        "answer_en": TEXT,
        "subject?": TEXT,
        "note": TEXT,
    },
    "holder": {
        "item": TEXT,
        "area": TEXT,
        "level": TEXT,
        "line": TEXT,
        "field": TEXT,
        "partial": TEXT,
        "boundary": TEXT,
        "department": TEXT,
    },
    "township_power": {"township": TEXT, "form": TEXT, "name_used": TEXT},
    "township_item": {"township": TEXT, "item": TEXT, "published_on?": DAY},
    "area_power": {"area": TEXT, "team": TEXT, "mode": TEXT, "fields": JSON},
    "sanction_line": {"field": TEXT, "subject": TEXT, "amount": NUMBER},
    "body": {
        "code": TEXT,
        "name": TEXT,
        "level": TEXT,
        "district?": TEXT,
        "township?": TEXT,
        "plate": TEXT,
    },
    "team_aspect": {"team": TEXT, "aspect": TEXT, "body": TEXT},
    "rule": {
        "rule": TEXT,
        "version": COUNT,
        "priority": COUNT,
        "when": JSON,
        "then": JSON,
        "text_zh": TEXT,
        "text_en": TEXT,
        "author": TEXT,
    },
    "parameter": {"name": TEXT, "value": NUMBER},
    "listing": {
        "list": TEXT,
        "year": COUNT,
        "item": TEXT,
        "batch?": COUNT,
        "department": TEXT,
    },
    "entry_test": {
        "item": TEXT,
        "frequent": COUNT,
        "close_to_life": COUNT,
        "easy_to_find": COUNT,
        "weak_force": COUNT,
        "fit_skill": COUNT,
        "note": TEXT,
    },
    "former_area": {"code": TEXT, "name": TEXT, "became": JSON},
}
"""Every table of facts and what its rows say; `?` may be null."""
LAST: dict[str, Any] = {"valid_from?": DAY, "valid_to?": DAY, "source": TEXT, "invented": FLAG}

AREA = (
    *("id", "code", "name", "priority", "wkb", "valid_from", "valid_to", "source", "invented"),
    "since",
)


def upgrade() -> None:
    left = {name: rows_of(name) for name in LEFT}
    teams = rows_of("team")
    edition = op.get_bind().scalar(sa.text("SELECT number FROM edition WHERE name = 'city'")) or 1
    for name in LEFT:
        op.drop_table(name)
    for name, columns in FACTS.items():
        fact_table(name, columns)
    for name, rows in moved(left, teams).items():
        if rows:
            table = sa.table(name, *(sa.column(c, kind) for c, kind in typed(name).items()))
            op.bulk_insert(table, [{"since": edition, "until": None, **row} for row in rows])
    op.create_table(
        "catalogue_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_draft")),
    )
    op.create_table(
        "publication",
        sa.Column("edition", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("draft", sa.Uuid(), nullable=True),
        sa.Column("restores", sa.Integer(), nullable=True),
        sa.Column("accepted", JSON, nullable=False),
        sa.PrimaryKeyConstraint("edition", name=op.f("pk_publication")),
    )
    op.create_table(
        "special_area",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("wkb", sa.LargeBinary(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_area")),
    )
    for name in FACTS:
        said = [column for column in typed(name) if column != "until"]
        guard(name, key=("id", "since"), closing=said)
    guard("publication", key=("edition",))
    guard("special_area", key=("id",), closing=AREA)


DATED: dict[str, Any] = {"valid_from": DAY, "valid_to": DAY, "source": TEXT}
LEFT: dict[str, dict[str, Any]] = {
    "event_class": {**CLASS_KEY, "name": TEXT, "group": TEXT, **DATED},
    "item": {
        "code": TEXT,
        "name": TEXT,
        "field": TEXT,
        "law": TEXT,
        "article": TEXT,
        "sanction": TEXT,
        "fine_min": NUMBER,
        "fine_max": NUMBER,
        **DATED,
        "invented": FLAG,
    },
    "class_item": {
        "id": sa.Uuid(),
        **CLASS_KEY,
        "item": TEXT,
        "holder_kind": TEXT,
        "fields": JSON,
        "question_zh": TEXT,
        "question_en": TEXT,
        "note": TEXT,
        **DATED,
    },
    "township_power": {
        "id": sa.Uuid(),
        "township": TEXT,
        "form": TEXT,
        "name_used": TEXT,
        **DATED,
        "invented": FLAG,
    },
    "township_item": {
        "id": sa.Uuid(),
        "township": TEXT,
        "item": TEXT,
        **DATED,
        "invented": FLAG,
    },
    "routing_rule": {
        "id": TEXT,
        "version": COUNT,
        "priority": COUNT,
        "when": JSON,
        "then": JSON,
        "text_zh": TEXT,
        "text_en": TEXT,
        **DATED,
        "author": TEXT,
    },
}
"""What 0001 left of the catalogue, read before it goes."""
TEAM: dict[str, Any] = {"kind": TEXT, "fields": JSON}


def rows_of(name: str) -> Rows:
    table = sa.table(
        name, *(sa.column(c, kind) for c, kind in {**LEFT, "team": TEAM}[name].items())
    )
    return [dict(row) for row in op.get_bind().execute(sa.select(table)).mappings()]


def moved(left: dict[str, Rows], teams: Rows) -> dict[str, Rows]:
    """Say what 0001's rows say, in the new form."""
    rows = {
        "event_class": [
            {"id": named("event_class", row["scheme"], row["kind"], row["code"]), **row}
            for row in left["event_class"]
        ],
        "item": [item_of(row) for row in left["item"]],
        "class_item": [class_item_of(row) for row in left["class_item"]],
        "holder": holders_of(left["class_item"], left["item"], teams),
        "township_power": left["township_power"],
        "township_item": [
            {**row, "published_on": row["valid_from"]} for row in left["township_item"]
        ],
        "rule": [
            {
                **row,
                "id": named("rule", row["id"], row["version"]),
                "rule": row["id"],
                "when": when_of(row["when"]),
            }
            for row in left["routing_rule"]
        ],
    }
    return {name: [{"invented": False, **row} for row in found] for name, found in rows.items()}


def when_of(when: dict[str, Any]) -> dict[str, Any]:
    # What had two lawful holders was called "ask"; it is what holders are now, not what to do.
    words = {"ask": "several"}
    if "holder" not in when:
        return when
    wanted = when["holder"]
    said = (
        [words.get(w, w) for w in wanted] if isinstance(wanted, list) else words.get(wanted, wanted)
    )
    return {**when, "holder": said}


def item_of(row: Row) -> Row:
    # 0001 did not say whom a fine is for: it may be either.
    least, most = row.pop("fine_min"), row.pop("fine_max")
    return {
        "id": named("item", row["code"]),
        **row,
        "kind": "penalty",
        "unit_min": least,
        "unit_max": most,
        "person_min": least,
        "person_max": most,
        "severe": [],
        "summary": None,
        "hearing": None,
        "review": None,
        "leniency": False,
    }


def class_item_of(row: Row) -> Row:
    said = {key: value for key, value in row.items() if key not in {"holder_kind", "fields"}}
    return {**said, "answer_zh": "", "answer_en": "", "subject": None}


def holders_of(links: Rows, items: Rows, teams: Rows) -> Rows:
    """Say of each item who holds it: 0001 said so of each class that may fall under it."""
    own = {row["code"]: row["field"] for row in items}
    lines = {field: "comprehensive" for team in teams for field in team["fields"]}
    lines |= {
        field: "professional"
        for team in teams
        if team["kind"] == "professional"
        for field in team["fields"]
    }
    found = {}
    for link in links:
        for field in link["fields"] or [own.get(link["item"], "")]:
            kind = link["holder_kind"]
            line = lines.get(field, "outside") if kind == "ask" else kind
            row = {
                "item": link["item"],
                "area": "",
                "level": "county",
                "line": line,
                "field": field,
                "partial": "",
                "boundary": "",
                "department": "",
                "valid_from": link["valid_from"],
                "valid_to": link["valid_to"],
                "source": link["source"],
            }
            id = named("holder", *row.values())
            found[id] = {"id": id, **row}
    return list(found.values())


def named(*key: object) -> UUID:
    return uuid5(NAMESPACE_URL, "|".join(str(part) for part in key))


def typed(name: str) -> dict[str, Any]:
    columns = {c.removesuffix("?"): kind for c, kind in (FACTS[name] | LAST).items()}
    return {"id": sa.Uuid(), "since": COUNT, "until": COUNT, **columns}


def fact_table(name: str, columns: dict[str, Any]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("until", sa.Integer(), nullable=True),
        *(
            sa.Column(column.removesuffix("?"), kind, nullable=column.endswith("?"))
            for column, kind in (columns | LAST).items()
        ),
        sa.PrimaryKeyConstraint("id", "since", name=op.f(f"pk_{name}")),
    )


def guard(name: str, *, key: tuple[str, ...], closing: Sequence[str] = ()) -> None:
    """Have the database itself refuse to change or remove rows.

    With `closing`, the columns that stay as they are while `until` is set, once.
    """
    said = f"{name} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        same = " AND ".join(f'OLD."{column}" IS NEW."{column}"' for column in ("rowid", *closing))
        unless = (
            f"WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND {same}) " if closing else ""
        )
        op.execute(
            f"CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {name} {unless}"
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
        op.execute(
            f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} "
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
        # REPLACE deletes without firing the DELETE trigger: refuse the second row of a key instead.
        known = " AND ".join(f"{column} = NEW.{column}" for column in key)
        op.execute(
            f"CREATE TRIGGER {name}_no_replace BEFORE INSERT ON {name} "
            f"WHEN EXISTS (SELECT 1 FROM {name} WHERE {known} OR rowid = NEW.rowid) "
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
        return
    allowed = (
        "IF TG_OP = 'UPDATE' THEN IF OLD.until IS NULL AND NEW.until IS NOT NULL"
        " AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until'"
        " THEN RETURN NEW; END IF; END IF; "
        if closing
        else ""
    )
    op.execute(
        f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {allowed}RAISE EXCEPTION '{said}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name}_no_change BEFORE UPDATE OR DELETE ON {name} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}_refuse()"
    )
    op.execute(
        f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_refuse()"
    )
