"""Recognise names of statement kinds, as printed next to or before a title."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from mediarel.pages.words import EDGES, WORD, WORDS, folded

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_KIND = 60
_MOST_WORDS = 6
_MORE = 6  # characters around a kind, in scripts without spaces between words
_SUBJECT = re.compile(r"\w\s?[:：]\s?\w|\w\s[–—-]\s\w")
_GLUED_KIND = re.compile(r"((?:[^\W\d_]{1,20} ){0,3}[^\W\d_]{0,20}[a-zé])(?=[A-Z“\d])")
_GLUED_KINDS = sorted(
    (*WORDS["kinds_within"], "報告", "活動報告", "報道"), key=len, reverse=True
)


# "Nota de prensa N.° 123-2019", "Comunicato stampa n. 48", "Pressemitteilung 12/2019".
_NUMBERED = re.compile(
    r"(?P<kind>\S[^\n]{2,58}?)\s{0,3}[,(]?\s?(?:(?:n[º°]|(?<!\w)(?:n(?:o|r|um|úm|ro|umero"
    r"|úmero|uméro|umber|ummer|omor)?|số|nomer)\b|№|#|លេខ|ฉบับที่|เลขที่|ที่|ເລກທີ|ສະບັບທີ|အမှတ်|第)"
    r"\.?\s?[°ºᵒo]?\.?\s{0,2}\(?\d{1,5}(?:\s?[/.–-]\s?\d{1,4}){0,3}\s?[号號期]?"
    r"|(?<=\s)\d{1,4}(?:[/–-]\d{2,4})?)\)?\s{0,3}",
    re.IGNORECASE,
)

_STOP = re.compile(r"\s\S{1,60}[.!?…។。]['\"”’»)]{0,3}\s{0,3}\Z")


@lru_cache(maxsize=4096)  # the same few texts are next to every entry
def is_kind(text: str) -> bool:
    """Return whether `text` is the name of a kind of statement: `Joint Statement`."""
    text = without_number(text)
    if len(text) > _LONGEST_KIND or _STOP.search(text):
        return False
    low = folded(text).strip(EDGES + "[]()")
    if low in WORDS["sections"]:
        return low in WORDS["kinds"]
    if low in WORDS["kinds"] or any(
        kind in low and len(low) <= len(kind) + _MORE for kind in WORDS["kinds_within"]
    ):
        return True
    if _SUBJECT.search(low):  # "Joint statement: the harbour"
        return False
    words = WORD.findall(low)
    if not 1 <= len(words) <= _MOST_WORDS or any(map(str.isdigit, words)):
        return False
    # "Media Statements", "Communiqué de presse"; not "Open Letter to the Council".
    ends = {words[-1], words[0], " ".join(words[:2]), " ".join(words[-2:])}
    return (
        bool(ends & WORDS["kinds"])
        and set(words[1:-1]).isdisjoint(WORDS["not_within_kinds"])
        and WORDS["speakers"].isdisjoint(words)
    )


def kind_among(tags: Iterable[str]) -> tuple[str | None, list[str]]:
    """Return the first of `tags` that names a kind, and the other distinct tags."""
    others = list(dict.fromkeys(tags))
    kind = next(filter(is_kind, others), None)
    return kind, [each for each in others if each != kind]


def without_number(kind: str) -> str:
    """Return a kind without the number at its end: `Nota de prensa N.° 123-2019`."""
    if len(kind) > _LONGEST_KIND or not any(map(str.isdigit, kind)):
        return kind
    found = _NUMBERED.fullmatch(kind)
    return found["kind"].rstrip(EDGES) if found else kind


def glued_kind(title: str) -> tuple[str, str] | None:
    """Return the kind glued to the beginning of `title` and the rest, or None.

    The page shows the kind as a separate label, but in a copied page the kind is glued
    to the title. Use the result only if most titles of a page have a glued kind.
    """
    if (found := _GLUED_KIND.match(title)) and is_kind(found[1]):
        return found[1], title[found.end() :]
    kind = next((each for each in _GLUED_KINDS if title.startswith(each)), None)
    if kind is None or len(title) <= len(kind) + 1:
        return None
    return kind, title[len(kind) :]
