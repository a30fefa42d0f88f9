"""What the floor gives as a key, the screens can say."""

import re
from pathlib import Path

import pytest

from core.texts import TEXTS

UI = Path(__file__).resolve().parents[2] / "web" / "ui" / "src" / "shared"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_screens_have_words_for_every_reason(lang: str) -> None:
    words = set(re.findall(r'"(reason\.[a-z_]+)"', (UI / f"words.{lang}.ts").read_text("utf-8")))

    assert {key for key in TEXTS["zh"] if key.startswith("reason.")} <= words
