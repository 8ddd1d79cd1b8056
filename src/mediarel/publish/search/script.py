"""Write the script of the search page, its data files, and the search form.

The data files are also scripts, because a page that is opened from a folder can't load
other files. Each data file calls a function with its name and its data. Characters that
could end a string or a script are escaped.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from mediarel.dates.edtf import MONTHS, WEEKDAYS
from mediarel.dates.months import KHMER_MONTHS, KHMER_WEEKDAYS
from mediarel.dates.typed import ENGLISH_MONTHS, ENGLISH_WEEKDAYS
from mediarel.model.fields import BY_NAME, FLAG_WORDS, LANGUAGE, flag_word
from mediarel.publish.site.templates import rendered_file
from mediarel.query.terms import TERMS, QueryTerm

_ENDING = re.compile(
    "[<>&\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_COMMENT = re.compile(r"//|/\*\*|\*/|\* ")
# The parts of the script, in order.
_PARTS = (
    *("folding", "query", "dates", "pieces", "finding", "answering"),
    *("passages", "filters", "suggesting", "page"),
)


def program() -> bytes:
    """Return the script of the search page, without comments and indentation."""
    folder = Path(__file__).with_name("js")
    parts = [(folder / f"{name}.js").read_text(encoding="utf-8") for name in _PARTS]
    lines = (line.strip() for part in parts for line in part.split("\n"))
    code = [line for line in lines if line and not _COMMENT.match(line)]
    return "\n".join(["(() => {", '"use strict";', *code, "})();", ""]).encode()


def script(name: str, values: object) -> bytes:
    """Return the content of the data file `name`.

    `values` are plain values, which JSON can represent.
    """
    return script_of(name, quoted(values))


def script_of(name: str, code: str) -> bytes:
    """Return the content of the data file `name`.

    `code` is the data as a JavaScript expression.
    """
    return f'mediarelPiece("{name}",{code});\n'.encode()


def quoted(values: object) -> str:
    """Return plain values as a JavaScript expression."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return _ENDING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def search_part(words: Mapping[str, str]) -> str:
    """Return the HTML of the search form and the list of results.

    The page is `search/index.html`, next to the script.
    """
    json_ = json.dumps(words, ensure_ascii=False, sort_keys=True)
    template = Path(__file__).with_name("search.html")
    return rendered_file(template, {"w": words, "json": json_}).decode()


def language() -> dict[str, object]:
    """Return the definition of the query language as plain values."""
    here = [each for each in TERMS.values() if each.on_site]
    return {
        "fields": {each.name: _field(each) for each in here if each.field},
        "own": {each.name: each.example for each in here if not each.field},
        "absent": [each.name for each in TERMS.values() if not each.on_site],
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
