"""Pages whose only dates are years in headings: "News 2013", "2010 and earlier".

What stands below a heading of several years has none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.dates.printed import PrintedDate
from mediarel.pages.open_years import is_open_year
from mediarel.pages.words_around import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 60
_LEAST = 2  # headings of a page
_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?![\d/.-])")
_EDGES = " \t\u00a0:：.,–—-()[]|»«›>/年"


def years_of_heads(
    heads: Iterable[tuple[int, str]], known: Iterable[int]
) -> dict[int, PrintedDate]:
    """Return the years of short lines that head others, by their numbers.

    They are alike but for the year, or one stands among those `known` that are a year
    and nothing else. One of several years is a date without any.
    """
    groups: dict[str, dict[int, PrintedDate]] = {}
    lone: dict[int, PrintedDate] = {}
    for number, text in heads:
        years = _YEAR.findall(text) if len(text) <= _LONGEST else []
        if not years:
            continue
        if is_open_year(text):
            lone[number] = PrintedDate(0, len(text), None)
        elif len(years) == 1 and any(map(str.isalpha, text)):
            words = folded(_YEAR.sub(" ", text)).strip(_EDGES)
            date = PrintedDate(0, len(text), int(years[0]))
            groups.setdefault(words, {})[number] = date
    found: dict[int, PrintedDate] = {}
    count = len(list(known))
    for dates in groups.values():
        is_distinct = len({each.year for each in dates.values()}) == len(dates)
        if is_distinct and (len(dates) >= _LEAST or count >= _LEAST):
            found |= dates
    return found | lone if len(found) + count >= _LEAST else {}
