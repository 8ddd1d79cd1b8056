"""Write the script of the search page, its data files, and its part of the page.

The data files are scripts, too: a page opened from a folder can load nothing else. Each
calls one function with its name and its data. Characters that could end a string or a
script are escaped.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from html import escape
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING

from mediarel.dates.edtf import MONTHS, WEEKDAYS
from mediarel.dates.months import KHMER_MONTHS, KHMER_WEEKDAYS
from mediarel.dates.typed import (
    ENGLISH_MONTHS,
    ENGLISH_WEEKDAYS,
)
from mediarel.model.fields import BY_NAME, FLAG_WORDS, LANGUAGE, flag_word
from mediarel.query.terms import FROM, TERMS, UP_TO
from mediarel.text.folding import BORDER, folded_character
from mediarel.text.tokens import UNSPACED_RANGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.query.terms import QueryTerm


# A kind for each effect of folding: keep a letter or number, keep a mark, drop, make a
# digit, a dash, a quote of either kind, or a space; and unassigned characters.
_KEPT, _MARK, _LEFT_OUT, _DIGIT, _DASH, _QUOTE, _QUOTES, _SPACE, _UNKNOWN = "AMXDPQRSU"
_OF_FOLDED = {None: _LEFT_OUT, "-": _DASH, "'": _QUOTE, '"': _QUOTES, " ": _SPACE}
_FIGURES = "0123456789abcdefghijklmnopqrstuvwxyz"
_PLANE, _PLANES = 0x10000, 17
_NO_LETTERS = 2  # noncharacters at the end of each plane
_OF_ONE_KIND = {*range(4, 14), 15, 16}  # planes without letters, and the private planes
# Beyond are only private characters, variation selectors and tags.
_LAST_LETTERS = 0x32FFF
_SIGMA = "Σ"  # its lower-case form depends on its neighbours
_ENDING = re.compile(
    "[<>&\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_COMMENT = re.compile(r"//|/\*\*|\*/|\* ")
# The parts of the script, in order.
_PARTS = ("folding", "query", "dates", "pieces", "finding", "answering", "page")
# Texts of the page; `{}` is replaced by a value.
WORDS = {
    "label": "Search",
    "button": "Search",
    "more": "More",
    "without_script": (
        "This search needs JavaScript. Without it, the lists by year, program and"
        " tag lead to each statement."
    ),
    "how": "What you can write",
    "how_words": "both words",
    "how_phrase": "the words one after the other",
    "how_beginning": "a word that begins so",
    "how_or": "one or the other, or both",
    "how_not": "the one without the other",
    "how_title": "the word in the title; so do text:, place: and signatory:",
    "how_value": "this program; so do type:, tag:, series: and language:",
    "how_date": "a date in this month",
    "how_range": "a date from one to the other",
    "loading": "Searching…",
    "none": "Nothing found.",
    "one": "1 statement found.",
    "many": "{} statements found.",
    "failed": "A part of the index could not be loaded ({}). Try again.",
    # Invalid queries: the problem, then the solution.
    "not_understood": "The query can't be understood: {}.",
    "query_start": "the query's start",
    "error_open_quote": "this quote is never closed",
    "open_quote_hint": "Close it, or leave the quotes out to find the words anywhere.",
    "error_missing": "something to look for is missing after {}",
    "missing_hint": "Give a word there. To look for the word itself, quote it.",
    "error_deep": "it goes more than {} levels deep",
    "deep_hint": "Leave out parentheses that group nothing.",
    "error_open_bracket": "this '(' is never closed",
    "open_bracket_hint": "Close it with ')'.",
    "error_no_open_bracket": "nothing was opened that ')' could close",
    "no_open_bracket_hint": "Take it out.",
    "error_no_word": "there is no word in it",
    "no_word_hint": "Give a word of letters or digits.",
    "error_much": "it looks for more than {} things",
    "much_hint": "Leave some out, or quote words that follow each other.",
    "error_no_value": "{}: has no value",
    "no_value_hint": "Give one, as in {0}:{1}",
    "error_no_field": "there is no field '{}'",
    "error_absent": "a page can't find by '{}:', which the command mediarel can",
    "fields": "The fields are: {1}.",
    "field_meant": "Did you mean {1}? The fields are: {2}.",
    "dates_meant": "Did you mean: {1}",
    "error_flag": "'{}' is neither yes nor no",
    "flag_hint": "Write {1}:yes or {1}:no.",
    "error_id": "'{}' is not an id",
    "id_hint": "Give whole numbers: id:7, id:7..9 or id:7,9",
    "error_backwards": "the range '{}' runs backwards",
    "backwards_hint": "Put the earlier end first.",
    "error_date": "'{}' can't be read as a date",
    "error_no_date": "'{}' is empty",
    "error_no_day": "'{}' is not in the calendar",
    "error_no_year": "'{}' has no year in four digits",
    "error_not_one_date": "'{}' can't be read as one date",
    "date_hint": "Write it as 2012-07-16, 2012-07, 2012 or 16 July 2012.",
    "error_two_years": "'{}' is two years",
    "two_years_hint": "If it lies between the two, write {1}/{2}",
    "error_weekday": "'{}' is a {}, not a {}",
    "error_two_dates": "'{}' can be read as {} or {}",
    "two_dates_hint": "Write the one you mean, with the month's name or as 2012-07-16.",
    "error_no_ends": "'{}' says neither of its ends",
    "error_date_backwards": "'{}' ends before it begins",
    "interval_hint": (
        "Write both ends, or .. for one that is not known: 2012-10/2012-11, ../2011."
    ),
}
_EXAMPLES = (
    ("radio police", "how_words"),
    ('"freedom of expression"', "how_phrase"),
    ("arrest*", "how_beginning"),
    ("police OR court", "how_or"),
    ("police -radio", "how_not"),
    ("title:internet", "how_title"),
    ("program:CLEC", "how_value"),
    ("date:2012-07", "how_date"),
    ("date:2012-07..2013", "how_range"),
)


def program() -> bytes:
    """Return the script of the search page, without comments and indentation."""
    folder = Path(__file__).with_name("js")
    parts = [(folder / f"{name}.js").read_text(encoding="utf-8") for name in _PARTS]
    lines = (line.strip() for part in parts for line in part.split("\n"))
    code = [line for line in lines if line and not _COMMENT.match(line)]
    return "\n".join(["(() => {", '"use strict";', *code, "})();", ""]).encode()


def script(name: str, held: object) -> bytes:
    """Return the data file `name` with the plain values `held`."""
    return script_of(name, quoted(held))


def script_of(name: str, code: str) -> bytes:
    """Return the data file `name` with the JavaScript `code`."""
    return f'mediarelPiece("{name}",{code});\n'.encode()


def quoted(held: object) -> str:
    """Return plain values as JavaScript."""
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    return _ENDING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def search_part() -> str:
    """Return the search form and its list of hits, as HTML.

    The page is `search/index.html`, in the folder of the script.
    """
    shown = {name: escape(text) for name, text in WORDS.items()}
    told = escape(json.dumps(WORDS, ensure_ascii=False, sort_keys=True))
    rows = "".join(
        f"<div><dt><code>{escape(example)}</code></dt><dd>{shown[name]}</dd></div>"
        for example, name in _EXAMPLES
    )
    return f"""<div class="search" id="search" data-words="{told}">
<form role="search" class="search-form" hidden>
<label for="search-query">{shown["label"]}</label>
<input id="search-query" name="q" type="search" dir="auto" autocomplete="off">
<button type="submit">{shown["button"]}</button>
</form>
<noscript><p>{shown["without_script"]}</p></noscript>
<details class="search-how" hidden>
<summary>{shown["how"]}</summary>
<dl>{rows}</dl>
</details>
<p class="search-status" role="status" aria-live="polite"></p>
<ol class="search-hits"></ol>
<button type="button" class="search-more" hidden>{shown["more"]}</button>
</div>
<script src="search.js" defer></script>
"""


def language() -> dict[str, object]:
    """Return the query language as plain values."""
    here = [each for each in TERMS.values() if each.on_site]
    return {
        "fields": {each.name: _field(each) for each in here if each.field},
        "own": {each.name: each.example for each in here if not each.field},
        "absent": [each.name for each in TERMS.values() if not each.on_site],
        "elsewhere": {
            each.name: " ".join(each.elsewhere) for each in here if each.elsewhere
        },
        "limits": {"from": FROM, "to": UP_TO},
        "flags": {word: flag_word(is_so) for word, is_so in FLAG_WORDS.items()},
        "months": ENGLISH_MONTHS,
        "month_names": [name.lower() for name in MONTHS],
        "weekdays": ENGLISH_WEEKDAYS,
        "weekday_names": WEEKDAYS,
        "khmer_months": _small(KHMER_MONTHS),
        "khmer_weekdays": _small(KHMER_WEEKDAYS),
    }


def _field(term: QueryTerm) -> dict[str, str]:
    kind = "language" if BY_NAME[term.field].kind is LANGUAGE else term.kind
    return {"name": term.field, "is": kind, "example": term.example}


def _small(names: dict[str, str]) -> dict[str, str]:
    return {khmer_name: english.lower() for khmer_name, english in names.items()}


@cache
def letters() -> dict[str, object]:
    """Return the folding tables: `kinds` in run lengths, `cases`, `unspaced`."""
    return {"kinds": _kinds(), "cases": _cases(), "unspaced": UNSPACED_RANGES}


def _kinds() -> str:
    kinds = chain.from_iterable(map(_kinds_of_plane, range(_PLANES)))
    runs = ((kind, sum(1 for _ in run)) for kind, run in groupby(kinds))
    return "".join(kind + _figures(length) for kind, length in runs)


def _kinds_of_plane(plane: int) -> Iterable[str]:
    """Return the kind of each character of a plane (The Unicode Standard, 2.8)."""
    first = plane * _PLANE
    if plane in _OF_ONE_KIND:  # each character costs a fraction of a microsecond
        return _kind(chr(first)) * (_PLANE - _NO_LETTERS) + _UNKNOWN * _NO_LETTERS
    return map(_kind, map(chr, range(first, first + _PLANE)))


def _kind(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return _DIGIT
    if category == "Cn" and character != BORDER:
        return _UNKNOWN
    kind = _OF_FOLDED.get(folded_character(character))
    if kind is not None:
        return kind
    return _MARK if category[0] == "M" else _KEPT


def _figures(number: int) -> str:
    """Return `number` in base 36, "" for 1."""
    figures = ""
    while number > 1 or (figures and number):
        number, last = divmod(number, len(_FIGURES))
        figures = _FIGURES[last] + figures
    return figures


def _cases() -> list[tuple[str, str]]:
    return [*_of_case(), (_SIGMA, _SIGMA.casefold())]


def _of_case() -> Iterator[tuple[str, str]]:
    """Yield characters whose case folding differs from their lower case."""
    for character in map(chr, range(0x80, _LAST_LETTERS)):
        folded = character.casefold()
        if folded != character.lower() and _decomposed(character) == character:
            known = _decomposed(folded).lower()
            if known != _decomposed(character).lower():
                yield character, folded


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", text)
