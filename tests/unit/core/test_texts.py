"""Texts: nothing is said in one language only."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import core
from core import texts
from core.errors import DomainError
from core.http.handlers import PLAIN
from core.http.problems import _kebab

ROOT = Path(core.__file__).parent.parent
PACKAGES = {"core", "grid", "field_units", "dispatch", "command", "integration", "web"}


def refusals(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for narrower in kind.__subclasses__():
        yield narrower
        yield from refusals(narrower)


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


class TestTexts:
    def test_have_the_same_keys_in_both_languages(self) -> None:
        assert texts.TEXTS["zh"].keys() == texts.TEXTS["en"].keys()

    def test_take_the_same_parameters_in_both_languages(self) -> None:
        for key, zh in texts.TEXTS["zh"].items():
            assert parameters(zh) == parameters(texts.TEXTS["en"][key]), key

    def test_are_not_empty_and_not_the_same(self) -> None:
        for key, zh in texts.TEXTS["zh"].items():
            assert zh.strip(), key
            assert zh != texts.TEXTS["en"][key], key

    def test_have_words_for_every_refusal_of_every_package(self) -> None:
        for package in PACKAGES:
            for file in [
                *(ROOT / package).glob("errors.py"),
                *(ROOT / package).glob("*/errors.py"),
            ]:
                module = file.relative_to(ROOT).with_suffix("")
                importlib.import_module(".".join(module.parts))

        for kind in refusals(DomainError):
            if kind.__module__.partition(".")[0] in PACKAGES:
                assert texts.has(f"problem.{_kebab(kind.__name__)}.title"), kind
                assert texts.has(f"problem.{_kebab(kind.__name__)}.detail"), kind

    def test_have_words_for_the_frameworks_own_refusals(self) -> None:
        for key in (*PLAIN.values(), "http-error", "internal-error"):
            assert texts.has(f"problem.{key}.title"), key
            assert texts.has(f"problem.{key}.detail"), key

    def test_speak_the_readers_language(self) -> None:
        assert texts.say("rule.too_long", "zh", max_length=3) == "过长，最多 3。"
        assert texts.say("rule.too_long", "en", max_length=3) == "Too long: at most 3."

    def test_take_an_unknown_key_for_a_bug(self) -> None:
        with pytest.raises(KeyError):
            texts.say("no.such.key", "zh")
