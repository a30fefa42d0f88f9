"""Scope: what a node of the organisation may see. One rule for queries and for channels.

A node is written `city`, or `kind:code` (`district:990101`, `team:…`, `unit:…`). A thing names the node
of each kind it belongs to; whoever stands at one of these nodes sees it, and nobody else does.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, false, true

WHOLE: Final = "city"


def channels_of(**nodes: str | None) -> list[str]:
    """Name the channels a thing is told on: the whole city's, and that of each node it belongs to."""
    return [WHOLE, *(f"{kind}:{code}" for kind, code in nodes.items() if code)]


def part(node: str) -> tuple[str, str]:
    """Part a node into its kind and its code; the whole has none. What is no node is of a kind that sees nothing."""
    if node == WHOLE:
        return WHOLE, ""
    kind, _, code = node.partition(":")
    return (kind, code) if code and kind != WHOLE else ("", "")


def within_kind(kind: str, columns: Mapping[str, Any], code: Any) -> ColumnElement[bool]:
    """Give the condition that keeps a query inside a node of a kind: `code` may be a parameter."""
    if kind == WHOLE:
        return true()
    column = columns.get(kind)
    if column is None:
        return false()
    condition: ColumnElement[bool] = column == code
    return condition


def within(node: str, columns: Mapping[str, Any]) -> ColumnElement[bool]:
    """Give the condition that keeps a query inside a node; `columns` by kind. An unknown kind sees nothing."""
    kind, code = part(node)
    return within_kind(kind, columns, code)


def sees(node: str, **nodes: str | None) -> bool:
    """Tell whether whoever stands at a node sees a thing: the same rule as `within`, on values."""
    return node in channels_of(**nodes)
