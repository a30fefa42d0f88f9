"""Decide for many acts at once: the same look-ups and the same table, as arrays.

Each answer is what `decide` says of the act alone; what only a reader of one case asks for (rows,
rejected teams, the question, the procedure, neighbours) is decided then, by `to_competence`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from command.competence.arrays import Array, arrays_of, code
from command.competence.columns import AskedMany, Column
from command.competence.decide import decide
from command.competence.seeing_many import SITUATIONS, SeenMany, decode, see_many
from command.competence.snapshot import Snapshot
from command.competence.table import Match, Verdict
from command.competence.timeline import NOTHING
from command.competence.values import Competence, Confidence
from command.competence.vocabulary import TEAMS

CHUNK: Final = 32_768
"""Acts that are decided at once: so few that their arrays stay in the processor's caches."""
OPEN: Final[Confidence] = "open"
COLUMNS: Final = (
    "match", "no_team", "team", "field", "item", "signing_body", "commanding_body",
    "supervising_body", "assisting", "first_receiver",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class CompetenceMany:
    """The answers, a column for each; names as in `Competence`."""

    asked: AskedMany
    snapshot: Snapshot
    reason: Column[str]
    confidence: Column[Confidence]
    team: Column[str | None]
    field: Column[str | None]
    item: Column[str | None]
    signing_body: Column[str | None]
    commanding_body: Column[str | None]
    supervising_body: Column[str | None]
    assisting: Column[tuple[str, ...]]
    interim: Column[str | None]
    rule: Column[tuple[str, int] | None]
    situation: Column[Any]

    def __len__(self) -> int:
        return len(self.asked)

    def to_competence(self, row: int) -> Competence:
        """Give the whole answer for one act."""
        return decide(self.asked.at(row), self.snapshot)


def decide_many(asked: AskedMany, snapshot: Snapshot) -> CompetenceMany:
    """Say of each act who is competent."""
    answers = _Answers(snapshot)
    parts = [
        answers.decide(asked.part(slice(start, start + CHUNK)))
        for start in range(0, len(asked), CHUNK)
    ]
    return answers.put_together(asked, parts)


class _Answers:
    """Numbers the matches and assisting teams that occur, alike in every chunk."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.arrays = arrays_of(snapshot)
        self.matches: list[Match] = []
        self._match_numbers: dict[int, int] = {}
        self._by_situation: dict[int, int] = {}
        self.assisting: dict[tuple[str, ...], int] = {(): 0}

    def decide(self, asked: AskedMany) -> dict[str, Array]:
        """Decide a chunk: of each column of the answer, which value."""
        seen = see_many(asked, self.snapshot)
        match = self._match(seen, asked.filing_day)
        return {
            "match": match,
            "item": seen.item,
            "field": seen.field,
            **self._send(asked, seen, match),
        }

    def _match(self, seen: SeenMany, filing: Array) -> Array:
        """Ask the table once for each situation that occurs in a stretch without a change of rules."""
        epochs = self.snapshot.table.epochs_of(filing)
        found, first, which = np.unique(
            epochs * SITUATIONS + seen.situation, return_index=True, return_inverse=True
        )
        for number, row in zip(found.tolist(), first.tolist(), strict=True):
            if number not in self._by_situation:
                facts = decode(number % SITUATIONS)
                match = self.snapshot.table.match(facts, int(filing[row]))
                place = self._match_numbers.setdefault(id(match), len(self.matches))
                if place == len(self.matches):
                    self.matches.append(match)
                self._by_situation[number] = place
        numbers = [self._by_situation[number] for number in found.tolist()]
        return np.array(numbers, np.int32)[which]

    def _send(self, asked: AskedMany, seen: SeenMany, match: Array) -> dict[str, Array]:
        """Find the team each match names, and the bodies behind it."""
        arrays, verdicts = self.arrays, [match.verdict for match in self.matches]
        team = _of(verdicts, lambda v: TEAMS.index(v.team) if v.team else NOTHING)[match]
        cast = (seen.squad, seen.county, seen.area_team, seen.upgraded)
        sent = np.select([team == n for n in range(len(TEAMS))], cast, NOTHING)
        is_squad, goes = team == TEAMS.index("township_squad"), sent != NOTHING
        signing = arrays.signing[sent]
        bureau = _of(verdicts, lambda v: v.name == "bureau")[match] & (seen.county != NOTHING)
        signing = np.where(bureau & goes, arrays.signing[seen.county], signing)
        own_name = arrays.own_name[seen.ground]
        own = _of(verdicts, lambda v: v.name == "own")[match] & is_squad & (own_name != NOTHING)
        signing = np.where(own & goes, own_name, signing)
        office = arrays.office[seen.ground]
        posted = is_squad & goes & (arrays.form[seen.ground] == code("form", "posted"))
        commanding = _first(
            arrays.commanding[sent], np.where(posted, office, NOTHING), arrays.body[sent]
        )
        supervising = _first(
            arrays.guiding[sent], np.where(goes, arrays.body[seen.bureau], NOTHING)
        )
        return {
            "no_team": (team != NOTHING) & ~goes,
            "team": arrays.team[sent],
            "signing_body": signing,
            "commanding_body": commanding,
            "supervising_body": supervising,
            "assisting": self._assist(sent, match, cast),
            "first_receiver": asked.first_receiver.index,
        }

    def _assist(self, sent: Array, match: Array, cast: tuple[Array, ...]) -> Array:
        """Find the teams that assist; a team is not asked twice, nor to assist itself."""
        words = [match.verdict.assist for match in self.matches]
        codes, taken = self.arrays.team, [self.arrays.team[sent]]
        for place in range(max(map(len, words), default=0)):
            word = np.array([TEAMS.index(w[place]) if place < len(w) else NOTHING for w in words])[
                match
            ]
            helper = np.select([word == n for n in range(len(TEAMS))], cast, NOTHING)
            found = np.where(sent == NOTHING, NOTHING, codes[helper])
            for other in taken:
                found = np.where(found == other, NOTHING, found)
            taken.append(found)
        if len(taken) == 1:
            return np.zeros(len(sent), np.int32)
        names = self.arrays.names.column()
        found, which = np.unique(np.stack(taken[1:], axis=1), axis=0, return_inverse=True)
        numbers = [
            self.assisting.setdefault(
                tuple(name for n in row if (name := names[n]) is not None), len(self.assisting)
            )
            for row in found.tolist()
        ]
        return np.array(numbers, np.int32)[which.reshape(-1)]

    def put_together(self, asked: AskedMany, parts: list[dict[str, Array]]) -> CompetenceMany:
        """Write the numbers of all chunks out as columns."""
        whole = {
            name: np.concatenate([part[name] for part in parts]) if parts else np.zeros(0, np.int32)
            for name in COLUMNS
        }
        match, no_team = whole["match"], whole["no_team"].astype(np.int32)
        numbers, names = self.snapshot.numbers, self.arrays.names.column()
        # Of each match two rows: what it says, and what is true when the team it names is missing.
        reasons = [r for m in self.matches for r in (m.verdict.reason, "no_team")]
        confidences: list[Confidence] = [c for m in self.matches for c in (m.confidence, OPEN)]
        reason = Column(reasons, match * 2 + no_team)
        disputed = reason.translated(lambda word: word == "disputed", np.bool_)
        receivers = (*asked.first_receiver.values, None)
        return CompetenceMany(
            asked=asked,
            snapshot=self.snapshot,
            reason=reason,
            confidence=Column(confidences, match * 2 + no_team),
            team=Column(names, whole["team"]),
            field=Column((*numbers.fields, None), whole["field"]),
            item=Column((*numbers.items, None), whole["item"]),
            signing_body=Column(names, whole["signing_body"]),
            commanding_body=Column(names, whole["commanding_body"]),
            supervising_body=Column(names, whole["supervising_body"]),
            assisting=Column(tuple(self.assisting), whole["assisting"]),
            interim=Column(receivers, np.where(disputed, whole["first_receiver"], NOTHING)),
            rule=Column([match.rule for match in self.matches], match),
            situation=Column([match.situation for match in self.matches], match),
        )


def _of(verdicts: list[Verdict], tell: Callable[[Verdict], Any]) -> Array:
    return np.array([tell(verdict) for verdict in verdicts])


def _first(*choices: Array) -> Array:
    """Take of each row the first choice that is something."""
    found = choices[0]
    for choice in choices[1:]:
        found = np.where(found == NOTHING, choice, found)
    return found
