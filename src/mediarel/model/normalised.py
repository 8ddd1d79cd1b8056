"""Convert common notations of a value before the value is recorded."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

# Country codes, and language codes of ISO 639-2, that are not language codes in BCP 47.
# Country codes that are also language codes, such as "kr", are not in the table.
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
    """Return a language tag with the recommended capital letters: `zh-Hant`.

    A country code becomes the language of the country: `KH` becomes `km`. A text that
    is not a tag is returned unchanged. See RFC 5646, section 2.1.1.
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
    """Return the time at which a day starts: `2030-01-01T00:00:00+07:00`.

    The text is a day such as `2030-01-01`; any other text is returned unchanged. The
    result is in the local time zone, in RFC 3339.
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
    """Yield the name, old value and new value of each field that needs a change."""
    for name, normalise in _NORMALISERS.items():
        value = fields.get(name)
        if isinstance(value, str) and (new := normalise(value)) != value.strip():
            yield name, value.strip(), new
