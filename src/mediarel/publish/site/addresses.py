"""Where each page of the site is: an address that never changes once it was published.

A path is below the site, without the `index.html` in it: `2012/07/16/slug-3`. The
manifest of the folder keeps them all, so that a later change of the title or the date
leaves each where it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from mediarel.dates.interval import Interval
from mediarel.publish.paths import folded
from mediarel.publish.site.slugs import slug
from mediarel.release.headline import title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mediarel.dates.interval import KeptDate
    from mediarel.model.statement import Statement

    Holds = Callable[[Statement, str], bool]
    """Tells whether an address of a statement holds a word that is withheld of it."""

PAGE = "index.html"
_STATEMENT, _LIST = "statement/", "list/"
_TOLD = 8  # letters of a uuid, that tell two statements of one id apart
# What Windows has for devices: no folder may be called so.
_RESERVED = frozenset(
    (
        "con",
        "prn",
        "aux",
        "nul",
        *(f"{d}{n}" for d in ("com", "lpt") for n in range(10)),
    )
)
_PLAIN = re.compile(r"[A-Za-z0-9_.~/-]*")  # most are, and stand for themselves
_QUOTED = {byte: quote(chr(byte), encoding="latin-1") for byte in range(256)}
_CONTROL = re.compile(r"[%\x00-\x1f\x7f]")  # none of which a line of facts can hold
_NAMELESS = "other"  # of what has no letter or digit in its name


class Addresses:
    """The paths of statements and lists; `kept` are those of the last time.

    `facts` are those of this time, filled as they are asked for. `moved` counts pages
    that are elsewhere now, as their address may hold what is withheld.
    """

    def __init__(self, kept: Mapping[str, str], holds_withheld: Holds) -> None:
        self._kept = kept
        self._holds_withheld = holds_withheld
        self.facts: dict[str, str] = {}
        self.moved = 0
        self._asked: dict[tuple[str, str], str] = {}  # the lists
        self._lists = {
            folded(path): name for name, path in kept.items() if name.startswith(_LIST)
        }

    def of(self, statement: Statement, title: str | None = None) -> str:
        """Return the path of the page of `statement`, whose `title_of` is `title`."""
        # Of another archive, or one that was restored, the same id may be of another.
        name = f"{_STATEMENT}{statement.id}/{statement.uuid[-_TOLD:]}"
        path = self.facts.get(name)
        if path is None:
            before = path = self._kept.get(name)
            if path is None or self._holds_withheld(statement, path):
                path = new_address(statement, title or title_of(statement))
                self.moved += before not in {None, path}
            self.facts[name] = path
        return path

    def strangers(self) -> int:
        """Return how many statements had a page, where none of them has one now."""
        before = [name for name in self._kept if name.startswith(_STATEMENT)]
        if any(name in self.facts for name in before):
            return 0
        return len(before)

    def of_list(self, kind: str, value: str) -> str:
        """Return the path of the list of what has the `value` of this `kind`.

        Two values whose slugs are the same get different ones.
        """
        path = self._asked.get((kind, value))
        if path is None:
            name = f"{_LIST}{kind}/{_CONTROL.sub(_numbered, value)}"
            path = self._kept.get(name) or self._free(kind, value, name)
            self._asked[kind, value] = self.facts[name] = path
        return path

    def _free(self, kind: str, value: str, name: str) -> str:
        named = slug(value) or _NAMELESS
        if named in _RESERVED:
            named = f"{named}-{_NAMELESS}"
        path, number = f"{kind}/{named}", 1
        while self._lists.setdefault(folded(path), name) != name:
            number += 1
            path = f"{kind}/{named}-{number}"
        return path


def _numbered(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"


def new_address(statement: Statement, title: str) -> str:
    """Return the path that `statement` has where it has none yet."""
    named = slug(title)
    last = f"{named}-{statement.id}" if named else f"{statement.id}"
    return f"{_day(statement.date)}/{last}"


def _day(date: KeptDate) -> str:
    """Return the folders of a date, as far as it is known: `2012/07`."""
    known = date
    if isinstance(date, Interval):
        known = date.begin or date.end or date
    return str(known).strip("?~").replace("-", "/")


def name_in(path: str) -> str:
    """Return the words in the address of a statement: its slug, without its id."""
    return path.rpartition("/")[2].rpartition("-")[0]


def page(path: str) -> str:
    """Return the file of the page at `path`."""
    return f"{path}/{PAGE}" if path else PAGE


def up(file: str) -> str:
    """Return what leads from `file` to the folder of the site: `../../`."""
    return "../" * file.count("/")


def quoted(path: str) -> str:
    """Return `path` as it stands in an address (RFC 3986, 2.1)."""
    if _PLAIN.fullmatch(path):
        return path
    return path.encode().decode("latin-1").translate(_QUOTED)  # its bytes


def absolute(url: str, path: str) -> str:
    """Return the address of the page at `path` of a site at `url`."""
    return f"{url}{quoted(path)}/" if path else url


def readable(url: str, path: str) -> str:
    """Return the same for people to read and copy, with their letters (an IRI)."""
    return f"{url}{path}/" if path else url
