"""The form in which names of columns are compared, and the field of each that is known.

A name is compared without regard to case, accents, spaces and signs: "Date Published"
is `date_published`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mediarel.formats.synonyms import EXCERPT, FIRST, SECOND
from mediarel.model.fields import FIELDS
from mediarel.text.folding import fold

# What stands between letters, and the signs that mark a column as required. Not `\W`:
# the vowels of Khmer and Thai are no letters to it.
_BETWEEN = re.compile(r"[\s!-/:-@\[-`{-~]+")
# "Date (dd/mm/yyyy)", "Text [English]": a note on the name.
_NOTE = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$")


@lru_cache(maxsize=4096)
def key_of(name: str) -> str:
    """Return the form in which the names of columns are compared."""
    plain = _NOTE.sub("", name[:200])
    return _BETWEEN.sub("", fold(plain)) or _BETWEEN.sub("", fold(name[:200]))


def _keys(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the field of each name in `table`, by the form of the name."""
    return {
        key_of(name): field
        for field, lines in table.items()
        for line in lines
        for name in line.split(", ")
    }


# What is yes or no in our own tables is a text in others: "Excerpt".
FIELD_OF = {
    **{key_of(field.name): field.name for field in FIELDS if not field.kind.is_flag},
    **_keys(FIRST),
}
SECOND_FIELD_OF = _keys(SECOND)
EXCERPT_KEYS = frozenset(_keys({"text": EXCERPT}))
