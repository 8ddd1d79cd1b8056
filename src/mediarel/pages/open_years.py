"""Headings of more years than one: "2010 and earlier", "2005 – 2009".

What stands below has a year that the page does not say; it is not that of the heading
above.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mediarel.pages.words_around import folded

_LONGEST = 60
_YEAR = re.compile(r"(?<!\d)(?:19|20|25)\d\d(?!\d)")
_SPAN = re.compile(
    r"(?<!\d)(?:19|20|25)\d\d\s?年?\s?(?:[-–—/~～]|to|bis|à|a|al|até|sampai|đến|ถึง|至)"
    r"\s?(?:19|20|25)\d\d(?!\d)"
)
_WORDS = (
    *("earlier", "before", "prior", "older", "previous", "fruher", "alter", "vor"),
    *("avant", "anterieur", "anterieurs", "anterieures", "precedent", "precedents"),
    *("antes", "anterior", "anteriores", "previos", "previas", "prima", "precedenti"),
    *("antecedenti", "sebelum", "sebelumnya", "truoc", "até", "ate", "bis"),
)
_UNSPACED = ("以前", "之前", "及更早", "より前", "이전", "មុន", "ก่อน", "ກ່ອນ", "မတိုင်မီ")
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4096)
def is_open_year(text: str) -> bool:
    """Tell whether a short line names years, and not one that is sure."""
    if len(text) > _LONGEST or not _YEAR.search(text):
        return False
    years = len(_YEAR.findall(text))
    if _SPAN.search(text):
        rest = _WORD.findall(_SPAN.sub("", text))
        return years == 2 and len(rest) <= 3  # noqa: PLR2004 - "Archive 2005 – 2009"
    low = folded(text)
    words = _WORD.findall(low)
    is_said = any(word in _WORDS for word in words) or any(
        each in low for each in _UNSPACED
    )
    return years == 1 and is_said and len(words) <= 4  # noqa: PLR2004 - a heading
