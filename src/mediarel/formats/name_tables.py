"""Map the names of columns to fields, and the names of languages to codes (BCP 47).

Case, accents, spaces and signs in a name are ignored, so "Date Published" is equal to
`date_published`. The known names are in `column_names.toml` and
`languages.toml`.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from mediarel.model.fields import FIELDS
from mediarel.text.folding import fold

# Separators within names, and signs that mark a column as required. `\W` would also
# match the vowels of Khmer and Thai.
_BETWEEN = re.compile(r"[\s!-/:-@\[-`{-~]+")
# A note after the name: "Date (dd/mm/yyyy)", "Text [English]".
_NOTE = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$")


@lru_cache(maxsize=4096)
def key_of(name: str) -> str:
    """Return the name of a column in the form that is used to compare names."""
    plain = _NOTE.sub("", name[:200])
    return _BETWEEN.sub("", fold(plain)) or _BETWEEN.sub("", fold(name[:200]))


class KnownNames(NamedTuple):
    """The known column names.

    Each dict maps the key of a name (`key_of`) to a field.
    """

    first: dict[str, str]
    second: dict[str, str]
    """Less certain names. They are used if no column has a name in `first`."""
    excerpt: dict[str, str]
    """Names of columns with excerpts, used if no column contains the whole text."""


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


@cache
def _table(name: str) -> dict[str, str]:
    listed = files("mediarel.formats") / "languages.toml"
    table: dict[str, str] = tomllib.loads(listed.read_text(encoding="utf-8"))[name]
    return table


@cache
def _codes() -> dict[str, str]:
    names = _table("names").items()
    return {key_of(name): code for code, all_ in names for name in all_.split(", ")}


def language_code(name: str) -> str:
    """Return the code of a language, such as "km" for "Khmer".

    Return other text unchanged.
    """
    return _codes().get(key_of(name), name)


def language_name(code: str) -> str:
    """Return the English name of a language code (BCP 47).

    Return an unknown code unchanged.
    """
    return _table("names").get(code.partition("-")[0].lower(), code).split(", ")[0]


def latex_name(code: str) -> str | None:
    """Return the name that LaTeX uses for a language (BCP 47), or None if unknown."""
    return _table("latex").get(code)
