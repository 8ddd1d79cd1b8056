"""Text in a page: the one function through which all of it goes.

What is `Markup` is HTML already: only this room makes any.
"""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

from mediarel.formats.xml_text import html_text

_SHORT = 1000  # letters of a text that is kept once it is escaped


def escaped(text: str) -> Markup:
    """Return `text` as it stands in an element or between quotes.

    What nobody sees, but acts, is there by its number; what HTML can't hold is not.
    """
    if text.isprintable():
        return escape(text)
    return Markup(html_text(text, _unheard).replace("'", "&#39;"))  # noqa: S704 - escaped


# Most of what a page says stands in it several times, or in the page before it.
_escaped_before = lru_cache(maxsize=1024)(escaped)


def printed(value: object) -> str:
    """Return what a template prints of `value`: all but HTML of our own is escaped."""
    if type(value) is str:
        return _escaped_before(value) if len(value) <= _SHORT else escaped(value)
    return value if type(value) is Markup else escape(value)


def paragraphs(text: str) -> list[Markup]:
    """Return the paragraphs of `text`, with their lines as they are."""
    return [
        Markup(str(escaped(each)).replace("\n", "<br>\n"))  # noqa: S704 - escaped before
        for each in text.split("\n\n")
        if each
    ]


def _unheard(_what: str) -> None:
    """Pass over what HTML can't hold: the archive has it."""
