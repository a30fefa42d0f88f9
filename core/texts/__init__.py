"""Texts: what people read, in Chinese and English, by key. Code holds keys, two files the words."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

Lang = Literal["zh", "en"]
LANGS: Final[tuple[Lang, ...]] = ("zh", "en")
TAGS: Final[Mapping[Lang, str]] = {"zh": "zh-CN", "en": "en"}
"""How each language calls itself in `Content-Language`."""


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{name}.")
        else:
            flat[prefix + name] = value
    return flat


def _read(lang: Lang) -> dict[str, str]:
    return _flat(tomllib.loads((Path(__file__).parent / f"{lang}.toml").read_text("utf-8")))


TEXTS: Final[Mapping[Lang, Mapping[str, str]]] = {lang: _read(lang) for lang in LANGS}


def has(key: str) -> bool:
    """Tell whether there are words for a key, for callers who can do without."""
    return key in TEXTS["zh"]


def say(key: str, lang: Lang, **facts: object) -> str:
    """Put a message into the reader's language.

    :raises KeyError: when the key or one of its named parameters is unknown, which is a bug
    """
    return TEXTS[lang][key].format_map(facts)
