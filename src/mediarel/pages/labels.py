"""Labels of list pages: what stands before a name, a date, tags: `Author: dara`."""

from __future__ import annotations

import re

from mediarel.pages.words import (
    BYLINE,
    EDGES,
    FILED,
    LABELS,
    POSTS,
    TAGGED,
    WORD,
    folded,
)

LONGEST_BESIDE = 200
_MOST_WORDS = 6
_LABEL = re.compile(r"([^:：|\n]{1,45}?)\s{0,3}[:：]\s{0,4}")
# The icon that stood between is not copied: "CategoriesNews", "TagsLand, Harbour".
_GLUED = re.compile(
    r"(Categories|Category|Tags|Tagged|Posted in|Filed under)([A-Z\W].*)"
)
ON = re.compile(
    r"(?:^|(?<=\s))(?:on|le|am|vom|el|il|em|pada|at|den|au|del|the|ngày)\s*\Z",
    re.IGNORECASE,
)
_FILED_LINE = (*(word for word in FILED if " " in word), *TAGGED)
_SMALL = frozenset(("on", "by", "le", "el", "il", "am", "em", "de", "di", "da", "from"))


def label_of(text: str) -> tuple[str, str] | None:
    """Return what the label of a line says and what follows: ("author", "dara").

    The first is a key of `LABELS`; None where there is no label.
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
    # "Auteur/autrice de la publication", "Comments of the post": half translated.
    parts = set(WORD.findall(low)) | set(re.findall(r"[^\W\d_]+", low))
    if len(parts) > _MOST_WORDS or not parts & POSTS:
        return None
    for name, labels in LABELS.items():
        if parts & labels - _SMALL:
            return name
    return None


def is_label(text: str, *, at_edge: bool) -> bool:
    """Tell whether a line of a body is its tags or categories, or who wrote it."""
    if len(text) > LONGEST_BESIDE:
        return False
    labelled = label_of(text)
    if labelled is not None:
        name = labelled[0]
        return name in ("tags", "comments", "modified") or (at_edge and name != "date")
    low = folded(text)
    return at_edge and any(low.startswith(f"{word} ") for word in _FILED_LINE)


def without_colon(piece: str) -> tuple[str, str]:
    """Return the label of a piece whose words run on: `by Dara`, `Posted in News`."""
    low = piece.casefold()
    for name in ("date", "modified"):
        if folded(piece) in LABELS[name]:
            return name, ""
    for name, words in (("category", FILED), ("author", BYLINE), ("tags", TAGGED)):
        for word in sorted(words, key=len, reverse=True):
            if low.startswith(word) and low != word and _ends(low, word):
                value = piece[len(word) :].strip(EDGES)
                return name, ON.sub("", value).strip(EDGES)
    for word in LABELS["date"]:
        if low.startswith(f"{word} "):
            return "date", piece[len(word) :].strip(EDGES)
    return "", piece


def _ends(low: str, word: str) -> bool:
    """Tell whether `word` ends at a space, where its language has spaces."""
    return not word.isascii() or low[len(word)].isspace()
