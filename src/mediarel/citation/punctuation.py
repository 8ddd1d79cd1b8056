"""Full stops and quotation marks: what ends a part, and a title within quotes."""

from __future__ import annotations

import re

_CLOSING = "”’\"'"
_ENDS = (".", "?", "!")
_STRAIGHT = re.compile(r"(?:(?<=[\s(\[“‘—–-])|\A)\"|\"")
_SINGLE = re.compile(r"‘([^‘’]*)’(?!\w)")
_WITHIN_DOUBLE = str.maketrans("“”", "‘’")


def stopped(text: str) -> str:
    """Return `text` with a full stop, unless a mark ends it.

    It stands within the quotes that end it, as in the United States.
    """
    said = text.rstrip(_CLOSING)
    if said.endswith(_ENDS):
        return text
    return f"{said}.{text[len(said) :]}"


def is_ended(text: str) -> bool:
    """Tell whether a full stop, a question or an exclamation mark ends `text`."""
    return text.rstrip(_CLOSING).endswith(_ENDS)


def curled(text: str) -> str:
    """Return `text` with straight double quotes as “ and ”."""
    return _STRAIGHT.sub(_curl, text) if '"' in text else text  # few have any


def _curl(quote: re.Match[str]) -> str:
    before = quote.string[: quote.start()][-1:]
    return "“" if not before or before in " ([“‘—–-" else "”"


def in_double_quotes(text: str) -> str:
    """Return “text” with a full stop, and ‘quotes’ in it."""
    return f"“{curled(stopped(text)).translate(_WITHIN_DOUBLE)}”"


def in_single_quotes(text: str) -> str:
    """Return ‘text’ as it ends, with “quotes” in it."""
    within = _SINGLE.sub(r"“\1”", curled(text))
    return f"‘{within}’"
