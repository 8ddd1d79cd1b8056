"""Remove control characters and noncharacters from text that comes in.

Nobody sees them, and programs drop them: a name with one inside would be found by
nothing, and be read in full once it is printed. Tabs and line ends stay.
"""

from __future__ import annotations

import re
from typing import Any

# Unicode 17, section 23.7. Here and below: the inside of a character class.
NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(0x10000 * plane + 0xFFFE)}{chr(0x10000 * plane + 0xFFFF)}"
    for plane in range(17)
)
_NO_TEXT = f"\x00-\x08\x0e-\x1f\x7f{NONCHARACTERS}"
_C1 = "\x80-\x9f"
_CONTROL = re.compile(f"[{_NO_TEXT}{_C1}\x0b\x0c]")
_BUT_C1 = re.compile(f"[{_NO_TEXT}]|(?<=[^\\W\\d_])[\x0b\x0c](?=[^\\W\\d_])")
_DEPTH = 4  # levels of a statement: fields, lists, objects, values
_IS_C1 = re.compile(f"[{_C1}]")


def controls_in(text: str) -> list[str]:
    """Return the characters of `text` that `without_controls` removes or replaces."""
    found = _CONTROL.findall(text)
    if found and _is_misread(text):
        found = [each for each in found if not _IS_C1.match(each)]
    return found


def without_controls(text: str) -> str:
    """Return `text` without control characters and noncharacters.

    Vertical tabs and form feeds become line ends, except between two letters. C1
    controls stay in text that was read in the wrong encoding: they help to repair it.
    """
    if not _CONTROL.search(text):
        return text
    is_misread = _is_misread(text)
    text = _BUT_C1.sub("", text).replace("\x0b", "\n").replace("\x0c", "\n")
    return text if is_misread else _IS_C1.sub("", text)


def controls_named(text: str) -> str:
    """Return the controls of `text` in words: `the control character U+0002`."""
    codes = sorted({f"U+{ord(each):04X}" for each in controls_in(text)})
    return f"the control character{'s' * (len(codes) > 1)} {', '.join(codes)}"


def cleaned(value: Any, depth: int = _DEPTH) -> Any:  # noqa: ANN401 - of JSON
    """Return a JSON value with `without_controls` applied to each text in it.

    Objects that are nested deeper than any field are left to the readers of fields.
    """
    if isinstance(value, str):
        return without_controls(value)
    if depth and isinstance(value, list | tuple):
        return [cleaned(each, depth - 1) for each in value]
    if depth and isinstance(value, dict):
        return {name: cleaned(each, depth - 1) for name, each in value.items()}
    return value


def _is_misread(text: str) -> bool:
    if not _IS_C1.search(text):
        return False
    # Few texts have such characters, and loading takes a few milliseconds.
    from mediarel.text.misread import reread  # noqa: PLC0415

    text = _BUT_C1.sub("", text)
    return reread(text) != text
