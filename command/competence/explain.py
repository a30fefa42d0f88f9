"""Say why, in words, from what was stored with a decision: nothing is decided anew.

A decision is stored as ids, versions and what the table saw (`stored`); the words are made when
somebody reads it, in the reader's language, from the rows those ids name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

from command.catalogue.book import Book
from command.catalogue.facts import (
    AreaPower,
    ClassItem,
    ClassKey,
    Fact,
    Holder,
    Item,
    SanctionLine,
    TownshipItem,
    TownshipPower,
)
from command.competence.values import Asked, Choice, Competence
from core.texts import Lang, say

Why = Mapping[str, Any]
"""A decision as it is stored: JSON values only."""

_ASKED: Final = (
    "near", "areas", "subject", "amount", "severe", "item", "field", "upgraded_to", "refusals",
    "first_receiver", "danger",
)  # fmt: skip

Kind = TypeVar("Kind", bound=Fact)


def stored(decision: Competence, asked: Asked, book: Book, *, boundaries: int) -> dict[str, Any]:
    """Give what is kept of a decision: what was asked, what was seen, which rows and rule decided."""
    rule = decision.rule
    return {
        "facts": dict(decision.situation),
        "asked": {
            name: value
            for name in _ASKED
            if (value := getattr(asked, name)) != Asked._field_defaults[name]
        },
        "items": [decision.item] if decision.item else _candidates(decision, book),
        "law_day": asked.law_day.isoformat(),
        "filing_day": asked.filing_day.isoformat(),
        "district": asked.district,
        "township": asked.township,
        "boundaries": boundaries,
        "edition": decision.edition,
        "confidence": decision.confidence,
        "signing_body": decision.signing_body,
        "commanding_body": decision.commanding_body,
        "supervising_body": decision.supervising_body,
        "assisting": list(decision.assisting),
        "procedure": decision.procedure._asdict(),
        "interim": decision.interim,
        "neighbours": [list(pair) for pair in decision.neighbours],
        "rule": {"id": rule[0], "version": rule[1]} if rule else None,
        "rows": list(decision.rows),
        "rejected": [other._asdict() for other in decision.rejected],
        "question": _question(decision, asked, book),
        "choices": [choice._asdict() for choice in decision.choices],
    }


def asked_again(why: Why, *, key: ClassKey) -> Asked:
    """Give what was asked when a decision was made, to ask it of the facts of its edition again."""
    return Asked(
        key=key,
        place=why["facts"]["place"],
        district=why["district"],
        township=why["township"],
        law_day=date.fromisoformat(why["law_day"]),
        filing_day=date.fromisoformat(why["filing_day"]),
        **said_again(why["asked"]),
    )


def said_again(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Read what was said of an act beside class, place and days."""
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in asked.items()
    }


def _candidates(decision: Competence, book: Book) -> list[str]:
    rows = (book.row(row_id) for row_id in decision.rows)
    return [row.item for row in rows if isinstance(row, ClassItem)]


def _question(decision: Competence, asked: Asked, book: Book) -> dict[str, str] | None:
    if decision.question is None:
        return None
    row = book.row(decision.question)
    links = [row] if isinstance(row, ClassItem) else book.links(asked.key)
    for link in links:
        if link.question_zh and (decision.item in (None, link.item)):
            return {"zh": link.question_zh, "en": link.question_en}
    return {"zh": say("why.which_body", "zh"), "en": say("why.which_body", "en")}


def tell_choice(choice: Choice, lang: Lang) -> str:
    """Say an answer that may be given; a holder's in English by its line, with the words of its row."""
    if lang == "zh" or choice.line is None:
        return (choice.answer_en if lang == "en" else "") or choice.answer_zh
    line = say(f"why.holder.{choice.line}", lang)
    told = say("why.holder.of", lang, line=line, field=choice.field)
    return told if choice.answer_zh == choice.field else f"{told}: {choice.answer_zh}"


def explain(
    why: Why,
    *,
    key: ClassKey,
    reason: str,
    team: str | None,
    book: Book,
    area_name: Callable[[str | None], str | None],
    lang: Lang,
) -> dict[str, Any]:
    """Turn a stored decision into a sentence and steps, with rule, sources and rejected teams."""
    told = _Told(why, key, reason, team, book, area_name, lang)
    return {
        "sentence": told.sentence(),
        "rule": told.rule(),
        "reason": say(f"reason.{reason}", lang),
        "confidence": why.get("confidence", "certain" if team else "open"),
        "steps": list(told.steps()),
        "rejected": [
            {
                "team": other["team"],
                "team_name": told.team_name(other["team"]),
                "why": say(f"why.rejected.{other['why']}", lang),
                "step": say(f"why.step.{other.get('step', 'form')}", lang),
            }
            for other in why.get("rejected", ())
        ],
        "signing_body": why.get("signing_body"),
        "commanding_body": why.get("commanding_body"),
        "supervising_body": why.get("supervising_body"),
        "assisting": [
            {"team": code, "team_name": told.team_name(code)} for code in why.get("assisting", ())
        ],
        "question": why["question"][lang] if why.get("question") else None,
        "judged": why.get("judged"),
        "rulings": list(why.get("rulings", ())),
        "returns": list(why.get("returns", ())),
        "interim": why.get("interim"),
        "edition": why["edition"],
    }


@dataclass(frozen=True)
class _Told:
    """A stored decision that is being told in a language."""

    why: Why
    key: ClassKey
    reason: str
    team: str | None
    book: Book
    area_name: Callable[[str | None], str | None]
    lang: Lang

    def steps(self) -> Iterator[dict[str, str]]:
        """Yield the questions in the order they were asked, each with its answer and its source."""
        facts = self.why["facts"]
        if facts["class"] == "unknown":
            yield self._step("class", self._say("class.unknown"), "")
            yield self._place()
        else:
            yield self._step("enforce", self._say(f"kind.{facts['kind']}"), self.key[0])
            yield self._items()
            yield self._holder()
            yield self._place()
            yield self._form()
            if (line := facts.get("sanction")) is not None:
                yield self._sanction(line)
        rule = self.rule()
        words = rule["text"] if rule and rule["text"] else say(f"reason.{self.reason}", self.lang)
        yield self._step("conclusion", self._conclusion(), words)

    def sentence(self) -> str:
        """Say it in one breath: class, item, holder since when, township on the day, who goes."""
        parts = [self._say("say.class", name=self._class_name(), code=self.key[2])]
        item = self._only_item()
        if item is not None:
            parts.append(self._say("say.item", name=item.name, code=item.code))
        parts += [self._held(), self._say("say.break")]
        ground = "".join(self._ground()) if self.team is not None else ""
        parts += [ground, self._say("say.so") if ground else "", self._so()]
        return "".join(parts)

    def _held(self) -> str:
        holder = self._row(Holder)
        if holder is None:
            return ""
        if self.why["facts"].get("holder") == "several":
            return self._say("say.several")
        line = self._say(f"holder.{holder.line}")
        words = self._say("say.held", line=line, field=holder.field)
        if holder.span.from_ is not None:
            day = holder.span.from_.isoformat()
            words += self._say("say.since", day=day, source=holder.source)
        return words

    def _ground(self) -> Iterator[str]:
        """Yield what of the place decided it: a special area, the township's form, the sanction."""
        facts, township = self.why["facts"], self.area_name(self.why["township"])
        area = self._row(AreaPower)
        if facts.get("area", "none") != "none" and area is not None:
            yield self._say("say.area", area=self.book.facts.areas.get(area.area, area.area))
        elif facts.get("holder") == "professional" and not facts.get("listed"):
            yield self._say("say.professional")
        elif township is not None:
            form = facts["form"]
            if form == "empowered":
                form = f"listed_{facts['listed']}".lower()
            elif form == "posted" and facts.get("squad") == "unable":
                form = "posted_unable"
            yield self._say(f"say.form.{form}", township=township, day=self._filed())
        if facts.get("upgraded"):
            yield self._say("say.upgraded")
        elif facts.get("sanction") == "major" and facts.get("listed"):
            yield self._say("say.major")
        if facts.get("border"):
            yield self._say("say.border")

    def rule(self) -> dict[str, Any] | None:
        """Give the row of the decision table, with its words should it still be known."""
        kept = self.why.get("rule")
        if kept is None:
            return None
        rule = self.book.rule(kept["id"], kept["version"])
        text = (rule.text_zh if self.lang == "zh" else rule.text_en) if rule else None
        return {**kept, "text": text, "source": rule.source if rule else ""}

    def team_name(self, code: str | None) -> str | None:
        """Give the name a team had on the day of filing."""
        if code is None:
            return None
        team = self.book.team(code, date.fromisoformat(self._filed()))
        return team.name if team else code

    def _items(self) -> dict[str, str]:
        law_day = date.fromisoformat(self.why["law_day"])
        found = [(code, self.book.item(code, law_day)) for code in self.why["items"]]
        names = "；".join(item.name if item else code for code, item in found)
        articles = dict.fromkeys(f"{item.law} {item.article}" for _, item in found if item)
        return self._step("item", names or self._say("no_item"), "；".join(articles))

    def _holder(self) -> dict[str, str]:
        holder = self.why["facts"].get("holder") if self._is_settled() else None
        answer = self._say(f"holder.{holder or 'unknown'}")
        row = self._row(Holder)
        if row is None:
            return self._step("holder", answer, self.why["law_day"])
        fields = "、".join(row.field for row in self._rows(Holder))
        answer = self._say("holder.of", line=answer, field=fields)
        if row.partial:
            answer += self._say("holder.partial", text=row.partial)
        return self._step("holder", answer, _cited(row))

    def _place(self) -> dict[str, str]:
        facts = self.why["facts"]
        answer = self._say(f"place.{facts['place']}") if facts["place"] != "inside" else None
        answer = answer or str(self.area_name(self.why["township"]))
        area = self._row(AreaPower)
        if area is not None and facts.get("area", "none") != "none":
            name = self.book.facts.areas.get(area.area, area.area)
            answer += self._say(f"area.{facts['area']}", area=name)
        if facts.get("border"):
            near = [self.area_name(code) or code for code in self._asked("near", ())]
            answer += self._say("border", near="、".join(near))
        return self._step("place", answer, self._say("boundaries", n=self.why["boundaries"]))

    def _form(self) -> dict[str, str]:
        facts = self.why["facts"]
        answer = self._say(f"form.{facts['form']}")
        if facts["form"] == "empowered" and "listed" in facts and self._is_settled():
            answer += self._say("listed" if facts["listed"] else "unlisted")
        row = self._row(TownshipItem) or self._row(TownshipPower)
        return self._step("form", answer, _cited(row) if row else self._filed())

    def _sanction(self, band: str) -> dict[str, str]:
        line = self._row(SanctionLine)
        source = _cited(line) if line else ""
        return self._step("sanction", self._say(f"sanction.{band}"), source)

    def _conclusion(self) -> str:
        return self.team_name(self.team) or self._say("judge")

    def _so(self) -> str:
        if self.team is not None:
            body = self.why.get("signing_body")
            key = "say.goes_as" if body else "say.goes"
            return self._say(key, team=self.team_name(self.team), body=body)
        question = self.why.get("question")
        if question:
            return self._say("say.asks", question=question[self.lang])
        return self._say("say.judge", reason=say(f"reason.{self.reason}", self.lang))

    def _class_name(self) -> str:
        return self.book.class_name(self.key) or self._say("class.unknown")

    def _is_settled(self) -> bool:
        """Tell whether one item is left: before that nobody holds it, and it is on no list."""
        return bool(self.why["facts"]["items"] == "one")

    def _only_item(self) -> Item | None:
        items = self.why["items"]
        law_day = date.fromisoformat(self.why["law_day"])
        return self.book.item(items[0], law_day) if len(items) == 1 else None

    def _row(self, kind: type[Kind]) -> Kind | None:
        return next(self._rows(kind), None)

    def _rows(self, kind: type[Kind]) -> Iterator[Kind]:
        rows = (self.book.row(row_id) for row_id in self.why["rows"])
        return (row for row in rows if isinstance(row, kind))

    def _asked(self, name: str, default: Any = None) -> Any:
        return self.why.get("asked", {}).get(name, default)

    def _filed(self) -> str:
        return str(self.why["filing_day"])

    def _say(self, key: str, **facts: object) -> str:
        return say(f"why.{key}", self.lang, **facts)

    def _step(self, name: str, answer: str, source: str) -> dict[str, str]:
        return {
            "step": name,
            "question": self._say(f"step.{name}"),
            "answer": answer,
            "source": source,
        }


def _cited(row: Fact) -> str:
    """Name a row's source and since when it is good."""
    since = row.span.from_.isoformat() if row.span.from_ else ""
    return " · ".join(part for part in (row.source, since) if part)
