"""Write the cells of a table. `cells.py` describes the cells and reads them.

If a cell begins with a sign, as in `=1+1`, a spreadsheet runs the cell as a formula. A
guard prevents this:

- The signs are `=`, `+`, `-` and `@`, also in East Asian widths.
- White space, control characters, characters without width, and quotes may come before
  the sign. LibreOffice ignores U+0000, and other programs ignore more characters.
- A spreadsheet may split a cell at a line end, a `;`, a comma or a tab inside the cell.
  It never splits a cell at the table's own separator, because such a cell is quoted.
- A cell that begins with a tab or a carriage return is guarded too.

The guard is a `'` before the cell or before a part of the cell. A cell such as `'=1+1`
gets a second `'`. When the table is read again, one `'` is removed.
"""

import re
from collections.abc import Iterator

from mediarel.formats.json_syntax import encode
from mediarel.model import fields
from mediarel.text.lines import HARMFUL

_SIGNS = r"[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]"
# Characters allowed before a sign. They include ignorable characters, such as the
# zero-width space, joiners, variation selectors and fillers (Unicode 5.21).
_BEFORE = (
    rf"\s'\"\x7f-\x9f\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d"
    rf"\u2060-\u206f\u3164\ufe00-\ufe0f\uffa0\ufff0-\uffff\U000e0080-\U000e0fff{HARMFUL}"
)
_LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
_RUN_AT_START = re.compile(rf"[{_BEFORE}]*+{_SIGNS}|'*+[\t\r]")
# It is faster to search for a sign first, and then for the character before it.
_RUN_WITHIN = re.compile(rf"{_SIGNS}(?<=[{_BEFORE};,].)", re.DOTALL)
_IS_BEFORE = re.compile(f"[{_BEFORE}]")
COLUMNS = fields.ALL_FIELDS
_SPECIAL = re.compile(r"[\\;]")


def cell_of(name: str, value: object) -> str:
    """Return the text of a cell for `value`, the JSON value of the field `name`."""
    if value is None or value is False or value == []:
        return ""
    if value is True:
        return fields.flag_word(value)
    if name in fields.LIST_FIELDS and isinstance(value, list):
        cell = "; ".join(value)
        # Most items don't need a backslash.
        if "\\" not in cell and cell.count(";") == len(value) - 1:
            return cell
        return "; ".join(_SPECIAL.sub(r"\\\g<0>", item) for item in value)
    if name not in fields.JSON_FIELDS:
        return str(value)
    return encode(value)


def guarded(cell: str, separator: str) -> str:
    """Return the text of a cell with guards, for a table with this separator."""
    # Nearly all cells are harmless, and most are empty.
    if not cell:
        return cell
    if _RUN_WITHIN.search(cell):
        cell = "'".join(_parts(cell, list(_places(cell, separator))))
    return f"'{cell}" if _RUN_AT_START.match(cell) else cell


def unguarded(cell: str, separator: str) -> str:
    """Return the text of a cell without the guards that `guarded` added."""
    if "'" not in cell:
        return cell
    places = [n for n in _places(cell, separator) if cell[n] == "'"]
    if cell[0] == "'" and _RUN_AT_START.match(cell, 1):
        places.insert(0, 0)
    first, *rest = _parts(cell, places)
    return first + "".join(part[1:] for part in rest)


def _parts(cell: str, places: list[int]) -> Iterator[str]:
    """Split `cell` at the positions in `places`."""
    ends = [*places, len(cell)]
    start = 0
    for end in ends:
        yield cell[start:end]
        start = end


def _places(cell: str, separator: str) -> Iterator[int]:
    """Yield the positions where a spreadsheet could see the start of a formula."""
    starts = {";", ",", "\t", *_LINE_ENDS} - {separator}
    for sign in _RUN_WITHIN.finditer(cell):
        end = first = sign.start()
        while first and _IS_BEFORE.match(cell, first - 1):
            first -= 1
        yield from (n for n in range(max(first, 1), end + 1) if cell[n - 1] in starts)
