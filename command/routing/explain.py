"""Say why, in words, from what was stored with the decision: nothing is decided anew."""

from collections.abc import Mapping
from typing import Any

from command.world import World
from core.texts import Lang, say


def explain(
    why: Mapping[str, Any], *, reason: str, team: str | None, world: World, lang: Lang
) -> dict[str, Any]:
    """Turn a stored decision into steps a person can read aloud, with rule, versions and rejected ones."""
    facts: Mapping[str, Any] = why["facts"]
    stored_rule = why.get("rule")
    rule = world.book.find_rule(stored_rule["id"], stored_rule["version"]) if stored_rule else None
    sentence = (rule.text_zh if lang == "zh" else rule.text_en) if rule else None
    steps = [
        ("enforce", say(f"why.kind.{facts['kind']}", lang), ""),
        ("item", _items(why, world, lang), _articles(why, world)),
        ("holder", say(f"why.holder.{facts['holder'] or 'unknown'}", lang), f"{why['law_day']}"),
        ("place", _place(why, world, lang), say("why.boundaries", lang, n=why["boundaries"])),
        ("form", say(f"why.form.{facts['form']}", lang), f"{why['filing_day']}"),
    ]
    if facts["class"] == "unknown":
        steps = [("class", say("why.class.unknown", lang), ""), *steps[3:4]]
    conclusion = world.team_name(team) or say("why.judge", lang)
    steps.append(("conclusion", conclusion, sentence or say(f"reason.{reason}", lang)))
    question = why.get("question")
    return {
        "rule": {**stored_rule, "text": sentence, "source": rule.source if rule else ""}
        if stored_rule
        else None,
        "reason": say(f"reason.{reason}", lang),
        "steps": [
            {
                "step": name,
                "question": say(f"why.step.{name}", lang),
                "answer": answer,
                "source": source,
            }
            for name, answer, source in steps
        ],
        "rejected": [
            {
                "team": other["team"],
                "team_name": world.team_name(other["team"]),
                "why": say(f"why.rejected.{other['why']}", lang),
            }
            for other in why.get("rejected", ())
        ],
        "question": question[lang] if question else None,
        "judged": why.get("judged"),
        "edition": why["edition"],
    }


def _items(why: Mapping[str, Any], world: World, lang: Lang) -> str:
    names = [
        world.book.items[code].name if code in world.book.items else code for code in why["items"]
    ]
    return "；".join(names) if names else say("why.no_item", lang)


def _articles(why: Mapping[str, Any], world: World) -> str:
    found = [world.book.items[code] for code in why["items"] if code in world.book.items]
    return "；".join(dict.fromkeys(f"{item.law} {item.article}" for item in found))


def _place(why: Mapping[str, Any], world: World, lang: Lang) -> str:
    place = why["facts"]["place"]
    if place != "inside":
        return say(f"why.place.{place}", lang)
    return str(world.area_name(why["township"]))
