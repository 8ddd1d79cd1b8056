"""Normalise the names of columns, and map known names to fields.

Comparison ignores case, accents, spaces and signs: "Date Published" is
`date_published`. The known names are in `column_names.toml`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from mediarel.model.fields import FIELDS
from mediarel.text.folding import fold

# Separators within names, and signs that mark a column as required. Not `\W`, which
# matches the vowels of Khmer and Thai.
_BETWEEN = re.compile(r"[\s!-/:-@\[-`{-~]+")
# "Date (dd/mm/yyyy)", "Text [English]": a note on the name.
_NOTE = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$")


@lru_cache(maxsize=4096)
def key_of(name: str) -> str:
    """Return the normalised form of a column's name."""
    plain = _NOTE.sub("", name[:200])
    return _BETWEEN.sub("", fold(plain)) or _BETWEEN.sub("", fold(name[:200]))


class KnownNames(NamedTuple):
    """The fields of known column names; the keys are normalised names."""

    first: dict[str, str]
    second: dict[str, str]
    """Less certain names, used if no column has a name in `first`."""
    excerpt: dict[str, str]
    """Names for an excerpt or a summary, used if no column contains the text."""


@cache
def column_names() -> KnownNames:
    """Return the known column names."""
    listed = files("mediarel.formats") / "column_names.toml"
    tables = tomllib.loads(listed.read_text(encoding="utf-8"))
    by_key = {
        table: {
            key_of(name): field
            for field, lines in fields.items()
            for line in lines
            for name in line.split(", ")
        }
        for table, fields in tables.items()
    }
    # A column such as "Excerpt" is a flag in our tables, but a text in other tables.
    own = {key_of(field.name): field.name for field in FIELDS if not field.kind.is_flag}
    return KnownNames(own | by_key["first"], by_key["second"], by_key["excerpt"])
