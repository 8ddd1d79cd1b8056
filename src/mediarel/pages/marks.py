"""Read authors, categories and tags from the markup of a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.printed import find_dates
from mediarel.pages.noise import is_noise
from mediarel.pages.words_around import folded
from mediarel.pages.words_within import BYLINE, FILED, LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import Piece, ShownLine

_NAMES = {
    "author": "author|byline|autor|auteur|autore|penulis|verfasser|user-name|username",
    "category": "cat|cats|cate|category|categories|categoria|categorie|kategorie|rubrik"
    "|rubrique|posted-in|topic|topics",
    "tag": "tag|tags|taglist|keywords",
    "date": "updated|modified",
}
_CLASSES = {
    mark: re.compile(rf"(?:^|[-_])(?:{names})(?:$|[-_])")
    for mark, names in _NAMES.items()
}
_PATHS = {
    "author": re.compile(r"/(?:author|authors|autor|auteur)/"),
    "category": re.compile(r"/(?:category|categories|categoria|categorie|kategorie)/"),
    "tag": re.compile(r"/(?:tag|tags|etiqueta|mot-cle)/"),
}
_MOST_WORDS_OF_BYLINE = 3
_TIME = re.compile(r"(?<!\d)\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?")
_AT = frozenset(("at", "a", "as", "a(s)", "a las", "a la(s)", "alle", "um", "uhr", "h"))
_ABOVE = 3  # elements above a text that may mark its meaning
_SEPARATORS = " \t|·•,;:/–—-()[]»«>"
_WORDS = BYLINE | FILED | frozenset().union(*LABELS.values())


class Marked(NamedTuple):
    """A line divided by its markup."""

    labels: tuple[str, ...]
    """Authors and categories, with their labels: `Author: Dara`."""
    tags: tuple[str, ...]
    rest: tuple[str, ...]
    """Texts without a mark, between the marked texts, and without other dates."""


def marked(line: ShownLine, pieces: Sequence[Piece]) -> Marked:
    """Return the authors, categories, tags and other text in the markup of `pieces`."""
    said: dict[str, list[str]] = {"author": [], "category": [], "tag": [], "date": []}
    rest: list[str] = []
    open_text = ""
    for mark, text in _runs(line, pieces):
        if mark:
            rest.append(open_text)
            open_text = ""
            said[mark].append(text)
        else:
            open_text += text
    rest.append(open_text)
    labels = [f"Author: {name}" for name in _names(said["author"])[:1]]
    categories = _names(said["category"])
    labels += [f"Category: {', '.join(categories)}"] if categories else []
    told = any(said.values())
    parts = [_without_dates(each) for each in rest]
    kept = [each for each in parts if each and not (told and _is_beside_names(each))]
    return Marked(tuple(labels), tuple(_names(said["tag"])), tuple(kept))


def _runs(line: ShownLine, pieces: Sequence[Piece]) -> Iterable[tuple[str, str]]:
    """Return consecutive texts with the same mark, joined."""
    runs: list[tuple[str, Element | None, str]] = []
    for piece in pieces:
        text = line.text[piece.begin : piece.end]
        mark = _mark(piece)
        if runs and runs[-1][0] == mark and runs[-1][1] is piece.anchor:
            runs[-1] = (mark, piece.anchor, runs[-1][2] + text)
        else:
            runs.append((mark, piece.anchor, text))
    linked = {mark for mark, anchor, _ in runs if anchor is not None}
    # Next to links, "Categories" is a label and "," a separator.
    return [
        (mark, text if anchor or not mark or mark not in linked else "")
        for mark, anchor, text in runs
    ]


def _mark(piece: Piece) -> str:
    anchor = piece.anchor
    if anchor is not None:
        rel = anchor.attributes.get("rel", "").lower().split()
        if "author" in rel:
            return "author"
        if "category" in rel:
            return "category"
    above: Element | None = piece.element
    for _ in range(_ABOVE):
        if above is None or above.end - above.begin > 1:
            break
        for mark, names in _CLASSES.items():
            if any(names.search(each) for each in above.classes):
                return mark if mark != "date" or above.tag == "time" else ""
        above = above.parent
    if anchor is None:
        return ""
    if "tag" in anchor.attributes.get("rel", "").lower().split():
        return "tag"
    href = anchor.attributes.get("href", "").lower()
    return next((mark for mark, path in _PATHS.items() if path.search(href)), "")


def _names(texts: Iterable[str]) -> list[str]:
    """Return names without labels and punctuation, and without duplicates."""
    found = []
    for text in texts:
        name = text.strip(_SEPARATORS)
        label, colon, value = name.partition(":")
        if colon and _is_between(label):
            name = value.strip(_SEPARATORS)
        name = without_byline(name).strip(_SEPARATORS)
        if any(map(str.isalnum, name)) and not _is_between(name):
            found.append(name)
    return list(dict.fromkeys(found))


def without_byline(name: str) -> str:
    """Return a name without the words before it: `Escrito por Dara`."""
    words = name.split(" ", _MOST_WORDS_OF_BYLINE)
    for count in range(len(words) - 1, 0, -1):
        if folded(" ".join(words[:count])) in BYLINE:
            return " ".join(words[count:])
    return name


def _is_between(text: str) -> bool:
    """Return whether a text only joins its neighbours: "by", "Posted in"."""
    return folded(text).strip(_SEPARATORS) in _WORDS


def _is_beside_names(text: str) -> bool:
    """Return whether a text only joins names, or is a time or a count."""
    return all(
        _is_between(each) or is_noise(each) or folded(each) in _AT
        for part in _TIME.split(text)
        if (each := part.strip(" \t,.:–—-"))
    )


def _without_dates(text: str) -> str:
    """Return a text without its dates, such as that of the last change."""
    for date in reversed(find_dates(text)):
        text = f"{text[: date.start]} | {text[date.end :]}"
    return text.strip(_SEPARATORS) if any(map(str.isalnum, text)) else ""
