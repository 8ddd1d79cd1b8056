"""Parse labels on list pages: `by Dara`, `Posted in News`, `Joint Statement`."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.printed import find_dates
from mediarel.pages.noise import TIME, is_noise
from mediarel.pages.words import EDGES, LABELS, WORD, WORDS, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mediarel.pages.lines import Piece, ShownLine
    from mediarel.pages.markup import Element

LONGEST_BESIDE = 200
_MOST_WORDS = 6
COLONS = ":：៖"
_LABEL = re.compile(r"([^:：៖|\n]{1,45}?)\s{0,3}[:：៖]\s{0,4}")
# The icon between label and value is not copied: "CategoriesNews", "TagsLand, Harbour".
_GLUED = re.compile(
    r"(Categories|Category|Tags|Tagged|Posted in|Filed under)([A-Z\W].*)"
)
ON = re.compile(
    r"(?:^|(?<=[\s,(]))(?:on|le|am|vom|el|il|em|pada|at|den|au|del|the|of|dated|dt|du"
    r"|dal|tanggal|ngày|วันที่|ลงวันที่|ថ្ងៃទី|ចុះថ្ងៃទី|ວັນທີ|ລົງວັນທີ)[\s.:(]{0,3}\Z",
    re.IGNORECASE,
)
_LONGEST_FILED = 120
# "Posted in News", "by Dara": a label without a colon.
_FILING = tuple(
    f"{phrase} "
    for name in ("filed", "byline", "tagged", "label_date")
    for phrase in WORDS[name]
    if " " in phrase or phrase == "by"
)
_SMALL = frozenset(("on", "by", "le", "el", "il", "am", "em", "de", "di", "da", "from"))


def label_of(text: str) -> tuple[str, str] | None:
    """Split `Author: dara` into label and value: ("author", "dara").

    The label is a key of `LABELS`. Returns None if `text` has no label.
    """
    found = _LABEL.match(text)
    if found is None:
        glued = _GLUED.match(text)
        return glued and (_label_named(glued[1]) or "category", glued[2])
    name = _label_named(found[1])
    return None if name is None else (name, text[found.end() :].strip())


def _label_named(words: str) -> str | None:
    low = folded(words).strip(EDGES)
    for name, labels in LABELS.items():
        if low in labels:
            return name
    return None


def is_label(text: str, *, at_edge: bool) -> bool:
    """Return whether a line of a body gives tags, categories or the author.

    Categories and authors count only near the start or end of the body (`at_edge`).
    """
    if len(text) > LONGEST_BESIDE:
        return False
    labelled = label_of(text)
    if labelled is not None:
        name = labelled[0]
        return name in ("tags", "comments", "modified") or (at_edge and name != "date")
    return at_edge and is_filed_by(text)


def is_filing(text: str) -> bool:
    """Return whether `text` begins with a label without a colon: `Posted in News`."""
    return folded(text).startswith(_FILING)


def without_colon(piece: str) -> tuple[str, str]:
    """Split `Posted in News` into label and value: ("category", "News").

    The label is "" if `piece` has none.
    """
    low = folded(piece)
    for name in ("date", "modified"):
        if low in LABELS[name]:
            return name, ""
    for name, words in (
        ("category", WORDS["filed"]),
        ("author", WORDS["byline"]),
        ("tags", WORDS["tagged"]),
    ):
        for word in sorted(words, key=len, reverse=True):
            if low.startswith(word) and low != word:
                value = _behind(piece, word)
                if value is not None:
                    return name, ON.sub("", value).strip(EDGES)
    for word in LABELS["date"]:
        if low.startswith(f"{word} "):
            value = _behind(piece, word) or ""
            # "Le Courrier" is a name, "le 3 mars" is a date.
            if word not in _SMALL or not value[:1].isupper():
                return "date", value
    return "", piece


def _behind(piece: str, word: str) -> str | None:
    """Return the text after `word` at the start of `piece`.

    Return None if `piece` starts with a longer word. `word` is folded, so it can be
    shorter than the printed word.
    """
    count = word.count(" ") + 1
    parts = piece.split(None, count)
    if folded(" ".join(parts[:count])) == word:
        return (parts[count] if len(parts) > count else "").strip(EDGES)
    if word.isascii() or piece[: len(word)].casefold() != word:
        return None
    return piece[len(word) :].strip(EDGES)


def is_filed_by(text: str) -> bool:
    """Return whether a line gives the author, time or category of a release."""
    if len(text) > _LONGEST_FILED or _STOP.search(text):
        return False
    return is_filing(text) or label_of(text) is not None


# Names of statement kinds

_LONGEST_KIND = 60
_MORE = 6  # characters around a kind, in scripts without spaces between words
_SUBJECT = re.compile(r"\w\s?[:：]\s?\w|\w\s[–—-]\s\w")


# "Nota de prensa N.° 123-2019", "Comunicato stampa n. 48", "Pressemitteilung 12/2019".
_NUMBERED = re.compile(
    r"(?P<kind>\S[^\n]{2,58}?)\s{0,3}[,(]?\s?(?:(?:n[º°]|(?<!\w)(?:n(?:o|r|um|úm|ro|umero"
    r"|úmero|uméro|umber|ummer|omor)?|số|nomer)\b|№|#|លេខ|ฉบับที่|เลขที่|ที่|ເລກທີ|ສະບັບທີ|အမှတ်|第)"
    r"\.?\s?[°ºᵒo]?\.?\s{0,2}\(?\d{1,5}(?:\s?[/.–-]\s?\d{1,4}){0,3}\s?[号號期]?"
    r"|(?<=\s)\d{1,4}(?:[/–-]\d{2,4})?)\)?\s{0,3}",
    re.IGNORECASE,
)

_STOP = re.compile(r"\s\S{1,60}[.!?…។。]['\"”’»)]{0,3}\s{0,3}\Z")


@lru_cache(maxsize=4096)  # the same few texts are next to every entry
def is_kind(text: str) -> bool:
    """Return whether `text` is a kind of statement, such as `Joint Statement`."""
    text = without_number(text)
    if len(text) > _LONGEST_KIND or _STOP.search(text):
        return False
    low = folded(text).strip(EDGES + "[]()")
    if low in WORDS["sections"]:
        return low in WORDS["kinds"]
    if low in WORDS["kinds"] or any(
        kind in low and len(low) <= len(kind) + _MORE for kind in WORDS["kinds_within"]
    ):
        return True
    if _SUBJECT.search(low):  # "Joint statement: the harbour"
        return False
    words = WORD.findall(low)
    if not 1 <= len(words) <= _MOST_WORDS or any(map(str.isdigit, words)):
        return False
    # "Media Statements", "Communiqué de presse"; not "Open Letter to the Council".
    ends = {words[-1], words[0], " ".join(words[:2]), " ".join(words[-2:])}
    return (
        bool(ends & WORDS["kinds"])
        and set(words[1:-1]).isdisjoint(WORDS["not_within_kinds"])
        and WORDS["speakers"].isdisjoint(words)
    )


def kind_among(tags: Iterable[str]) -> tuple[str | None, list[str]]:
    """Return the first tag that is a kind of statement, and the other distinct tags."""
    others = list(dict.fromkeys(tags))
    kind = next(filter(is_kind, others), None)
    return kind, [each for each in others if each != kind]


def without_number(kind: str) -> str:
    """Remove the number after a kind, as in `Nota de prensa N.° 123-2019`."""
    if len(kind) > _LONGEST_KIND or not any(map(str.isdigit, kind)):
        return kind
    found = _NUMBERED.fullmatch(kind)
    return found["kind"].rstrip(EDGES) if found else kind


# Authors, categories and tags in the markup of a line

_CLASSES = {
    mark: re.compile(rf"(?:^|[-_])(?:{'|'.join(WORDS[f'class_{mark}'])})(?:$|[-_])")
    for mark in ("author", "category", "tag", "date")
}
_ABOVE = 3  # elements above a text that may mark its meaning
_AROUND_NAMES = " \t|·•,;:/–—-()[]»«>"
_JOINING = WORDS["byline"] | WORDS["filed"] | frozenset().union(*LABELS.values())


class Marked(NamedTuple):
    """The texts of a line, grouped by the meaning of their markup."""

    labels: tuple[str, ...]
    """The authors and categories, with their labels: `Author: Dara`."""
    tags: tuple[str, ...]
    rest: tuple[str, ...]
    """The remaining texts of the line, without dates."""


def marked(line: ShownLine, pieces: Sequence[Piece]) -> Marked:
    """Use the markup of `pieces` to find authors, categories, tags and other texts."""
    said: dict[str, list[str]] = {"author": [], "category": [], "tag": [], "date": []}
    rest = [""]
    marks = [(_mark(each), each.anchor) for each in pieces]
    runs = groupby(zip(marks, pieces, strict=True), key=itemgetter(0))
    for (mark, anchor), run in runs:
        text = "".join(line.text[each.begin : each.end] for _, each in run)
        if mark:
            # Next to links, "Categories" is a label and "," a separator.
            is_label = anchor is None and any(x == mark and y for x, y in marks)
            said[mark].append("" if is_label else text)
            rest.append("")
        else:
            rest[-1] += text
    labels = [f"Author: {name}" for name in _names(said["author"])[:1]]
    categories = _names(said["category"])
    labels += [f"Category: {', '.join(categories)}"] if categories else []
    told = any(said.values())
    parts = [_without_dates(each) for each in rest]
    kept = [each for each in parts if each and not (told and _is_beside_names(each))]
    return Marked(tuple(labels), tuple(_names(said["tag"])), tuple(kept))


def _mark(piece: Piece) -> str:
    """Return the meaning of a piece, from its markup: a key of `_CLASSES`, or ""."""
    given = {} if piece.anchor is None else piece.anchor.attributes
    rel = given.get("rel", "").lower().split()
    above: Element | None = None if {"author", "category"} & {*rel} else piece.element
    for _ in range(_ABOVE):
        if above is None or above.end - above.begin > 1:
            break
        for mark, names in _CLASSES.items():
            if any(map(names.search, above.classes)):
                return mark if mark != "date" or above.tag == "time" else ""
        above = above.parent
    said = (*rel, *given.get("href", "").lower().split("/")[:-1])
    fits = (mark for mark, names in _CLASSES.items() if any(map(names.fullmatch, said)))
    return next(fits, "")


def _names(texts: Iterable[str]) -> list[str]:
    """Return the distinct names in `texts`, without labels and punctuation."""
    found = []
    for text in texts:
        name = text.strip(_AROUND_NAMES)
        label, value = without_colon(name)
        name = value if label == "author" else name
        if any(map(str.isalnum, name)) and not _is_between(name):
            found.append(name)
    return list(dict.fromkeys(found))


def _is_between(text: str) -> bool:
    """Return whether `text` only connects other texts, such as "by" or "Posted in"."""
    return folded(text).strip(_AROUND_NAMES) in _JOINING


def _is_beside_names(text: str) -> bool:
    """Return whether `text` has only connecting words, times or counts."""
    return all(
        _is_between(each) or is_noise(each) or folded(each) in WORDS["at"]
        for part in TIME.split(text)
        if (each := part.strip(" \t,.:–—-"))
    )


def without_time(name: str) -> str:
    """Remove the time after a name, as in `Dara at 6:49 PM`."""
    before, *time = TIME.split(name, maxsplit=1)
    words = before.split()
    while time and words and folded(words[-1]) in WORDS["at"]:
        words.pop()
    return " ".join(words)


def _without_dates(text: str) -> str:
    """Replace the dates in `text` with separators. Return "" if only dates remain."""
    for date in reversed(find_dates(text)):
        text = f"{text[: date.start]} | {text[date.end :]}"
    return text.strip(_AROUND_NAMES) if any(map(str.isalnum, text)) else ""
