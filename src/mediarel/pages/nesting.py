"""How deep the elements of a page are nested, told before it is parsed.

A parser looks up through all open elements at each new one: elements nested without
end would keep it busy for hours.
"""

from __future__ import annotations

import re

# Those that nest in one another where they are not closed; a paragraph, an item, a row
# or a cell ends the one before, and what only formats text is dealt with otherwise.
_NESTING = """
div table section article main aside header footer nav ul ol dl menu blockquote center
form fieldset figure details span ins del label button dir object
"""
_TAG = re.compile(
    rf"<(/?)(?:({'|'.join(_NESTING.split())})|(!--)|(script|style))(?=[\s/>]|--|(?<=!--))",
    re.IGNORECASE,
)


def is_nested_deeper(text: str, most: int) -> bool:
    """Tell whether more than `most` elements may be open at once in a page."""
    depth = 0
    position = 0
    while (tag := _TAG.search(text, position)) is not None:
        position = tag.end()
        if tag[3]:
            end = text.find("-->", position)
            position = end if end >= 0 else len(text)
        elif tag[4]:
            if not tag[1]:
                end = text.find(f"</{tag[4]}", position)
                position = end if end >= 0 else position
        else:
            depth = max(0, depth + (-1 if tag[1] else 1))
            if depth > most:
                return True
    return False
