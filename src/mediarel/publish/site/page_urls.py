"""Choose the address of each page. A published address does not change.

A path is relative to the site and has no `index.html`: `2012/07/16/slug-3`. The slug is
made of words of the title. The manifest of the folder stores all paths. So if a title
or date changes later, the page does not move.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from urllib.parse import quote

import regex

from mediarel.dates.edtf import Interval, KeptDate
from mediarel.model.statement import Statement
from mediarel.publish.paths import folded
from mediarel.release.headline import title_of

Holds = Callable[[Statement, str], bool]
"""A function that returns whether an address contains withheld text."""


_LONGEST = 60  # bytes of UTF-8: less than 80 with the id and its hyphen
_CONSIDERED = 400  # characters of a headline, which may be very long
# Everything except letters, marks, digits and seams. Many scripts need the marks.
_BETWEEN = regex.compile(r"[^\p{L}\p{M}\p{N}\u200b]+")
_UNSEEN = re.compile("['’‘\u00ad\u200c-\u200f\u2060\ufeff]")
_SEAM = "\u200b"  # zero-width space: separates words in scripts without spaces
_ACCENTS = re.compile("[\u0300-\u036f]")
PAGE = "index.html"
NOT_FOUND = "404.html"
URL_FACT = "site/url"  # the name of a fact in the manifest
_STATEMENT, _LIST = "statement/", "list/"
_TOLD = 8  # characters of a uuid that distinguish two statements with the same id
# Windows device names, which can't be names of folders.
_RESERVED = {"con", "prn", "aux", "nul"}
_RESERVED |= {f"{device}{n}" for device in ("com", "lpt") for n in range(10)}
_CONTROL = re.compile(r"[%\x00-\x1f\x7f]")  # separators of fact lines
_NAMELESS = "other"  # for names without a letter or digit


def slug(text: str) -> str:
    """Return the words of `text` in lower case, joined by hyphens: `no-to-evictions`.

    The slug has at most 60 bytes of UTF-8 and ends with a whole word. It may be empty.
    If the first word is too long and has no zero-width spaces, it is cut after a
    syllable.
    """
    given = _UNSEEN.sub("", text[:_CONSIDERED])
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", given))
    words = _BETWEEN.sub(" ", unicodedata.normalize("NFC", plain.lower())).split()
    kept: list[str] = []
    room = _LONGEST
    for word in words:
        needed = len(_joined(word).encode()) + 1
        if needed > room + 1:
            kept.append(_cut(word, room, is_first=not any(kept)))
            break
        kept.append(_joined(word))
        room -= needed
    return "-".join(filter(None, kept))


def _joined(word: str) -> str:
    return word.replace(_SEAM, "")


def _cut(word: str, room: int, *, is_first: bool) -> str:
    """Shorten `word` to at most `room` bytes by cutting it at a zero-width space.

    If this is not possible, the first word of a slug is cut after a whole syllable. For
    a later word, return "".
    """
    kept = _beginning(word.split(_SEAM), room)
    if kept or not is_first:
        return kept

    return _beginning(regex.findall(r"(?:\X\u17d2)*\X", _joined(word)), room)


def _beginning(parts: Iterable[str], room: int) -> str:
    kept = ""
    for part in parts:
        if len((kept + part).encode()) > room:
            break
        kept += part
    return kept


class Addresses:
    """The paths of the pages of statements and lists.

    `kept` has the paths of the last publication. `facts` has the current paths, which
    are added when they are requested. `moved` is the number of pages that moved because
    their old address may contain withheld text.
    """

    def __init__(self, kept: Mapping[str, str], holds_withheld: Holds) -> None:
        self._kept = kept
        self._holds_withheld = holds_withheld
        self.facts: dict[str, str] = {}
        self.moved = 0
        self._asked: dict[tuple[str, str], str] = {}  # paths of lists
        self._lists = {
            folded(path): name for name, path in kept.items() if name.startswith(_LIST)
        }

    def of(self, statement: Statement, title: str | None = None) -> str:
        """Return the path of the page of `statement`.

        `title` is the result of `title_of`, if it is known.
        """
        # In a different or restored archive, the id may belong to a different
        # statement.
        name = f"{_STATEMENT}{statement.id}/{statement.uuid[-_TOLD:]}"
        path = self.facts.get(name)
        if path is None:
            before = path = self._kept.get(name)
            if path is None or self._holds_withheld(statement, path):
                path = new_address(statement, title or title_of(statement))
                self.moved += before not in {None, path}
            self.facts[name] = path
        return path

    def unknown_pages(self) -> int:
        """Check if the last publication was made from this archive.

        Return 0 if a statement of the last publication is published now. Otherwise,
        return the number of statement pages in the last publication.
        """
        before = [name for name in self._kept if name.startswith(_STATEMENT)]
        if any(name in self.facts for name in before):
            return 0
        return len(before)

    def of_list(self, kind: str, value: str) -> str:
        """Return the path of the list for a value, such as a tag.

        `kind` is the kind of the list. Two values with the same slug get different
        paths.
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
    """Return a new path for the page of a statement: `2012/07/16/slug-3`."""
    named = slug(title)
    last = f"{named}-{statement.id}" if named else f"{statement.id}"
    return f"{slashed(statement.date)}/{last}"


def slashed(date: KeptDate) -> str:
    """Return a date with slashes: `2012/07/16`, or `2012` if only the year is known.

    For an interval, return its beginning, or else its end.
    """
    known = date
    if isinstance(date, Interval):
        known = date.begin or date.end or date
    return str(known).strip("?~").replace("-", "/")


def name_in(path: str) -> str:
    """Return the slug in the path of a page: `slug` for `2012/07/16/slug-3`."""
    return path.rpartition("/")[2].rpartition("-")[0]


def page(path: str) -> str:
    """Return the path of the file that contains the page at `path`."""
    return f"{path}/{PAGE}" if path else PAGE


def up(file: str) -> str:
    """Return the relative path from `file` to the root of the site: `../../`."""
    return "../" * file.count("/")


@lru_cache(maxsize=4096)  # several pages have the same links
def quoted(path: str) -> str:
    """Return `path` percent-encoded for an address (RFC 3986, 2.1)."""
    return quote(path)


def absolute(url: str, path: str) -> str:
    """Return the absolute address of a page. `url` is the URL of the site."""
    return f"{url}{quoted(path)}/" if path else url


def readable(url: str, path: str) -> str:
    """Return the absolute address of a page without percent-encoding (an IRI)."""
    return f"{url}{path}/" if path else url
