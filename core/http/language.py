"""Which language to answer in: what `Accept-Language` asks for, Chinese when it does not say."""

from core.texts import Lang


def language(accept_language: str | None) -> Lang:
    """Choose the language an answer is read in (RFC 9110 §12.5.4), Chinese by default."""
    if not accept_language:
        return "zh"
    weights: dict[str, float] = {}
    for item in accept_language.split(","):
        tag, *parameters = (part.strip().lower() for part in item.split(";"))
        primary = tag.partition("-")[0]
        if primary in ("zh", "en", "*"):
            weights[primary] = max(weights.get(primary, 0.0), _weight(parameters))
    anything = weights.get("*")
    zh, en = weights.get("zh", anything), weights.get("en", anything)
    if en is None:
        return "en" if zh == 0 else "zh"
    if zh is None or en > zh:
        return "en" if en else "zh"
    return "en" if en == zh and next(iter(weights)) == "en" else "zh"


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if 0.0 <= weight <= 1.0 else 0.0
    return 1.0
