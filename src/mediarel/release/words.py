"""Load the words and patterns in the TOML files of this package.

A file has up to three tables:

- `words` contains sets of words.
- `parts` contains parts of words, such as their beginnings or ends.
- `patterns` contains lists of regular expressions. A pattern matches if any expression
  in its list matches. Case is ignored by default. A pattern can also be a table with
  the keys `any`, `start` and `end`: the list, and the expressions before and after it.
"""

import re
import tomllib
from functools import cached_property
from importlib.resources import files
from typing import Any


class Words:
    """The entries of one TOML file, as attributes. They are loaded when first used."""

    def __init__(self, name: str) -> None:
        self._name = name

    @cached_property
    def file(self) -> dict[str, Any]:
        """The content of the file."""
        path = files("mediarel.release") / "data" / f"{self._name}.toml"
        return tomllib.loads(path.read_text("utf-8"))

    def __getattr__(self, key: str) -> Any:
        """Return an entry: a frozenset, a tuple, or a compiled pattern."""
        if key in self.file.get("words", ()):
            value: object = frozenset(self.file["words"][key])
        elif key in self.file.get("parts", ()):
            value = tuple(self.file["parts"][key])
        else:
            value = _compiled(self.file["patterns"][key])
        setattr(self, key, value)
        return value


def _compiled(entry: Any) -> re.Pattern[str]:
    table = {"any": entry} if isinstance(entry, list) else entry
    middle = f"(?:{'|'.join(table['any'])})"
    flags = 0 if table.get("case_sensitive") else re.IGNORECASE
    return re.compile(f"{table.get('start', '')}{middle}{table.get('end', '')}", flags)


ASIDES = Words("asides")
DATELINES = Words("datelines")
ISSUERS = Words("issuers")
KINDS = Words("kinds")
SIGNING = Words("signing")
TITLES = Words("titles")
