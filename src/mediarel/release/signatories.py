"""Read the signatories of a release from its text.

Most lists are below a heading ("Signed by:"), with one name per line. Headings within
the list are not names. The list ends at contacts, notes, or a sentence. Some lists have
no heading and begin after the last sentence of the text. Some signatories are in a
sentence: "a statement by A on behalf of B, C and D".
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice, takewhile
from typing import NamedTuple

from mediarel.dates.printed import date_alone, first_date
from mediarel.release.dateline import date_line
from mediarel.release.kinds import kind_in_title
from mediarel.release.name_lists import (
    heading_of,
    in_columns,
    names_beside,
    names_in_block,
    names_in_line,
    names_in_paragraph,
    names_in_sentence,
    names_of_list,
    of_table,
    one_a_line,
)
from mediarel.release.names import (
    LONGEST_NAME,
    bare_number,
    clean_name,
    is_like_a_person,
    is_marked,
    is_name_like,
    is_numbered,
    is_one_word,
    is_organisation_like,
    is_rest_of_list,
    is_sentence,
    is_title_like,
    looks_like_names,
    without_number,
)
from mediarel.release.signing import (
    announced,
    is_call_to_sign,
    is_calling,
    is_closing,
    is_end,
    is_heading,
    is_note,
    is_note_number,
    is_of_one,
    is_of_signing,
    is_page_number,
    is_part,
    is_surely_heading,
    may_be_signed,
    others,
    speaks_for,
    without_country,
)
from mediarel.release.words import ASIDES, SIGNING
from mediarel.text.urls import without_addresses

_LONGEST_HEADING = 90
_MOST_WORDS = 10
_FIRST_LINES = 5  # lines of the list
_SEPARATORS = (";", ",", "、", "；", "，")
_BRACKETED = re.compile(r"[(（][^()（）]{0,90}[)）]")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*+")
_MOST_LINES_OF_NAME = 4  # of one name
_FULL_LINE = 30  # characters
_LONGEST_REMARK = 120
_MARKED = 5  # lines of a list with a mark before each name
_LOOKED_BACK = 40  # lines of a list
_FIGURE = re.compile(r"\d|年")
_BEFORE_YEAR = re.compile(r"[,，][^,，]{1,40}\d{4}\s?\.?\Z")


class Listed(NamedTuple):
    """The names of a list of signatories.

    `announced` is the number of names that the text announces, or None. `end` is the
    number of the line below the list.
    """

    names: list[str]
    announced: int | None
    end: int


def list_below(lines: Sequence[str], heading: int) -> Listed:
    """Read the list below the heading on line number `heading`."""
    count = announced(lines[heading])
    number = heading + 1
    # Skip further headings, and a sentence about the number or order of the names.
    while number < len(lines) and (
        not lines[number].strip()
        or is_heading(lines[number])
        or _is_remark(lines[number])
    ):
        count = count or announced(lines[number])
        number += 1
    headings = [line for line in lines[heading:number] if is_heading(line)]
    more = 0
    kept: list[str] = []
    while number < len(lines):
        line, after = whole_line(lines, number)
        line = without_country(line)
        several, below = _several(lines, number, kept)
        if several:
            kept += [*several, ""]
            number = below
            continue
        # An explanation how to sign, above further names.
        is_call = is_call_to_sign(lines[number]) and _are_alike(_filled(lines, after))
        is_apart = line.strip() and _is_apart(lines, number, kept)
        is_other = is_heading(line) and _is_apart(lines, after, [*kept, ""])
        if is_other or (not is_call and (is_apart or _is_below(kept, line))):
            break
        if extra := others(line):
            more += extra
        elif (
            not line.strip()
            or is_call
            or is_heading(line)
            or _heads_block(lines, number)
        ):
            kept.append("")
        elif len(without_addresses(line)) <= LONGEST_NAME and not is_page_number(line):
            kept.append(line)
        number = after
    names = [name for name in names_of_list(kept) if not is_dated(name)]
    if len(names) == 1:
        names = names_in_line(names[0]) or names
    is_sure = len(names) > 1 and not is_of_one(kept)
    if not (is_sure or any(map(is_surely_heading, headings))) or not looks_like_names(
        names
    ):
        return Listed([], None, number)
    return Listed(names, None if count is None else max(count - more, 0), number)


def _several(
    lines: Sequence[str], number: int, kept: Sequence[str]
) -> tuple[list[str], int]:
    """Return the names in the block or the line at `number`, if there are several.

    The second value is the number of the line below. `kept` contains the lines of the
    list so far.
    """
    line, after = whole_line(lines, number)
    if is_end(line):
        return [], after
    is_first = not (kept and kept[-1])
    block = [*takewhile(str.strip, lines[number : number + _MOST_LINES * is_first])]
    if names := names_in_block(block):
        return names, number + len(block)
    return names_in_paragraph(line, of_heading=True), after


def _is_below(kept: Sequence[str], line: str) -> bool:
    """Return True if `line` is the first line below the list, such as a note.

    `kept` contains the lines of the list so far.
    """
    if not line.strip():
        return False
    if any(kept) and is_note_number(line) and not any(map(is_note_number, kept)):
        return True
    is_salutation = ASIDES.salutation_in_address.match(line) is not None
    if is_call_to_sign(line) or is_note(line) or (is_salutation and not any(kept)):
        return True
    if is_numbered(line) or others(line) or is_heading(line):
        return False
    is_listed = bool(kept) and kept[-1].rstrip().endswith(_SEPARATORS)
    marked = sum(map(is_marked, kept[-_LOOKED_BACK:])) if is_marked(line) else 0
    is_listed = is_listed or marked >= _MARKED
    return is_end(line) or (not is_listed and is_sentence(line))


def _is_apart(lines: Sequence[str], number: int, kept: Sequence[str]) -> bool:
    """Return True if the block of lines at `number` differs from the list above it.

    `kept` contains the lines of the list so far. All blocks of a list have the same
    form: they have numbers, marks or neither, and contain organisations or people.
    """
    if not kept or kept[-1] or number >= len(lines):
        return False
    listed = [line for line in kept[-_LOOKED_BACK:] if line]
    if len(listed) < _LEAST_LINES or any(map(bare_number().fullmatch, listed)):
        return False
    line = lines[number]
    is_named = is_part(line) or is_heading(line) or without_country(line) != line
    if is_named or _heads_block(lines, number):
        return False
    near = _filled(lines, number)[:2]
    for test in (is_numbered, is_marked, _has_cells):
        share = sum(map(test, listed)) / len(listed)
        if share > _MOST:
            return not any(map(test, near))
        if not share and any(map(test, near)):
            return True
    is_spaced = 2 * kept[-_LOOKED_BACK:].count("") > len(listed)
    return not is_spaced and _differs(
        [*takewhile(str.strip, islice(lines, number, None))],
        [*takewhile(bool, reversed(kept[-_LOOKED_BACK:-1]))],
        listed,
    )


def _has_cells(line: str) -> bool:
    return "\t" in line


def _differs(block: Sequence[str], above: Sequence[str], listed: Sequence[str]) -> bool:
    """Return True if `block` is not part of the list in `listed`.

    `above` is the block above. Blocks with the same number of lines are table rows.
    """
    if len(block) == len(above) > 1 or _are_alike(block):
        return False
    are_people = 2 * sum(map(is_organisation_like, listed)) < len(listed)
    alike = sum(
        is_organisation_like(line) or (are_people and is_like_a_person(line))
        for line in block
    )
    return 2 * alike < len(block)


def _heads_block(lines: Sequence[str], number: int) -> bool:
    """Return True if line `number` is apart, and above a block of names."""
    if not 0 < number < len(lines) - 2 or not lines[number].strip():
        return False
    if lines[number - 1].strip() or lines[number + 1].strip():
        return False
    return _are_alike([*takewhile(str.strip, islice(lines, number + 2, None))])


def _are_alike(block: Sequence[str]) -> bool:
    """Return whether `block` has at least five lines, and most of them are names."""
    names = [clean_name(without_number(line.strip())) for line in block]
    return len(names) >= _LEAST_LINES and sum(map(is_name_like, names)) > _MOST * len(
        names
    )


def is_dated(name: str) -> bool:
    """Return whether `name` is a date or a dateline: `Kampot, 3 March 2019`."""
    if not _FIGURE.search(name):
        return False
    if (date_alone(name) is not None) or date_line(name, has_title=False) is not None:
        return True
    date = first_date(name) if _BEFORE_YEAR.search(name) else None
    return (
        date is not None
        and bool(date.day)
        and not name[date.end :].strip(" .")
        and name[: date.start].rstrip().endswith((",", "，"))
    )


def _is_remark(line: str) -> bool:
    """Return whether `line` above a list is about the number or order of the names."""
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
    """Join a line with its continuation lines.

    Return a pair: the joined line, and the number of the next line.
    """
    line = lines[number]
    if "\t" in line or len(line) > LONGEST_NAME:
        return line, number + 1
    end = number + 1
    for _ in range(_MOST_LINES_OF_NAME - 1):
        after = _next(lines, end)
        if after is None or not _goes_on(line.rstrip(), lines[after].strip()):
            break
        line, end = f"{line.rstrip()} {lines[after].strip()}", after + 1
    return line, end


def _goes_on(line: str, below: str) -> bool:
    """Return whether the name in `line` continues in the line `below`."""
    if is_heading(line) or is_part(line) or is_heading(below):
        return False
    if (
        is_numbered(below)
        or is_marked(below)
        or len(line) + len(below) > LONGEST_NAME
        or "\t" in below
    ):
        return False
    if line.endswith((",", ";", ".", ":", "、")) or below.endswith(":"):
        return False
    if SIGNING.incomplete_name.search(line):
        return True
    return len(line) >= _FULL_LINE and SIGNING.continues_name.match(below) is not None


def _next(lines: Sequence[str], number: int) -> int | None:
    """Return `number`, or the next number if line `number` is blank.

    Returns None if both lines are blank or missing.
    """
    for place in range(number, min(number + 2, len(lines))):
        if lines[place].strip():
            return place
    return None


def is_above_names(lines: Sequence[str], number: int) -> bool:
    """Return True if line `number` has a word about signing, and is above names."""
    line = lines[number].strip()
    if not 0 < len(line) <= _LONGEST_HEADING or line[-1] in ".!?,;。！？":
        return False
    low = line.casefold()
    words = _WORD.findall(_BRACKETED.sub("", low))
    if len(words) > _MOST_WORDS or not any(map(is_of_signing, words)):
        return False
    tests = is_marked, is_numbered, is_call_to_sign
    is_other = is_calling(low) or any(test(line) for test in tests)
    return not is_other and _are_alike(_filled(lines, number + 1))


def _filled(lines: Sequence[str], number: int) -> list[str]:
    """Return the first five non-blank lines from line `number` on."""
    filled = (line.strip() for line in islice(lines, number, None) if line.strip())
    return list(islice(filled, _FIRST_LINES))


_LOOKED_AT = 300_000  # characters, from the end
_MOST_NAMES = 5000
_LEAST_LEFT_OUT = 3  # minimum lines below a list that look like names, for a note
_MOST_LINES = 1000  # of a list without a heading, or below it
_LEAST_LINES = 5  # of a list without a heading
_MOST = 0.85
_LEAST_UNTOLD = 8  # minimum lines of a list if the text doesn't mention signatories
_LEAST_MARKED = 3  # of a list with a star before each name
_LEAST_PEOPLE = 3  # who sign for others


class Signatories(NamedTuple):
    """The names as printed, and the number of names that the text announces.

    `start` is where the heading above the names begins, or the first name if there is
    no heading. `end` is where the text below the names begins.
    """

    names: tuple[str, ...] = ()
    announced: int | None = None
    start: int | None = None
    end: int | None = None


def read_signatories(text: str) -> Signatories:
    """Return the names of the signatories of `text`, in order, without duplicates."""
    cut = max(0, len(text) - _LOOKED_AT)
    text = text[cut:]
    low = text.casefold()
    found = Signatories()
    if "\n" in text:
        lines = text.split("\n")
        if may_be_signed(lines) or any(map(low.__contains__, SIGNING.undersigned)):
            found = _below_headings(lines)
        # At least three names, and a text above them.
        if not found.names and len(lines) > _LEAST_MARKED:
            is_of_many = _speaks_of_many(low) and any(
                map(low.__contains__, SIGNING.stems)
            )
            found = _after_the_last_sentence(lines, is_of_many=is_of_many)
            found = found if found.names else _in_last_paragraphs(lines)
    if not found.names and any(map(low.__contains__, SIGNING.speaking_for)):
        found = Signatories(tuple(_in_a_sentence(text)))
    if not found.names:
        return found
    names = (
        name for name in found.names if not (is_rest_of_list(name) or is_note(name))
    )
    return found._replace(
        names=tuple(dict.fromkeys(names))[:_MOST_NAMES],
        start=None if found.start is None else cut + found.start,
        end=None if found.end is None else cut + found.end,
    )


def names_left_out(text: str | None, names: Sequence[str]) -> str:
    """Return a note if lines below the last signatory look like names, else ""."""
    if not text or not names:
        return ""
    below = (line.strip() for line in text[text.rfind(names[-1]) :].split("\n")[1:])
    count = sum(
        " " in line and len(line) <= _LONGEST_REMARK and is_name_like(line)
        for line in islice(below, _MOST_LINES)
        if not (is_end(line) or is_dated(line) or is_note(line))
    )
    if count < _LEAST_LEFT_OUT:
        return ""
    return f"{count:,} lines below the signatories look like names"


def _below_headings(lines: Sequence[str]) -> Signatories:
    """Return the names below all headings in `lines`, as one list of signatories.

    A list of some of the names, such as "signed by groups including: …", is used only
    if there is no other list.
    """
    complete: list[tuple[int, Listed]] = []
    partial: list[tuple[int, Listed]] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        head, beside = heading_of(line)
        if beside and (names_on := _beside(lines, number, beside)).names:
            found = names_on
        elif (
            is_heading(line)
            or is_above_names(lines, number)
            or _announces_names(lines, number)
        ):
            found = list_below(lines, number)
        else:
            number += 1
            continue
        if found.names:
            kept = partial if SIGNING.including.search(head) else complete
            kept.append((number, found))
        number = max(found.end, number + 1)
    if not (listed := complete or partial):
        return Signatories()
    names = [name for _, each in listed for name in each.names]
    counts = (each.announced for _, each in listed if each.announced)
    start, end = _start(lines, listed[0][0]), _start(lines, listed[-1][1].end)
    return Signatories(tuple(names), next(counts, None), start, end)


def _announces_names(lines: Sequence[str], number: int) -> bool:
    """Return True if line `number` mentions the signatories, and is above names."""
    line = lines[number].rstrip()
    low = line.casefold()
    # "The undersigned demand:" is above demands.
    is_of_signers = low.endswith((".", "。")) and any(
        map(low.__contains__, SIGNING.undersigned)
    )
    if not (is_of_signers or announced(line)):
        return False
    below = _filled(lines, number + 1)
    return _are_alike(below) and not heading_of(below[0])[0]


def _beside(lines: Sequence[str], number: int, beside: str) -> Listed:
    """Read a list that begins with the text `beside` a heading on the same line.

    All names are on this line, or each line has one name. The reading with more names
    is used.
    """
    inline = names_beside(lines[number])
    found = Listed(inline, announced(lines[number]), number + 1)
    is_counted = announced(beside) is not None or beside.isdigit()
    if len(beside) <= LONGEST_NAME and is_title_like(beside) and not is_counted:
        below = lines[number + 1 : number + _MOST_LINES]
        listed = list_below([heading_of(lines[number])[0], beside, *below], 0)
        if len(listed.names) > len(inline) + bool(inline):
            return listed._replace(end=number + listed.end - 1)
    return found


def _start(lines: Sequence[str], number: int | None) -> int | None:
    """Return the position in the text where line `number` begins."""
    return None if number is None else sum(len(line) + 1 for line in lines[:number])


def _after_the_last_sentence(lines: Sequence[str], *, is_of_many: bool) -> Signatories:
    """Return the names below the last sentence, if they have no heading."""
    begin, end = _last_run(lines)
    printed = [line.strip() for line in lines[begin:end]]
    run = [each for each in printed if not (is_dated(each) or is_page_number(each))]
    while run and not (is_name_like(run[0]) or is_part(run[0].rstrip(":"))):
        del run[0]
    filled = [line for line in run if line]
    is_far = not begin or not filled or end - begin == _MOST_LINES
    if is_far or (is_closing(lines[begin - 1]) and is_of_one(printed)):
        return Signatories()
    start, below = _start(lines, begin), _start(lines, end)
    if speaks_for(filled[0]):  # "For the team in Kampot"
        people = [line for line in filled[1:] if is_like_a_person(line)]
        if len(people) == len(filled) - 1 >= _LEAST_PEOPLE:
            return Signatories(tuple(people), None, start, below)
    # "Organizations" above names is nearly a heading.
    least = _LEAST_MARKED if is_part(filled[0].rstrip(":")) else _LEAST_LINES
    above = lines[begin - 1].casefold()
    organisations = sum(map(is_organisation_like, filled))
    is_likely = is_of_many or is_part(filled[0]) or 4 * organisations > len(filled)
    is_ours = _speaks_of_many(above) or (
        is_likely and SIGNING.first_person.search(above) is not None
    )
    if 2 * organisations < len(filled) and not is_ours:
        least = max(least, _LEAST_UNTOLD) if is_of_many else _MOST_LINES
    rows = in_columns(run)
    named = tuple(of_table(rows) if rows else one_a_line(run))
    alike = sum(map(is_name_like, named))
    single = sum(is_one_word(name) for name in named)
    is_list = len(named) >= least and alike > _MOST * len(named) >= 2 * single
    is_list = is_list and sum(map(bool, map(kind_in_title, named))) <= 1  # headlines
    is_list = is_list and len(set(named)) > _MOST * len(named)  # buttons
    return Signatories(named, None, start, below) if is_list else Signatories()


def _in_last_paragraphs(lines: Sequence[str]) -> Signatories:
    """Return the names in paragraphs of only names, below a date at the end."""
    names: list[str] = []
    is_list = False
    for number in range(len(lines) - 1, -1, -1):
        line = clean_name(lines[number])
        if is_dated(line):
            is_list = is_list and len(names) >= _LEAST_UNTOLD
            start = _start(lines, number + 1)
            return Signatories(tuple(names), None, start) if is_list else Signatories()
        if not line or (not names and (is_end(line) or is_note(line))):
            continue
        listed = names_in_paragraph(line)
        is_list = is_list or bool(listed)
        if not (found := listed or names_in_sentence(line)):
            break
        names[:0] = found
    return Signatories()


def _last_run(lines: Sequence[str]) -> tuple[int, int]:
    """Return the first and the last line below the last sentence.

    The last line is exclusive. Contacts and notes below are left out.
    """
    end = len(lines)
    for number in range(end - 1, max(end - _MOST_LINES, 0) - 1, -1):
        if not lines[number].strip():
            continue
        if is_end(lines[number]) or is_note(lines[number]):
            end = number
        elif is_sentence(lines[number]) and not _has_cells(lines[number]):
            break
    begin = end
    while begin and end - begin < _MOST_LINES and not _ends_run(lines[begin - 1]):
        begin -= 1
    return begin, end


def _ends_run(line: str) -> bool:
    is_text = (is_sentence(line) or is_heading(line)) and not _has_cells(line)
    return is_text or len(line) > LONGEST_NAME


def _in_a_sentence(text: str) -> list[str]:
    """Return the names in a sentence: "statement by … on behalf of A, B and C"."""
    for found in SIGNING.on_behalf.finditer(text):
        listed = found[1]
        end = _sentence_end().search(listed)
        names = names_in_sentence(listed[: end.start()] if end else listed)
        if len(names) > 1:
            return names
    return []


def _speaks_of_many(low: str) -> bool:
    return any(map(low.__contains__, SIGNING.many))


@cache
def _sentence_end() -> re.Pattern[str]:
    return re.compile(r"(?<![A-Z])\.(?=\s|$)|\s[–—-]\s|;")
