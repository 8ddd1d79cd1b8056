"""The head of a release: the title, place and date that its text begins with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.release.dateline import DASH, DIGIT, WHITE, is_date, read_dateline
from mediarel.text.languages import language_of
from mediarel.text.lines import one_line
from mediarel.text.paragraphs import paragraphs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediarel.model.statement import Draft

_LONGEST_TITLE = 250
_FIRST_PARAGRAPH = re.compile(rf"[{WHITE}]*+(\S[^\n]*+)\n[^\S\n]*+\n[{WHITE}]*+(?=\S)")
_SENTENCE_END = re.compile(rf"[.?!;:,…។៕៖{DASH}][\"'”’»)\]\s]{{0,8}}\Z")
_NO_TITLE_START = re.compile(
    rf"[•·▪◦●○‣➢✓>]|[*+{DASH}]+\s|\(?(?:{DIGIT}{{1,2}}|[a-z])[.)]\s|dear\b|សូមគោរព",
    re.IGNORECASE,
)
_DATELINE_FIELDS = ("dateline", "place", "dated")
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "„": "“"}


def split_title(text: str) -> tuple[str | None, str]:
    """Return the headline printed above a text, or None, and the text without it.

    A headline is a first paragraph of one line that does not read as a
    sentence, a quotation, a salutation, a list item or a dateline.
    """
    first = _FIRST_PARAGRAPH.match(text)
    if first is None:
        return None, text
    title = first[1].strip()
    is_title = (
        len(title) <= _LONGEST_TITLE
        and any(letter.isalpha() for letter in title)
        and not _SENTENCE_END.search(title[-10:])
        and not _NO_TITLE_START.match(title)
        and not _is_quotation(title)
        and not is_date(title)
        and read_dateline(text) is None
    )
    return (title, text[first.end() :]) if is_title else (None, text)


def with_dateline(fields: Mapping[str, object]) -> dict[str, object]:
    """Return `fields` with what the dateline of the text says, if none is given."""
    given = dict(fields)
    text = given.get("text")
    if isinstance(text, str) and not any(given.get(name) for name in _DATELINE_FIELDS):
        given.update(_dateline_fields(paragraphs(text)))
    return given


def updated_from_text(before: Draft, fields: Mapping[str, object]) -> dict[str, object]:
    """Return `fields` with those that are read from the text, where that is a new one.

    They are for an edit of `before`. A dateline, place, date or language that was
    set by hand, before or now, stays.
    """
    text = fields.get("text")
    if text is None or text == before.text or not isinstance(text, str):
        return dict(fields)
    old, new = _dateline_fields(before.text or ""), _dateline_fields(paragraphs(text))
    kept = before.fields()
    followed = {name: new[name] for name in _DATELINE_FIELDS if kept[name] == old[name]}
    if before.text and before.language == language_of(before.text):
        followed["language"] = language_of(text)
    changed = {k: v for k, v in fields.items() if k not in kept or v != kept[k]}
    return {**fields, **followed, **changed}


def _dateline_fields(text: str) -> dict[str, str | None]:
    dateline = read_dateline(text)
    if dateline is None:
        return dict.fromkeys(_DATELINE_FIELDS)
    return {
        "dateline": one_line(dateline.printed),
        "place": dateline.place,
        "dated": str(dateline.dated),
    }


def _is_quotation(title: str) -> bool:
    """Tell whether the quote that `title` opens with is closed at its very end."""
    closing = _QUOTES.get(title[0])
    if closing is None or not title.endswith(closing):
        return False
    return title[0] not in title[1:-1]
