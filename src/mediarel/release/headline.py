"""Return the headline of a statement for lists: its title or first sentence.

Lists of statements load this module, so it has few imports. The module also defines the
characters around a dateline.
"""

import re
from typing import Protocol

from mediarel.text.lines import spaced_once
from mediarel.text.sentences import first_sentence

WHITE = r"\s\u200b-\u200d\u2060\ufeff"
DASH = r"\-\u2010-\u2015\u2212"
DIGIT = "[0-9០-៩]"
BLANK = " \t\r\u00a0\u200b\u200c\u200d\u2060\ufeff"  # to strip from a line


_END_OF_DATELINE = re.compile(rf"[{WHITE}{DASH}.:៖]*+")


class HeadlineSource(Protocol):
    """An object with a headline: a draft, a statement or its record."""

    @property
    def title(self) -> str | None:
        """The title."""

    @property
    def text(self) -> str | None:
        """The text."""

    @property
    def dateline(self) -> str | None:
        """The dateline, as printed."""


def headline(printed: HeadlineSource) -> str:
    """Return the title, or else the first sentence of the text.

    The headline is a single line with single spaces between words.
    """
    if printed.title:
        return spaced_once(printed.title)
    return _first_sentence(printed)


def teaser(printed: HeadlineSource) -> str:
    """Return the first sentence of the text, for display below the title.

    Returns "" if there is no title, or if the sentence repeats the title.
    """
    if not printed.title:
        return ""
    found = _first_sentence(printed)
    return "" if found.startswith(spaced_once(printed.title).rstrip(".")) else found


def _first_sentence(printed: HeadlineSource) -> str:
    return first_sentence((printed.text or "")[after_dateline(printed) :])


def title_of(printed: HeadlineSource) -> str:
    """Return the headline, or the whole text if there is no headline.

    A text that is only a dateline has no headline.
    """
    return headline(printed) or spaced_once(printed.text or "")


def after_dateline(printed: HeadlineSource) -> int:
    """Return the position after the dateline at the start of the text, or 0."""
    text = printed.text or ""
    if not printed.dateline or not text.startswith(printed.dateline):
        return 0
    end = _END_OF_DATELINE.match(text, len(printed.dateline))
    return end.end() if end else 0
