"""A list of names below its heading: where it begins, and which line ends it."""

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
from mediarel.release.signing_words import SIGNING

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
_FULL_LINE = 30  # letters
_IN_BRACKETS = 600  # letters of a name with a list of its own in brackets
# No name ends with these: what is behind them is on the next line.
_HANGING = re.compile(
    r"\s(?:of|for|the|against|de|del|des|du|da|do|das|dos|di|della|dei|delle|degli"
    r"|la|las|los|les|le|und|für|von|vom|der|gegen|zur|zum|en|em|na|no|para|por"
    r"|pour|à|au|aux|per|untuk|dan|bagi|São|Santo|Santa|San|Sankt|St\.|&)\Z"
)
# Nor does one begin with these.
_GOING_ON = re.compile(
    r"(?:of|for|and|de|del|des|du|da|do|das|dos|di|della|dei|delle|et|e|y|für|von|und"
    r"|für|pour|para|per|untuk|&)\s"
)
_LEAST_LINES = 5  # above the title of the text that comes next
_LONGEST_REMARK = 120
_MARKED = 5  # lines of a list whose names have a mark each
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
    """Tell whether `line` counts those who signed: `12 groups signed as well.`."""
    is_told = line.rstrip()[-1:] in _STOPS and len(line) <= _LONGEST_REMARK
    return is_told and announced(line) is not None and may_be_signed((line,))


def _in_paragraph(line: str) -> list[str]:
    """Return the names of a paragraph of names; a part with its names as it is."""
    if numbered := names_by_number(line):
        return numbered
    if is_end(line):
        return []
    return [line] if is_part_with_names(line) else names_in_paragraph(line)


def _several(line: str) -> list[str]:
    """Return the names in the one line of a list: of two commas or more, or others."""
    is_list = line.count(",") > 1 or ";" in line or "、" in line or " / " in line
    return names_in_line(line) if is_list else []


def _is_below(kept: Sequence[str], line: str) -> bool:
    """Tell whether `line` is no part of the list `kept`, but what comes below it."""
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
    """Tell whether `line` is a note set apart from a list that is counted otherwise."""
    is_apart = bool(kept) and not kept[-1] and any(kept)
    return is_apart and is_note_number(line) and not any(map(is_note_number, kept))


def _is_labelled_below(kept: Sequence[str], line: str) -> bool:
    """Tell whether `line` is set apart from a list, with a label that no name has.

    "Secretariat of the Assembly: 4 Ferry Lane"; a list whose lines are all apart, or
    have labels, goes on.
    """
    label = label_of(line)
    if not label or not kept or kept[-1] or is_part(label):
        return False
    near = kept[-_LOOKED_BACK:]
    filled = [each for each in near if each]
    is_apart = len(filled) > 1 and 2 * near.count("") <= len(filled) + 1
    return is_apart and not any(map(label_of, filled))


def is_dated(name: str) -> bool:
    """Tell whether `name` is a date or a dateline: `Kampot, 3 March 2019`."""
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
    """Return the lines of a list without the title of the text that comes next.

    It stands apart, as no other line of the list does.
    """
    blanks = [place for place, line in enumerate(kept) if not line]
    is_apart = len(kept) > _LEAST_LINES and blanks == [len(kept) - 3, len(kept) - 1]
    return kept[:-3] if is_apart else kept


def _is_remark(line: str) -> bool:
    """Tell whether `line` above a list counts the names or tells of their order."""
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
    """Return the line `number`, with those that it goes on in, and which is next."""
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
    """Tell whether the name in `line` goes on in the line `below` it."""
    if is_heading(line) or is_part(line) or is_heading(below):
        return False
    if _begins_name(below) or len(line) + len(below) > LONGEST_NAME or "\t" in below:
        return False
    if line.endswith((",", ";", ".", ":", "、")) or below.endswith(":"):
        return False
    if _HANGING.search(line):
        return True
    return len(line) >= _FULL_LINE and _GOING_ON.match(below) is not None


def _begins_name(line: str) -> bool:
    return is_numbered(line) or is_marked(line)


def _until_closed(lines: Sequence[str], number: int) -> tuple[str, int] | None:
    """Return the line `number` with those up to the end of its bracket, if it ends."""
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
    """Return how many brackets of `line` are open at its end."""
    return sum(map(line.count, "(（")) - sum(map(line.count, ")）"))


def _next(lines: Sequence[str], number: int) -> int | None:
    """Return the first line with any letter at or behind `number`, one may be empty."""
    for place in range(number, min(number + 2, len(lines))):
        if lines[place].strip():
            return place
    return None


def is_above_names(lines: Sequence[str], number: int) -> bool:
    """Tell whether the line `number` speaks of signing, and names stand below it."""
    line = lines[number].strip()
    low = line.casefold()
    if not 0 < len(line) <= _LONGEST or not any(map(low.__contains__, SIGNING)):
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
    """Tell whether `lines` begin a list: each has a mark, or reads as a name."""
    if len(lines) < _LOOKED_AT or any(map(is_odd, lines)):
        return False
    if all(map(is_marked, lines)) or all(map(is_numbered, lines)):
        return True
    return all(map(is_title_like, lines))


def is_odd(line: str) -> bool:
    """Tell whether `line` of a list, with its mark, is hardly a name."""
    name = clean_name(without_number(line))
    return (
        not name
        or name[0].islower()
        or len(name) > (_LONGEST_NAME if name[0] < "\u0e00" else _LONGEST_UNSPACED)
        or name[-1] in ".;:!?。"
        or is_sentence(name)
        or is_end(name)
    )
