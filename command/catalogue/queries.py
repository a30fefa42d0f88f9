"""Reading the catalogue into memory."""

from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from command.catalogue.models import (
    ClassItem,
    EventClass,
    Item,
    RoutingRule,
    TownshipItem,
    TownshipPower,
)
from command.catalogue.values import (
    ClassKey,
    Form,
    Holder,
    ItemFacts,
    Listed,
    Mapped,
    Power,
    Rule,
    Rulebook,
    Span,
)


async def load_rulebook(session: AsyncSession, *, edition: int) -> Rulebook:
    """Read every row routing may ask for, past ones too: an old act is judged by the law of its day."""
    mapped: dict[ClassKey, list[Mapped]] = {}
    for link in await session.scalars(select(ClassItem).order_by(col(ClassItem.item))):
        mapped.setdefault((link.scheme, link.kind, link.code), []).append(
            Mapped(
                id=str(link.id),
                item=link.item,
                holder=cast("Holder", link.holder_kind),
                fields=tuple(link.fields),
                question_zh=link.question_zh,
                question_en=link.question_en,
                span=_span(link),
            )
        )
    powers: dict[str, list[Power]] = {}
    for power in await session.scalars(select(TownshipPower)):
        powers.setdefault(power.township, []).append(
            Power(str(power.id), cast("Form", power.form), power.name_used, _span(power))
        )
    lists: dict[tuple[str, str], list[Listed]] = {}
    for listed in await session.scalars(select(TownshipItem)):
        lists.setdefault((listed.township, listed.item), []).append(
            Listed(str(listed.id), _span(listed))
        )
    return Rulebook(
        edition=edition,
        classes={
            (row.scheme, row.kind, row.code): row.name
            for row in await session.scalars(select(EventClass))
        },
        mapped={key: tuple(found) for key, found in mapped.items()},
        items={
            row.code: ItemFacts(row.code, row.name, row.field, row.law, row.article, _span(row))
            for row in await session.scalars(select(Item))
        },
        powers={key: tuple(found) for key, found in powers.items()},
        lists={key: tuple(found) for key, found in lists.items()},
        rules=tuple(
            sorted(
                (
                    Rule(
                        id=row.id,
                        version=row.version,
                        priority=row.priority,
                        when=row.when,
                        then=row.then,
                        text_zh=row.text_zh,
                        text_en=row.text_en,
                        source=row.source,
                        span=_span(row),
                    )
                    for row in await session.scalars(select(RoutingRule))
                ),
                key=lambda rule: (rule.priority, rule.id, -rule.version),
            )
        ),
    )


def _span(row: Any) -> Span:
    return Span(row.valid_from, row.valid_to)
