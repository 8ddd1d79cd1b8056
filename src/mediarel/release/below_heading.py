"""Find the list of names below a heading, and the line that ends the list."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.printed import first_date
from mediarel.release.closings import is_of_one, is_wished
from mediarel.release.dated_lines import date_line
from mediarel.release.dateline import is_date
from mediarel.release.ends import (
    is_call_to_sign,
    is_end,
    is_note,
    is_note_number,
    is_page_number,
    label_of,
)
from mediarel.release.inline import (
    is_part_with_names,
    names_by_number,
    names_in_line,
    names_in_paragraph,
)
from mediarel.release.listed import names_of_list
from mediarel.release.namelike import is_sentence, is_title_like, looks_like_names
from mediarel.release.one_name import (
    LONGEST_NAME,
    clean_name,
    is_marked,
    is_numbered,
    without_number,
)
from mediarel.release.signing import (
    announced,
    is_calling,
    is_heading,
    is_of_signing,
    is_part,
    is_surely_heading,
    may_be_signed,
    others,
)
from mediarel.release.words import SIGNING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 90
_MOST_WORDS = 10
_LOOKED_AT = 5  # lines of the list
_LONGEST_NAME = 200
_LONGEST_UNSPACED = 40
_BRACKETED = re.compile(r"[(（][^()（）]{0,90}[)）]")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*+")
_MOST_LINES = 4  # of one name
_FULL_LINE = 30  # characters
_IN_BRACKETS = 600  # characters of a name that includes a list in brackets
_LEAST_LINES = 5  # above the title of the next text
_LONGEST_REMARK = 120
_MARKED = 5  # lines of a list with a mark before each name
_LOOKED_BACK = 200  # lines of a list
_FIGURE = re.compile(r"\d|年")
_BEFORE_YEAR = re.compile(r"[,，][^,，]{1,40}\d{4}\s?\.?\Z")
_STOPS = frozenset(".:。：")


class Listed(NamedTuple):
    """The names of a list, how many are announced, and the line that ends it."""

    names: list[str]
    announced: int | None
    end: int


def list_below(lines: Sequence[str], heading: int) -> Listed:
    """Return the list below the line `heading`."""
    count = announced(lines[heading])
    number = heading + 1
    # Further headings, and a sentence that counts them or names their order.
    while number < len(lines) and (
        not lines[number].strip()
        or is_heading(lines[number])
        or _is_remark(lines[number])
        or is_wished(lines[number], lines[number - 1])
    ):
        count = count or announced(lines[number])
        number += 1
    headings = [line for line in lines[heading:number] if is_heading(line)]
    more = 0
    kept: list[str] = []
    while number < len(lines):
        line, after = whole_line(lines, number)
        if several := _in_paragraph(line):
            kept += several
            number = after
            continue
        if _is_below(kept, line):
            kept = _without_head_of_next(kept)
            break
        if extra := others(line):
            more += extra
        elif not line.strip() or is_heading(line) or _is_count(line):
            kept.append("")
        elif len(line) <= LONGEST_NAME and not is_page_number(line):
            kept.append(line)
        number = after
    names = [name for name in names_of_list(kept) if not is_dated(name)]
    if len(names) == 1 and (several := _several(names[0])):
        names = several
    is_signed = any(map(is_surely_heading, headings))
    is_sure = is_signed or (len(names) > 1 and not is_of_one(kept))
    if not is_sure or not looks_like_names(names):
        return Listed([], None, number)
    return Listed(names, None if count is None else max(count - more, 0), number)


def _is_count(line: str) -> bool:
    """Return whether `line` counts the signatories: `12 groups signed as well.`."""
    is_told = line.rstrip()[-1:] in _STOPS and len(line) <= _LONGEST_REMARK
    return is_told and announced(line) is not None and may_be_signed((line,))


def _in_paragraph(line: str) -> list[str]:
    """Return the names of a paragraph of names. A part with its names is not split."""
    if numbered := names_by_number(line):
        return numbered
    if is_end(line):
        return []
    return [line] if is_part_with_names(line) else names_in_paragraph(line)


def _several(line: str) -> list[str]:
    """Return the names in the only line of a list, split at commas or other signs."""
    is_list = line.count(",") > 1 or ";" in line or "、" in line or " / " in line
    return names_in_line(line) if is_list else []


def _is_below(kept: Sequence[str], line: str) -> bool:
    """Return whether `line` is below the list `kept` and no part of the list."""
    if not line.strip():
        return False
    if is_call_to_sign(line) or is_note(line) or _is_note_below(kept, line):
        return True
    if is_numbered(line) or others(line) or is_heading(line):
        return False
    if is_marked(line) and sum(map(is_marked, kept[-_LOOKED_BACK:])) >= _MARKED:
        return is_end(line)
    return is_end(line) or is_sentence(line) or _is_labelled_below(kept, line)


def _is_note_below(kept: Sequence[str], line: str) -> bool:
    """Return whether `line` is a numbered note, separate from an unnumbered list."""
    is_apart = bool(kept) and not kept[-1] and any(kept)
    return is_apart and is_note_number(line) and not any(map(is_note_number, kept))


def _is_labelled_below(kept: Sequence[str], line: str) -> bool:
    """Return whether `line` is apart from a list and has a label that is not a name.

    Example: "Secretariat of the Assembly: 4 Ferry Lane". A list continues if all its
    lines are apart or have labels.
    """
    label = label_of(line)
    if not label or not kept or kept[-1] or is_part(label):
        return False
    near = kept[-_LOOKED_BACK:]
    filled = [each for each in near if each]
    is_apart = len(filled) > 1 and 2 * near.count("") <= len(filled) + 1
    return is_apart and not any(map(label_of, filled))


def is_dated(name: str) -> bool:
    """Return whether `name` is a date or a dateline: `Kampot, 3 March 2019`."""
    if not _FIGURE.search(name):
        return False
    if is_date(name) or date_line(name, has_title=False) is not None:
        return True
    date = first_date(name) if _BEFORE_YEAR.search(name) else None
    return (
        date is not None
        and bool(date.day)
        and not name[date.end :].strip(" .")
        and name[: date.start].rstrip().endswith((",", "，"))
    )


def _without_head_of_next(kept: list[str]) -> list[str]:
    """Return the lines of a list without the title of the next text.

    Only that title is set apart by empty lines.
    """
    blanks = [place for place, line in enumerate(kept) if not line]
    is_apart = len(kept) > _LEAST_LINES and blanks == [len(kept) - 3, len(kept) - 1]
    return kept[:-3] if is_apart else kept


def _is_remark(line: str) -> bool:
    """Return whether `line` above a list counts the names or describes their order."""
    bare = line.strip()
    low = bare.casefold()
    if low.startswith(("(", "（", "[")) and low.endswith((")", "）", "]", ":")):
        return len(bare) <= _LONGEST_REMARK
    if names_in_paragraph(bare):
        return False
    if "alphabetic" in low or "排名不分" in low:
        return True
    return announced(bare) is not None and bare.endswith((".", ":", "。", "：", "៖"))


def whole_line(lines: Sequence[str], number: int) -> tuple[str, int]:
    """Return the line `number` joined with its continuation, and the next number."""
    line = lines[number]
    if "\t" in line or len(line) > LONGEST_NAME:
        return line, number + 1
    if _depth(line) > 0 and (closed := _until_closed(lines, number)):
        return closed
    end = number + 1
    for _ in range(_MOST_LINES - 1):
        after = _next(lines, end)
        if after is None or not _goes_on(line.rstrip(), lines[after].strip()):
            break
        line, end = f"{line.rstrip()} {lines[after].strip()}", after + 1
    return line, end


def _goes_on(line: str, below: str) -> bool:
    """Return whether the name in `line` continues in the line `below`."""
    if is_heading(line) or is_part(line) or is_heading(below):
        return False
    if _begins_name(below) or len(line) + len(below) > LONGEST_NAME or "\t" in below:
        return False
    if line.endswith((",", ";", ".", ":", "、")) or below.endswith(":"):
        return False
    if SIGNING.incomplete_name.search(line):
        return True
    return len(line) >= _FULL_LINE and SIGNING.continues_name.match(below) is not None


def _begins_name(line: str) -> bool:
    return is_numbered(line) or is_marked(line)


def _until_closed(lines: Sequence[str], number: int) -> tuple[str, int] | None:
    """Return the line `number` up to the end of its bracket, or None if unclosed."""
    line, end = lines[number].rstrip(), number + 1
    for _ in range(_MOST_LINES - 1):
        after = _next(lines, end)
        if after is None or _begins_name(lines[after]):
            return None
        line, end = f"{line} {lines[after].strip()}", after + 1
        if len(line) > _IN_BRACKETS or _depth(line) < 0:
            return None
        if _depth(line) == 0:
            return line, end
    return None


def _depth(line: str) -> int:
    """Return the number of brackets that are open at the end of `line`."""
    return sum(map(line.count, "(（")) - sum(map(line.count, ")）"))


def _next(lines: Sequence[str], number: int) -> int | None:
    """Return the number of the first non-blank line from `number`, past one blank."""
    for place in range(number, min(number + 2, len(lines))):
        if lines[place].strip():
            return place
    return None


def is_above_names(lines: Sequence[str], number: int) -> bool:
    """Return whether the line `number` mentions signing and is above names."""
    line = lines[number].strip()
    low = line.casefold()
    if not 0 < len(line) <= _LONGEST or not any(map(low.__contains__, SIGNING.stems)):
        return False
    words = _WORD.findall(_BRACKETED.sub("", low))
    is_short = 0 < len(words) <= _MOST_WORDS and line[-1] not in ".!?,;。！？"
    if not is_short or not any(map(is_of_signing, words)) or is_marked(line):
        return False
    if is_numbered(line) or is_calling(low) or is_call_to_sign(line):
        return False
    filled = (each.strip() for each in lines[number + 1 :] if each.strip())
    return _are_names(list(islice(filled, _LOOKED_AT)))


def _are_names(lines: Sequence[str]) -> bool:
    """Return whether `lines` begin a list: all have marks, or look like names."""
    if len(lines) < _LOOKED_AT or any(map(is_odd, lines)):
        return False
    if all(map(is_marked, lines)) or all(map(is_numbered, lines)):
        return True
    return all(map(is_title_like, lines))


def is_odd(line: str) -> bool:
    """Return whether `line` of a list, with its mark, is unlikely to be a name."""
    name = clean_name(without_number(line))
    return (
        not name
        or name[0].islower()
        or len(name) > (_LONGEST_NAME if name[0] < "\u0e00" else _LONGEST_UNSPACED)
        or name[-1] in ".;:!?。"
        or is_sentence(name)
        or is_end(name)
    )
