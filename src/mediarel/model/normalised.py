"""Normalise values from other common formats before they are recorded."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# Codes of countries, and of languages in ISO 639-2, that are no language in BCP 47.
# A country's code that is also a language's code, such as "kr", is not in the table.
_CODES = """
    kh:km cn:zh gb:en jp:ja mm:my us:en vn:vi
    bur:my chi:zh deu:de eng:en fra:fr fre:fr ger:de ind:id ita:it jpn:ja khm:km
    lao:lo mya:my por:pt spa:es tha:th vie:vi zho:zh
"""
_LANGUAGES = dict(pair.split(":") for pair in _CODES.split())
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SCRIPT, _REGION = 4, 2  # characters of a subtag


def language_tag(text: str) -> str:
    """Return a language tag in the case that RFC 5646, section 2.1.1, recommends.

    If the text is the code of a country, not of a language, the language of the country
    is returned: `KH` becomes `km`. A text that is not a tag is returned unchanged.
    """
    if not _TAG.fullmatch(text.strip()):
        return text
    language, *rest = text.strip().split("-")
    tag = [_LANGUAGES.get(language.lower(), language.lower())]
    for each in rest:
        if len(each) == _SCRIPT and each.isalpha():
            tag.append(each.title())
        else:
            tag.append(each.upper() if len(each) == _REGION else each.lower())
    return "-".join(tag)


def start_of_day(text: str) -> str:
    """Return the start of the day `text` in the local time zone, as RFC 3339.

    A text that is not a day, `2030-01-01`, is returned unchanged.
    """
    if not _DAY.fullmatch(text.strip()):
        return text
    try:
        start = datetime.fromisoformat(text.strip()).astimezone()
    except (ValueError, OverflowError):
        return text
    return start.isoformat(timespec="seconds").replace("+00:00", "Z")


_NORMALISERS: dict[str, Callable[[str], str]] = {
    "language": language_tag,
    "embargo": start_of_day,
}


def normalised(fields: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """Yield each field that normalisation changes, with its old and new value."""
    for name, normalise in _NORMALISERS.items():
        value = fields.get(name)
        if isinstance(value, str) and (new := normalise(value)) != value.strip():
            yield name, value.strip(), new
