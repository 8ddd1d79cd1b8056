"""Parse labels of list pages, before a name, date or tags: `Author: dara`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.pages.words import EDGES, LABELS, WORD, WORDS, folded

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_BESIDE = 200
_MOST_WORDS = 6
COLONS = ":：៖"
_LABEL = re.compile(r"([^:：៖|\n]{1,45}?)\s{0,3}[:：៖]\s{0,4}")
_SIGNS = re.compile(r"[\s.°º()]+")
_LONGEST_REFERENCE = 80
_LONGEST_BYLINE = 60
_MOST_CODES = 4  # parts of a reference number
_SHORT_CODE = 4  # characters
# The icon between them is not copied: "CategoriesNews", "TagsLand, Harbour".
_GLUED = re.compile(
    r"(Categories|Category|Tags|Tagged|Posted in|Filed under)([A-Z\W].*)"
)
ON = re.compile(
    r"(?:^|(?<=[\s,(]))(?:on|le|am|vom|el|il|em|pada|at|den|au|del|the|of|dated|dt|du"
    r"|dal|tanggal|ngày|วันที่|ลงวันที่|ថ្ងៃទី|ចុះថ្ងៃទី|ວັນທີ|ລົງວັນທີ)[\s.:(]{0,3}\Z",
    re.IGNORECASE,
)
_FILED_LINE = (*(word for word in WORDS["filed"] if " " in word), *WORDS["tagged"])
_LONGEST_FILED = 120
_STOP = re.compile(r"[.!?…។。]['\"'”’»)\]]{0,3}\s{0,3}\Z")
_FILED_STARTS = tuple(
    f"{word} " for word in (*WORDS["byline"], *WORDS["filed"], *LABELS["date"])
)
_SMALL = frozenset(("on", "by", "le", "el", "il", "am", "em", "de", "di", "da", "from"))


def label_of(text: str) -> tuple[str, str] | None:
    """Return the label of a line and the text after the label: ("author", "dara").

    The label is a key of `LABELS`. Returns None if the line has no label.
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
    # Half-translated: "Auteur/autrice de la publication", "Comments of the post".
    parts = set(WORD.findall(low)) | set(re.findall(r"[^\W\d_]+", low))
    if len(parts) > _MOST_WORDS or not parts & WORDS["posts"]:
        return None
    for name, labels in LABELS.items():
        if parts & labels - _SMALL:
            return name
    return None


def is_label(text: str, *, at_edge: bool) -> bool:
    """Return whether a line of a body gives its tags, categories or author."""
    if len(text) > LONGEST_BESIDE:
        return False
    labelled = label_of(text)
    if labelled is not None:
        name = labelled[0]
        return name in ("tags", "comments", "modified") or (at_edge and name != "date")
    low = folded(text)
    is_filed = any(low.startswith(f"{word} ") for word in _FILED_LINE)
    return at_edge and (is_filed or is_byline_alone(text))


def is_byline_alone(text: str) -> bool:
    """Return whether a line is only a byline: `by Dara`, `por Ann Bo`.

    Such a line has a first word in lower case and a capitalised name.
    """
    if len(text) > _LONGEST_BYLINE or text.endswith((".", "!", "?", "…", ":", ",")):
        return False
    words = sorted(WORDS["byline"], key=len, reverse=True)
    word = next((each for each in words if text.startswith(f"{each} ")), None)
    return word is not None and text[len(word) + 1 :].lstrip()[:1].isupper()


def without_colon(piece: str) -> tuple[str, str]:
    """Return the label of a piece without a colon: `by Dara`, `Posted in News`."""
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
    """Return the text after the leading `word`, or None if a longer word is there.

    Folding may shift characters, but not words. In scripts without spaces, folding
    shifts no characters.
    """
    count = word.count(" ") + 1
    parts = piece.split(None, count)
    if folded(" ".join(parts[:count])) == word:
        return (parts[count] if len(parts) > count else "").strip(EDGES)
    if word.isascii() or piece[: len(word)].casefold() != word:
        return None
    return piece[len(word) :].strip(EDGES)


def without_subject(title: str) -> str:
    """Return a title without its label: `Subject: Reopen the reading room`."""
    found = _LABEL.match(title)
    if found is None or folded(found[1]).strip(EDGES + ".") not in WORDS["subjects"]:
        return title
    return title[found.end() :].strip() or title


def is_reference(text: str) -> bool:
    """Return whether `text` is a reference number: `Ref. No.: 6/2014`, `HW/PR/6`."""
    if len(text) > _LONGEST_REFERENCE:
        return False
    found = _LABEL.match(text)
    if found is None:
        parts = text.strip(EDGES).split()
        while parts and _is_of_reference(parts[0]):
            del parts[0]
        return text != "" and (not parts or _is_code(parts))
    value = text[found.end() :].split()
    return _is_of_reference(found[1]) and (not value or _is_code(value))


def _is_of_reference(words: str) -> bool:
    parts = _SIGNS.sub(" ", folded(words)).split()
    return bool(parts) and WORDS["references"].issuperset(parts)


def _is_code(parts: Sequence[str]) -> bool:
    """Return whether words are only figures and capitals, without a name."""
    return (
        0 < len(parts) <= _MOST_CODES
        and any(map(str.isdigit, "".join(parts)))
        and all(
            _are_capitals(each)
            and (any(map(str.isdigit, each)) or len(each) <= _SHORT_CODE)
            for each in parts
        )
    )


def _are_capitals(word: str) -> bool:
    return all(letter.isupper() for letter in word if letter.isalpha())


def is_filed_by(text: str) -> bool:
    """Return whether a line gives a release's author, time or category."""
    if len(text) > _LONGEST_FILED or _STOP.search(text):
        return False
    return folded(text).startswith(_FILED_STARTS) or label_of(text) is not None
