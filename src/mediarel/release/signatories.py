"""Those who signed a release, as its text lists them.

Most lists stand below a heading ("Signed by:"), a name a line. Within are headings
of parts, which are no names; the list ends at contacts, notes, or a sentence. Some
have no heading and begin after the last sentence of the text, and some are no list at
all: "a statement by A on behalf of B, C and D".
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mediarel.release.dated_lines import date_line
from mediarel.release.dateline import is_date
from mediarel.release.listed import (
    LONGEST_NAME,
    clean_name,
    is_numbered,
    name_beside,
    names_beside,
    names_in_line,
    names_in_sentence,
    names_of_list,
    one_a_line,
)
from mediarel.release.namelike import is_sentence, is_title_like, looks_like_names
from mediarel.release.signing import (
    announced,
    is_end,
    is_heading,
    is_note,
    is_note_number,
    is_part,
    is_surely_heading,
    may_be_signed,
    others,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOOKED_AT = 300_000  # letters, from the end
_MOST_NAMES = 5000
_MOST_LINES = 1000  # of a list without a heading, or below it
_LEAST_LINES = 5  # of a list without a heading
_MOST = 0.9
_LEAST_MARKED = 3  # of one that has a star before each name


class Signatories(NamedTuple):
    """The names as printed; how many the text says there are, if it does.

    `start` is where in the text the heading above them stands, its end without one.
    """

    names: tuple[str, ...] = ()
    announced: int | None = None
    start: int | None = None


class _List(NamedTuple):
    names: list[str]
    announced: int | None
    end: int


def read_signatories(text: str) -> Signatories:
    """Return the names of those who signed `text`, in its order, each once."""
    text = text[-_LOOKED_AT:]
    low = text.casefold()
    found = Signatories()
    if "\n" in text:
        lines = text.split("\n")
        if may_be_signed(low):
            found = _below_headings(lines)
        # Of three names at least, and a text above them.
        if not found.names and len(lines) > _LEAST_MARKED:
            is_of_many = _speaks_of_many(low)
            names = _after_the_last_sentence(lines, is_of_many=is_of_many)
            start = text.rfind(f"{names[0]}\n") if names else None
            found = Signatories(tuple(names), None, start)
    if not found.names and _mentions_speaker(low):
        found = Signatories(tuple(_in_a_sentence(text)))
    if not found.names:
        return found
    return found._replace(names=tuple(dict.fromkeys(found.names))[:_MOST_NAMES])


def _below_headings(lines: Sequence[str]) -> Signatories:
    """Return the names below each heading in `lines`, and how many are announced."""
    names: list[str] = []
    count: int | None = None
    number, first = 0, None
    while number < len(lines):
        line, above = lines[number], len(names)
        if inline := names_beside(line):
            found = _List(inline, announced(line), number + 1)
        elif (name := name_beside(line)) and is_title_like(name):
            below = lines[number + 1 : number + _MOST_LINES]
            found = _list_below([line, name, *below], 0)
            found = found._replace(end=number + found.end - 1)
        elif is_heading(line):
            found = _list_below(lines, number)
        else:
            number += 1
            continue
        names += found.names
        if len(names) > above:
            count = count or found.announced
            first = number if first is None else first
        number = max(found.end, number + 1)
    start = None if first is None else sum(len(line) + 1 for line in lines[:first])
    return Signatories(tuple(names), count, start)


def _list_below(lines: Sequence[str], heading: int) -> _List:
    """Return the list below the line `heading`; its end is the line that ends it."""
    count = announced(lines[heading])
    number = heading + 1
    # Further headings, and a sentence that counts them or names their order.
    while number < len(lines) and (
        not lines[number].strip()
        or is_heading(lines[number])
        or _is_remark(lines[number])
    ):
        count = count or announced(lines[number])
        number += 1
    more = 0
    kept: list[str] = []
    while number < len(lines):
        line = lines[number]
        has_number = is_numbered(line)
        if not line.strip():
            kept.append("")
        elif extra := others(line):
            more += extra
        elif is_heading(line):
            kept.append("")
        elif (is_note(line) or _is_note_below(kept, line)) or (
            not has_number and _is_below(line)
        ):
            kept = _without_head_of_next(kept)
            break
        elif len(line) <= LONGEST_NAME:
            kept.append(line)
        number += 1
    names = [name for name in names_of_list(kept) if not _is_dated(name)]
    if len(names) == 1 and (several := _several(names[0])):
        names = several
    is_sure = len(names) > 1 or is_surely_heading(lines[heading])
    if not is_sure or not looks_like_names(names):
        return _List([], None, number)
    return _List(names, None if count is None else max(count - more, 0), number)


def _several(line: str) -> list[str]:
    """Return the names in the one line of a list: of two commas or more, or others."""
    is_list = line.count(",") > 1 or ";" in line or "、" in line
    return names_in_line(line) if is_list else []


def _is_below(line: str) -> bool:
    """Tell whether `line` is no part of a list, but what comes below it."""
    return is_end(line) or is_sentence(line)


def _is_note_below(kept: Sequence[str], line: str) -> bool:
    """Tell whether `line` is a note set apart from a list that is counted otherwise."""
    is_apart = bool(kept) and not kept[-1] and any(kept)
    return is_apart and is_note_number(line) and not any(map(is_note_number, kept))


def _is_dated(name: str) -> bool:
    """Tell whether `name` is a date or a dateline: `Kampot, 3 March 2019`."""
    return is_date(name) or date_line(name, has_title=False) is not None


def _without_head_of_next(kept: list[str]) -> list[str]:
    """Return the lines of a list without the title of the text that comes next.

    It stands apart, as no other line of the list does.
    """
    blanks = [place for place, line in enumerate(kept) if not line]
    is_apart = len(kept) > _LEAST_LINES and blanks == [len(kept) - 3, len(kept) - 1]
    return kept[:-3] if is_apart else kept


def _after_the_last_sentence(lines: Sequence[str], *, is_of_many: bool) -> list[str]:
    """Return the names of a list that no heading announces."""
    end = len(lines)
    for number in range(end - 1, max(end - _MOST_LINES, 0) - 1, -1):
        if not lines[number].strip():
            continue
        if is_end(lines[number]) or is_note(lines[number]):
            end = number
        elif is_sentence(lines[number]):
            break
    begin = end
    while begin and end - begin < _MOST_LINES and not _ends_run(lines[begin - 1]):
        begin -= 1
    run = [line.strip() for line in lines[begin:end]]
    filled = [line for line in run if line]
    if not begin or not filled or end - begin == _MOST_LINES:
        return []
    marks = [line[0] for line in filled if line[0] in "☆★✩✰※◇◆❖"]
    if len(marks) >= _LEAST_MARKED:
        return [clean_name(line) for line in filled if line[0] in marks]
    # "Organizations" above them is nearly a heading.
    least = _LEAST_MARKED if is_part(filled[0].rstrip(":")) else _LEAST_LINES
    above = lines[begin - 1].casefold()
    if not (_speaks_of_many(above) or is_of_many or _of_us().search(above)):
        return []
    named = list(one_a_line(run))
    alike = sum(map(is_title_like, named))
    return named if len(named) >= least and alike > _MOST * len(named) else []


def _ends_run(line: str) -> bool:
    return is_sentence(line) or len(line) > LONGEST_NAME or is_heading(line)


def _in_a_sentence(text: str) -> list[str]:
    """Return the names in "statement by … on behalf of A, B and C"."""
    for found in _on_behalf().finditer(text):
        listed = found[1]
        end = _sentence_end().search(listed)
        names = names_in_sentence(listed[: end.start()] if end else listed)
        if len(names) > 1:
            return names
    return []


def _is_remark(line: str) -> bool:
    """Tell whether `line` above a list counts the names or tells of their order."""
    bare = line.strip()
    low = bare.casefold()
    if low.startswith(("(", "（", "[")) and low.endswith((")", "）", "]", ":")):
        return len(bare) <= 120  # noqa: PLR2004
    if "alphabetic" in low or "排名不分" in low:
        return True
    return announced(bare) is not None and bare.endswith((".", ":", "。", "：", "៖"))


def _speaks_of_many(low: str) -> bool:
    return any(map(low.__contains__, _MANY))


_MANY = ("organi", "associa", "群組", "團體", "团体", "団体", "groups", "អង្គការ")


def _mentions_speaker(low: str) -> bool:
    return "behalf of" in low or "au nom de" in low or "en nombre de" in low


@cache
def _of_us() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:we|our|us|nous|nos|nosotros|nuestr[oa]s?|wir|noi|nós|kami)\b"
    )


@cache
def _on_behalf() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:statement|letter|declaration|intervention|speech|appeal|deliver\w*"
        r"|speak\w*|submi\w*|made|déclaration|declaración)\b[^\n.]{0,200}?\b"
        r"(?:on behalf of|au nom de"
        r"|en nombre de)\s(?:the\s(?:following\s)?(?:organi[sz]ations|groups)[:,]?\s)?"
        r"([^\n]{3,4000})",
        re.IGNORECASE,
    )


@cache
def _sentence_end() -> re.Pattern[str]:
    return re.compile(r"(?<![A-Z])\.(?=\s|$)|\s[–—-]\s|;")
