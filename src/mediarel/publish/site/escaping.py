"""Text in a page: the one function through which all of it goes.

What is `Markup` is HTML already: only this room makes any.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from mediarel.formats.html_text import html_text


def escaped(text: str) -> Markup:
    """Return `text` as it stands in an element or between quotes.

    What nobody sees, but acts, is there by its number; what HTML can't hold is not.
    """
    if text.isprintable():
        return escape(text)
    return Markup(html_text(text, _unheard).replace("'", "&#39;"))  # noqa: S704 - escaped


def shown(value: object) -> object:
    """Return what a template is to print of `value`, before it escapes that by itself.

    Text in which something is not seen is escaped here; most has none of that.
    """
    if type(value) is str and not value.isprintable():
        return escaped(value)
    return value


def paragraphs(text: str) -> list[Markup]:
    """Return the paragraphs of `text`, with their lines as they are."""
    return [
        Markup(str(escaped(each)).replace("\n", "<br>\n"))  # noqa: S704 - escaped before
        for each in text.split("\n\n")
        if each
    ]


def _unheard(_what: str) -> None:
    """Pass over what HTML can't hold: the archive has it."""
