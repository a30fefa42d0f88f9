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


def within(node: str, columns: Mapping[str, Any]) -> ColumnElement[bool]:
    """Give the condition that keeps a query inside a node; `columns` by kind. An unknown kind sees nothing."""
    if node == WHOLE:
        return true()
    kind, _, code = node.partition(":")
    column = columns.get(kind)
    if column is None or not code:
        return false()
    condition: ColumnElement[bool] = column == code
    return condition


def sees(node: str, **nodes: str | None) -> bool:
    """Tell whether whoever stands at a node sees a thing: the same rule as `within`, on values."""
    return node in channels_of(**nodes)
