"""What a list shows of a statement: its title, else its first sentence."""

from __future__ import annotations

import re
from typing import Protocol

from mediarel.release.signs import DASH, WHITE
from mediarel.text.lines import spaced_once
from mediarel.text.sentences import first_sentence

_END_OF_DATELINE = re.compile(rf"[{WHITE}{DASH}.:៖]*+")


class HeadlineSource(Protocol):
    """A draft, a statement or its record: what has a headline."""

    @property
    def title(self) -> str | None:
        """Its title."""

    @property
    def text(self) -> str | None:
        """Its text."""

    @property
    def dateline(self) -> str | None:
        """Its dateline, as printed."""


def headline(printed: HeadlineSource) -> str:
    """Return the title, else the first sentence of the text.

    It is on one line, with one plain space between words.
    """
    if printed.title:
        return spaced_once(printed.title)
    return first_sentence((printed.text or "")[after_dateline(printed) :])


def title_of(printed: HeadlineSource) -> str:
    """Return what stands for a title where there must be one: never empty.

    That is the headline; of a text that is all dateline, the text.
    """
    return headline(printed) or spaced_once(printed.text or "")


def after_dateline(printed: HeadlineSource) -> int:
    """Return where in its text the dateline of `printed` ends, 0 where it has none."""
    text = printed.text or ""
    if not printed.dateline or not text.startswith(printed.dateline):
        return 0
    end = _END_OF_DATELINE.match(text, len(printed.dateline))
    return end.end() if end else 0
