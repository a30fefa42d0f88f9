"""The decision written straight from the rules, slowly: every question reads all rows again.

It shares the facts' and the answer's classes with what it judges, and nothing else.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from command.catalogue.facts import ClassItem, Fact, Facts, Holder, Item, Rule, TeamFact
from command.competence.values import Asked, Choice, Competence, Procedure, Rejected

Row = TypeVar("Row", bound=Fact)
TEAMS = ("township_squad", "district_field", "area_team", "upgraded")
STEPS = {
    "class": "class", "kind": "enforce", "place": "place", "border": "place", "area": "place",
    "items": "item", "holder": "holder", "scope": "holder", "level": "holder", "form": "form",
    "listed": "form", "squad": "form", "sanction": "sanction",
}  # fmt: skip


def good(rows: Iterable[Row], day: date) -> list[Row]:
    """List the rows that are good on a day, the one that counts first."""
    found = [row for row in rows if day in row.span]
    return sorted(found, key=lambda row: (-(row.span.from_ or date.min).toordinal(), row.id))


def one(rows: Iterable[Row], day: date) -> Row | None:
    """Give the row that counts on a day."""
    return next(iter(good(rows, day)), None)


def decide(asked: Asked, facts: Facts) -> Competence:
    """Decide as the document says it, step by step."""
    return _Decision(asked, facts).answer()


class _Decision:
    def __init__(self, asked: Asked, facts: Facts) -> None:
        self.asked, self.facts = asked, facts
        self.law, self.filing = asked.law_day, asked.filing_day
        self.rows: list[str] = []
        self.question: str | None = None
        self.choices: tuple[Choice, ...] = ()
        self.known, mapped = self.candidates()
        self.item, self.link, self.items = self.narrow(mapped)
        self.holder, self.held = self.holders()
        self.field = self.holder.field if self.holder else self.item.field if self.item else None
        self.power = one(
            (p for p in facts.township_powers if p.township == asked.township), self.filing
        )
        self.listed = self.on_list()
        self.area = self.area_power()
        self.rows += [row.id for row in (self.power, self.listed, self.area) if row]
        self.band, lines = self.sanction()
        self.rows += lines
        self.situation = self.see()
        self.cast = self.could_go()

    # --- what is true ---

    def candidates(self) -> tuple[bool, list[tuple[ClassItem, Item]]]:
        facts, key = self.facts, self.asked.key
        names = {row.key: row.id for row in facts.classes}
        means, via = key, []
        if not any(row.key == key for row in facts.class_items):
            alias = one((row for row in facts.class_aliases if row.key == key), self.law)
            if alias is not None:
                means, via = alias.means, [alias.id]
        self.rows += [names[name] for name in dict.fromkeys((key, means)) if name in names] + via
        found = []
        for code in sorted({row.item for row in facts.class_items if row.key == means}):
            link = one(
                (row for row in facts.class_items if (row.key, row.item) == (means, code)), self.law
            )
            item = one((row for row in facts.items if row.code == code), self.law)
            if link is not None and item is not None:
                found.append((link, item))
        return key in names or means in names, found

    def narrow(
        self, mapped: list[tuple[ClassItem, Item]]
    ) -> tuple[Item | None, ClassItem | None, str]:
        asked = self.asked
        if asked.item is not None:
            item = one((row for row in self.facts.items if row.code == asked.item), self.law)
            link = next((row for row, other in mapped if other.code == asked.item), None)
            if item is None:
                return None, None, "none"
            self.rows += [row.id for row in (link, item) if row]
            return item, link, "one"
        left = [
            pair
            for pair in mapped
            if asked.subject is None or pair[0].subject is None or pair[0].subject == asked.subject
        ]
        if len(left) == 1:
            link, item = left[0]
            self.rows += [link.id, item.id]
            return item, link, "one"
        self.rows += [link.id for link, _ in left]
        self.question = next((link.id for link, _ in left if link.question_zh), None)
        self.choices = tuple(
            Choice(link.item, None, link.subject, link.answer_zh, link.answer_en)
            for link, _ in left
        )
        return None, None, "many" if left else "none"

    def holders(self) -> tuple[Holder | None, list[Holder]]:
        if self.item is None:
            return None, []
        rows = good((row for row in self.facts.holders if row.item == self.item.code), self.filing)
        own = [row for row in rows if row.area and row.area == self.asked.district]
        rows = own or [row for row in rows if not row.area]
        held = []
        for line, field in sorted({(row.line, row.field) for row in rows}):
            same = [row for row in rows if (row.line, row.field) == (line, field)]
            held.append(min(same, key=lambda row: ("county", "township", "city").index(row.level)))
        chosen = [row for row in held if row.field == self.asked.field]
        holder = held[0] if len(held) == 1 else chosen[0] if len(chosen) == 1 else None
        self.rows += [holder.id] if holder else [row.id for row in held]
        if held and holder is None:
            asks = self.link is not None and self.link.question_zh
            self.question = self.link.id if self.link and asks else held[0].id
            self.choices = tuple(
                Choice(row.item, row.field, None, row.boundary or row.field, "", row.line)
                for row in held
            )
        return holder, held

    def on_list(self) -> Any:
        if self.item is None:
            return None
        pair = (self.asked.township, self.item.code)
        rows = (row for row in self.facts.township_items if (row.township, row.item) == pair)
        return one(
            (r for r in rows if r.published_on and r.published_on <= self.filing), self.filing
        )

    def area_power(self) -> Any:
        for area in self.asked.areas if self.item else ():
            rows = good((row for row in self.facts.area_powers if row.area == area), self.filing)
            rows = [row for row in rows if self.field in row.fields or "*" in row.fields]
            if rows:
                return next((row for row in rows if "*" not in row.fields), rows[0])
        return None

    def subjects(self, item: Item) -> tuple[str, ...]:
        if self.asked.subject:
            return (self.asked.subject,)
        fined = [
            subject
            for subject in ("unit", "person")
            if any(getattr(item, f"{subject}_{end}") is not None for end in ("min", "max"))
        ]
        return tuple(fined) if len(fined) == 1 else ("unit", "person")

    def sanction(self) -> tuple[str, list[str]]:
        asked, item = self.asked, self.item
        if item is None:
            return ("major" if asked.severe else "unknown"), []
        bands, used = set(), []
        for subject in self.subjects(item):
            lines = good((r for r in self.facts.sanction_lines if r.subject == subject), self.law)
            line = next(
                (row for name in (self.field, "*") for row in lines if row.field == name), None
            )
            least, most = getattr(item, f"{subject}_min"), getattr(item, f"{subject}_max")
            if line is not None:
                used.append(line.id)
            if asked.severe:
                bands.add("major")
            elif line is None:
                bands.add("unknown")
            elif asked.amount is not None:
                bands.add("major" if asked.amount >= line.amount else "minor")
            elif least is not None and least >= line.amount:
                bands.add("major")
            elif most is not None and most < line.amount and not item.severe:
                bands.add("minor")
            else:
                bands.add("unknown")
        return (bands.pop() if len(bands) == 1 else "unknown"), used

    # --- who could go ---

    def team(self, code: str | None) -> TeamFact | None:
        return one((team for team in self.facts.teams if team.code == code), self.filing)

    def teams(self) -> list[TeamFact]:
        codes = sorted({team.code for team in self.facts.teams})
        return [team for code in codes if (team := self.team(code)) is not None]

    def squad(self) -> TeamFact | None:
        squads = (team for team in self.teams() if team.kind == "squad" and team.township)
        return next((team for team in squads if team.township == self.asked.township), None)

    def county(self) -> TeamFact | None:
        teams = (team for team in self.teams() if team.level == "district" and team.district)
        here = (team for team in teams if team.district == self.asked.district)
        found = (team for team in here if team.kind != "squad" and self.works(team))
        return next(found, None) if self.field is not None else None

    def works(self, team: TeamFact | None) -> bool:
        return team is not None and (self.field in team.fields or "*" in team.fields)

    def could_go(self) -> dict[str, TeamFact | None]:
        return {
            "township_squad": self.squad(),
            "district_field": self.county(),
            "area_team": self.team(self.area.team) if self.area else None,
            "upgraded": self.team(self.asked.upgraded_to),
        }

    def see(self) -> dict[str, Any]:
        asked, holder = self.asked, self.holder
        return {
            "danger": asked.danger,
            "class": "known" if self.known else "unknown",
            "kind": asked.key[1],
            "place": asked.place,
            "border": len(asked.near) > 0,
            "items": self.items,
            "holder": holder.line if holder else "several" if self.held else "none",
            "scope": "partial" if holder and holder.partial else "full",
            "level": holder.level if holder else "none",
            "form": self.power.form if self.power else "none",
            "listed": self.listed is not None,
            "squad": "able" if self.field is not None and self.works(self.squad()) else "unable",
            "sanction": self.band,
            "area": self.area.mode if self.area else "none",
            "upgraded": asked.upgraded_to is not None,
            "refusals": min(asked.refusals, 2),
        }

    # --- what follows ---

    def answer(self) -> Competence:
        rules, asked = self.rules(), self.asked
        rule = next((rule for rule in rules if self.fits(rule.when)), None)
        then: dict[str, Any] = dict(rule.then) if rule else {"judge": "no_rule"}
        sent = self.cast[then["team"]] if "team" in then else None
        reason = then.get("judge") or (then["reason"] if sent else "no_team")
        confidence, signing, commanding, supervising = "open", None, None, None
        assisting: tuple[str, ...] = ()
        if sent is not None:
            doubtful = (
                then.get("confidence") == "advisory"
                or self.situation["border"]
                or self.situation["area"] == "shared"
                or self.situation["scope"] == "partial"
            )
            confidence = "advisory" if doubtful else "certain"
            signing, commanding, supervising = self.bodies(sent, then)
            helpers = [self.cast[word] for word in then.get("assist", ())]
            codes = dict.fromkeys(team.code for team in helpers if team)
            assisting = tuple(code for code in codes if code != sent.code)
        return Competence(
            reason=reason,
            confidence=confidence,  # type: ignore[arg-type]
            team=sent.code if sent else None,
            field=self.field,
            item=self.item.code if self.item else None,
            signing_body=signing,
            commanding_body=commanding,
            supervising_body=supervising,
            assisting=assisting,
            procedure=self.procedure(),
            question=None if sent else self.question,
            choices=() if sent else self.choices,
            interim=asked.first_receiver if reason == "disputed" else None,
            neighbours=tuple((near, self.beyond(near)) for near in asked.near),
            rule=(rule.id, rule.version) if rule else None,
            rows=tuple(self.rows),
            rejected=self.rejected(sent, assisting, rules),
            situation=self.situation,
            edition=self.facts.edition,
        )

    def rules(self) -> list[Rule]:
        newest: dict[str, Rule] = {}
        for rule in self.facts.rules:
            if self.filing in rule.span:
                best = newest.get(rule.id)
                newest[rule.id] = rule if best is None or rule.version > best.version else best
        return sorted(newest.values(), key=lambda rule: (rule.priority, rule.id))

    def missed(self, when: Any) -> list[str]:
        return [
            key
            for key, wanted in when.items()
            if self.situation[key] not in (wanted if isinstance(wanted, list) else [wanted])
        ]

    def fits(self, when: Any) -> bool:
        return not self.missed(when)

    def bodies(self, sent: TeamFact, then: dict[str, Any]) -> tuple[str, str, str | None]:
        county = self.cast["district_field"]
        used = [sent.id, *self.aspect_rows(sent)]
        signing = self.aspect(sent, "penalty", "standing") or sent.body
        squad = then["team"] == "township_squad"
        if then.get("name") == "bureau" and county is not None:
            signing = self.aspect(county, "penalty", "standing") or county.body
            used += [county.id, *self.aspect_rows(county)]
        elif then.get("name") == "own" and squad and self.power and self.power.name_used:
            signing = self.power.name_used
        commanding = self.aspect(sent, "business", "personnel")
        if commanding is None and squad and self.situation["form"] == "posted":
            offices = (
                body
                for body in self.facts.bodies
                if body.level == "township" and body.township == self.asked.township
            )
            office = one(offices, self.filing)
            commanding = office.name if office else None
            used += [office.id] if office else []
        supervising = self.aspect(sent, "guidance")
        if supervising is None and (bureau := self.bureau()) is not None:
            supervising = bureau.body
            used.append(bureau.id)
        self.rows += used
        return signing, commanding or sent.body, supervising

    def bureau(self) -> TeamFact | None:
        teams = self.teams()
        here = [team for team in teams if team.district and team.district == self.asked.district]
        squads = [team for team in here if team.kind == "squad"]
        fields = [team for team in here if team.kind == "comprehensive"]
        found = squads or fields or [team for team in teams if team.kind == "direct"]
        return next(iter(found), None)

    def aspect(self, team: TeamFact, *names: str) -> str | None:
        row = self.aspect_row(team, *names)
        return row.body if row else None

    def aspect_row(self, team: TeamFact, *names: str) -> Any:
        rows = good((row for row in self.facts.team_aspects if row.team == team.code), self.filing)
        return next((row for name in names for row in rows if row.aspect == name), None)

    def aspect_rows(self, team: TeamFact) -> list[str]:
        asked: Sequence[tuple[str, ...]]
        asked = (("penalty", "standing"), ("business", "personnel"), ("guidance",))
        return [row.id for names in asked if (row := self.aspect_row(team, *names))]

    def procedure(self) -> Procedure:
        item = self.item
        if item is None:
            return Procedure()
        summary = item.summary
        if summary is None:
            said = {self.on_the_spot(item, subject) for subject in self.subjects(item)}
            summary = said.pop() if len(said) == 1 else None
        return Procedure(summary, item.hearing, item.review, item.leniency)

    def on_the_spot(self, item: Item, subject: str) -> bool | None:
        named = (p for p in self.facts.parameters if p.name == f"summary_most_{subject}")
        limit = one(named, self.law)
        if self.asked.severe:
            return False
        if limit is None:
            return None
        if self.asked.amount is not None:
            return self.asked.amount <= limit.value
        least, most = getattr(item, f"{subject}_min"), getattr(item, f"{subject}_max")
        if most is not None and most <= limit.value and not item.severe:
            return True
        return False if least is not None and least > limit.value else None

    def beyond(self, near: str) -> str | None:
        district = self.facts.townships[near][1] if near in self.facts.townships else None
        return decide(
            self.asked._replace(township=near, district=district, near=()), self.facts
        ).team

    def rejected(
        self, sent: TeamFact | None, assisting: tuple[str, ...], rules: list[Rule]
    ) -> tuple[Rejected, ...]:
        found: dict[str, Rejected] = {}
        for word, team in self.cast.items():
            if self.item is not None and team is not None and team is not sent:
                found.setdefault(team.code, Rejected(team.code, *self.against(word, rules)))
        return tuple(other for code, other in found.items() if code not in assisting)

    def against(self, word: str, rules: list[Rule]) -> tuple[str, str]:
        misses = [self.missed(rule.when) for rule in rules if rule.then.get("team") == word]
        if not misses:
            return "never", "rule"
        fewest = next(missed for missed in misses if len(missed) == min(map(len, misses)))
        if not fewest:
            return "later", "rule"
        value = str(self.situation[fewest[0]]).lower()
        return f"{fewest[0]}_{value}", STEPS.get(fewest[0], "rule")
