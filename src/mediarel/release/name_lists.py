"""Read names from the lines of a list: one per line, in a table, or in a sentence."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, dropwhile, pairwise

from mediarel.release.names import (
    LONGEST_NAME,
    bare_number,
    clean_name,
    is_like_a_person,
    is_marked,
    is_numbered,
    is_one_word,
    is_title_like,
    loose_number,
    may_be_person,
    without_number,
)
from mediarel.release.signing import countries, is_heading, is_part, label_of
from mediarel.release.words import SIGNING


def names_beside(line: str) -> list[str]:
    """Return the names after a heading on the same line: "Signed by: A, B and C"."""
    head, rest = heading_of(line)
    is_list_below = not head or is_marked(rest)
    return [] if is_list_below else names_in_line(rest, of_heading=True)


def heading_of(line: str) -> tuple[str, str]:
    """Split `line` into a heading with a colon and the rest.

    Returns two empty strings if the line has no heading. If the heading is printed
    twice, the second one is left out.
    """
    found = _COLON.search(line)
    if found is None or found.start() > LONGEST_NAME or not line[found.end() :].strip():
        return "", ""
    head, rest = line[: found.end()], line[found.end() :].strip()
    is_broken = head.count("(") > head.count(")") or _SENTENCES.search(head)
    if is_broken or not is_heading(head):
        return "", ""
    below, others = heading_of(rest)
    return (head, others) if below else (head, rest)


def names_in_line(line: str, *, of_heading: bool = False) -> list[str]:
    """Split a line into names at separators. Return [] for a single name.

    Examples: "A; B; C", "甲、乙、丙", "A • B • C", "A, B (with, a comma) and C."
    After a heading, a few names may begin in lower case.
    """
    names = names_between_marks(line) or names_in_sentence(line, is_sure=of_heading)
    names = [name for name in names if name and not bare_number().fullmatch(name)]
    return names if len(names) > 1 else []


def names_between_marks(line: str) -> list[str]:
    """Split `line` into names at numbers, or at marks other than commas."""
    if unspaced := _CHINESE.fullmatch(line.strip()):
        return unspaced[1].split()
    numbered = _NUMBERED.split(f" {line}")
    counted = [*map(int, numbered[1::2])]
    if counted and counted == [*range(counted[0], counted[0] + len(counted))]:
        names = [*map(clean_name, numbered[2::2])]
        if len(names) >= _LEAST_NAMES and all(names) and not numbered[0].strip():
            return names
    line = line.replace(" - ", " – ")
    for mark in _MARKS:
        if line.count(mark) * _FEWER > line.count(","):
            parts = _split(line.strip().rstrip(".。។,"), mark)
            if len(parts) < _LEAST_OF.get(mark, 2):
                continue
            if mark == " – " and any(
                "," in part or SIGNING.roles.search(part) for part in parts
            ):
                continue  # the marks are between names and roles
            parts = [_LEADING_AND.sub("", part.strip(), count=1) for part in parts]
            if mark in "、；":
                parts[-1:] = re.split(r"以及|及び|ならびに", parts[-1])
            return [name for part in parts if (name := clean_name(part))]
    return []


# "王大文 李小明 陳一心 （以姓氏筆畫排）"
_CHINESE = re.compile(
    r"((?:[\u4e00-\u9fff]{2,4}\s+){2,}[\u4e00-\u9fff]{2,4})\s*(?:[(（][^()（）]*[)）])?"
)
_NUMBERED = re.compile(r"\s\(?(\d{1,3})[.)]\s")
_MARKS = ("、", "；", ";", " • ", " · ", " ・ ", " | ", " ☆ ", " ◆ ", "၊", " / ", " – ")
# A slash may also separate the name of a person from a role.
_SLASH = re.compile(r"\s/\s?|/\s")
_LEAST_OF = {" / ": 5, " – ": 5}
_FEWER = 4  # with this many commas per mark, the marks are inside names
_LONG_LINE = 40  # characters of a line that may be wrapped


def _split(line: str, mark: str) -> list[str]:
    """Split `line` at each `mark` that is not in brackets."""
    parts = _SLASH.split(line) if mark == " / " else line.split(mark)
    whole: list[str] = []
    depth = 0
    for part in parts:
        if depth > 0:
            whole[-1] += mark + part
        else:
            whole.append(part)
        depth += sum(map(part.count, "(（")) - sum(map(part.count, ")）"))
    return parts if depth > 0 else whole  # ignore an unclosed bracket


_AND = r"(?:and|und|et|y|e|ed|dan|serta|và|و|និង|และ|ແລະ|နှင့်)"
_LEADING_AND = re.compile(rf"\A(?:{_AND}\s|以及|及び)")
_JOINING_AND = re.compile(rf"\s{_AND}\s")
_LEADING = re.compile(rf"\A(?:{_AND}|the)\s+")


def names_in_sentence(text: str, *, is_sure: bool = False) -> list[str]:
    """Return the names in a list such as `A, B (with, a comma), C and D`.

    Returns [] if `text` is not a list. If `is_sure`, a few names may begin in lower
    case.
    """
    parts: list[str] = [""]
    depth = 0
    for letter in text.strip().rstrip(".។"):
        depth += (letter in "([（") - (letter in ")]）")
        if letter in ",，،" and depth <= 0:
            parts.append("")
        else:
            parts[-1] += letter
    last = _JOINING_AND.split(parts[-1])
    if len(parts) > 1 or len(last) > 1:
        parts[-1:] = last
    names = [clean_name(_LEADING.sub("", part.strip(), count=1)) for part in parts]
    names = [name for name in names if name]
    small = sum(name[:1].islower() and not name[1:2].isupper() for name in names)
    are_names = small * 4 <= len(names) if is_sure else not small
    is_list = len(names) > 1 and are_names
    return names if is_list and max(map(len, names)) <= LONGEST_NAME else []


def names_in_paragraph(line: str, *, of_heading: bool = False) -> list[str]:
    """Return the names in a paragraph that contains only names, or [].

    The paragraph must have at least three names. If commas separate the names, it must
    have at least five, because a line about one person can also have commas. After a
    heading, only the first word of a name must begin with a capital.
    """
    if not _MAY_BE_LIST.search(line) or label_of(line) or _PROSE.search(line):
        return []
    names = names_between_marks(line)
    if not names and len(parts := _COMMA.split(line)) > _COMMAS_OF_LIST:
        names = names_in_sentence(line)
        is_joined = _JOINING_AND.search(parts[-1]) is not None
        is_short = len(line) < _LEAST_OF_COMMAS and not is_joined
        if of_heading:
            is_short = any(map(_tells_of_person, names))
        is_person = is_short or is_numbered(line) or is_marked(line)
        names = names if len(names) > _COMMAS_OF_LIST and not is_person else []
    if len(names) < _LEAST_NAMES or max(map(len, names)) > _LONGEST_IN_LINE:
        return []
    if any(name[0] > "\u0dff" and len(name) > _LONGEST_UNSPACED for name in names):
        return []
    if of_heading:
        return [] if any(name[0].islower() for name in names) else names
    alike = sum(map(is_title_like, names))
    return names if alike * 10 >= len(names) * 9 else []


def _tells_of_person(part: str) -> bool:
    """Return whether `part` of a line is a role or a country, not a name."""
    is_country = part.casefold() in countries()
    return is_country or SIGNING.roles.search(part) is not None


_COLON = re.compile("[:：៖](?!//|in(?:nen)?\\b)")
# More than one sentence before a colon is not a heading.
_SENTENCES = re.compile(r"[^\W\d_A-Z]{2}[.!?]\s|[。！？]")
_MAY_BE_LIST = re.compile(
    r"[、；;•·・|☆◆၊]|[\u4e00-\u9fff]{2}\s+[\u4e00-\u9fff]{2}|[,،][^,،]{1,150}[,،]|\s[/–-]\s|\s\(?\d{1,3}[.)]\s"
)
# Sentences in scripts without spaces, which use the same marks.
_PROSE = re.compile("[。！？។៕။][^」』）)]{2}|[\u2e80-\ua000]，|၊.{0,300}။")
_COMMA = re.compile("[,،]")
_LEAST_NAMES = 3
_COMMAS_OF_LIST = 4
_LEAST_OF_COMMAS = 120  # characters: a shorter line describes a person
_LONGEST_IN_LINE = 150
_LONGEST_UNSPACED = 60


_WIDE = re.compile(r"(?<=\S)[ \t\u00a0\u2002\u2003]{3,}(?=\S)")
_DOUBLE = re.compile(r"(?<=\S)[ \t\u00a0\u2002\u2003]{2,}(?=\S)")
_ROWS_NEEDED = 3


def in_columns(lines: Sequence[str]) -> list[str]:
    """Return the rows of a table, with tabs between the cells.

    Return [] if `lines` are not a table. If all cells are names, or roles such as
    `Director`, return only the names.
    """
    filled = [line for line in lines if line.strip()]
    gaps = sum("\t" in line for line in filled)
    if 2 * gaps > len(filled):
        rows = [*lines]
    elif not (rows := _at_wide_spaces(filled)):
        return []
    cells = [
        [name for cell in row.split("\t") if (name := clean_name(without_number(cell)))]
        for row in rows
    ]
    people = [row for row in cells if not _is_of_offices(row)]
    are_names = len(people) < len(cells) or _are_all_names(cells)
    return [*chain(*people)] if people and are_names else rows


def _is_of_offices(row: Sequence[str]) -> bool:
    """Return True if all cells of `row` are offices, such as `Director`."""
    return len(row) > 1 and all(map(SIGNING.roles.search, row))


def _are_all_names(rows: Sequence[Sequence[str]]) -> bool:
    """Return True if each column of a table contains names, mostly of several words."""
    full = [row for row in rows if len(row) > 1]
    columns = [*zip(*full, strict=False)]
    people = [_share(is_like_a_person, column) > _HALF for column in columns]
    return len(full) > 1 == len(set(people)) and all(
        _share(is_title_like, column) > _MOST
        and _share(is_one_word, column) < _HALF
        and len(set(column)) == len(column)
        and not any(cell.casefold() in countries() for cell in column)
        and not any(map(SIGNING.roles.search, column))
        for column in columns
    )


_MOST, _HALF = 0.7, 0.5


def _at_wide_spaces(lines: Sequence[str]) -> list[str]:
    """Replace wide spaces with tabs. Return [] if most lines have no wide spaces."""
    for pattern, of_four in ((_WIDE, 2), (_DOUBLE, 3)):
        wide = [without_number(line.strip()) for line in lines]
        count = sum(pattern.search(line) is not None for line in wide)
        if count >= _ROWS_NEEDED and 4 * count >= of_four * len(lines):
            return [pattern.sub("\t", line) for line in wide]
    return []


def _share(test: Callable[[str], object], column: Sequence[str]) -> float:
    return sum(bool(test(cell)) for cell in column) / max(1, len(column))


def of_table(lines: Sequence[str]) -> Iterator[str]:
    """Yield the names in rows with tabs between the cells."""
    column: int | None = None
    for line in lines:
        cells = [cell.strip() for cell in line.split("\t")]
        filled = [cell for cell in cells if cell]
        if not filled:
            continue
        if _is_header(filled):
            column = next(
                (
                    n
                    for n, cell in enumerate(cells)
                    if cell.casefold() in SIGNING.column_of_names
                ),
                None,
            )
            continue
        if column is not None and len(cells) > column and cells[column]:
            yield clean_name(cells[column])
            continue
        words = [cell for cell in filled if not bare_number().fullmatch(cell)]
        if len(filled) == 1 and words and is_part(words[0]):
            continue
        named = [cell for cell in words if cell.casefold() not in countries()] or words
        if named and (name := clean_name(without_number(named[0]))):
            yield name


def _is_header(cells: Sequence[str]) -> bool:
    low = [cell.casefold().strip(":. ") for cell in cells]
    return any(cell in SIGNING.column_of_names for cell in low) and all(
        map(_is_of_header, cells)
    )


def _is_of_header(cell: str) -> bool:
    """Return whether `cell` is the heading of a column: `Name`, `Country`, `No.`."""
    low = cell.casefold().strip(":. ")
    columns = SIGNING.column_of_names | SIGNING.other_column
    return low in columns or f"{low}." in columns


def of_rows(lines: Sequence[str]) -> list[str]:
    """Return the names in a table that was copied with one cell per line.

    The table has no headings. The names are in the first column, and a different column
    has countries or years. Returns [] if `lines` are not such a table.
    """
    for width in _WIDTHS:
        if len(lines) % width or len(lines) < _ROWS_NEEDED * width:
            continue
        names, *others = (lines[place::width] for place in range(width))
        shares = (_share(_is_told, column) for column in others)
        if max(shares) > _OF_TABLE and _share(_may_be_cell_of_name, names) > _OF_TABLE:
            return [clean_name(without_number(name)) for name in names]
    return []


_WIDTHS = (3, 2, 4)
_OF_TABLE = 0.85
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[/–-]\s?(?:\d\d){1,2})?")


def _is_told(cell: str) -> bool:
    """Return whether `cell` is a country or a year."""
    return cell.casefold() in countries() or _YEARS.fullmatch(cell) is not None


def _may_be_cell_of_name(cell: str) -> bool:
    is_other = cell.casefold() in countries() or cell[0].isdigit()
    return not is_other and is_title_like(cell)


_NUMBERS_NEEDED = 3


def names_of_list(lines: list[str]) -> list[str]:
    """Return the names in a list, without numbers and headings."""
    if rows := in_columns(lines):
        return list(of_table(rows))
    filled = [line.strip() for line in lines]
    bare_numbers = sum(bool(bare_number().fullmatch(line)) for line in filled)
    if bare_numbers >= _NUMBERS_NEEDED:
        return list(_below_numbers(filled))
    printed = [line for line in filled if line]
    if names := of_rows([*dropwhile(_is_of_header, printed)]):
        return names
    filled = _without_workplaces(_in_blocks(filled))
    unheaded = [line for line in filled if not is_part(line)]
    if _are_people(unheaded):
        return [block[0] for block in _blocks(unheaded)]
    return list(one_a_line(filled))


def names_in_block(lines: Sequence[str]) -> list[str]:
    """Return the names in a block of wrapped lines with separators, or [].

    All lines end with a separator, or the lines are nearly equally long, and most of
    them have a separator. Examples: "A; B;", "C; D and", "E", or "A / B / Harbour",
    "Watch / C / Friends of".
    """
    *above, last = (line.strip() for line in lines or [""])
    least = max(_LONG_LINE, _MOST * max(map(len, above), default=0))
    are_full = sum(len(line) > least for line in above) > _OF_TABLE * len(above)
    for mark in (";", "、", "/", ","):
        inner = sum(mark in line[:-1] for line in above)
        ends = (mark, " and", " et", " y", " e")
        is_wrapped = are_full and mark != "," and inner > _MOST * len(above)
        goes_on = 0 < inner == len(above) and all(line.endswith(ends) for line in above)
        if is_wrapped or goes_on:
            return names_in_line(" ".join([*above, last]))
    return []


def one_a_line(lines: Sequence[str]) -> Iterator[str]:
    """Yield the name in each line, without its number. Skip headings."""
    numbered = [is_numbered(line) for line in lines]
    count, filled = sum(numbered), sum(map(bool, lines))
    are_counted = count >= _NUMBERS_NEEDED and 2 * count >= filled
    cells = _cells_beside(lines, numbered) if are_counted else frozenset()
    loose = _counts_without_points(lines)
    previous = ""
    for place, line in enumerate(lines):
        if not line:
            continue
        name = line
        if numbered[place]:
            name = without_number(line)
        elif loose and (found := loose_number().match(line)):
            name = line[found.end() :]
        elif (is_part(line) and line != previous) or (place in cells):
            previous = line
            continue
        previous = line
        if name := clean_name(name):
            yield name


def _cells_beside(lines: Sequence[str], numbered: Sequence[bool]) -> frozenset[int]:
    """Return the indexes of the lines in a numbered list that are not names.

    These lines are headings, or cells of a table. In the table, such a cell was to the
    right of a name. In the copied text, it is on the line below the name.
    """
    filled = [place for place, line in enumerate(lines) if line]
    has_number = [False, *(numbered[place] for place in filled), False]
    alone = [
        n
        for n in range(1, len(has_number) - 1)
        if has_number[n - 1] and not has_number[n]
    ]
    is_column = 2 * len(alone) > sum(has_number)
    cells = {filled[n - 1] for n in alone if is_column or has_number[n + 1]}
    # If the numbers restart at 1, the line above is the heading of a part.
    heads = {
        place
        for place, below in pairwise(filled)
        if not (numbered[place] or is_marked(lines[place]))
        and _FIRST.match(lines[below])
    }
    return frozenset(cells | heads)


_FIRST = re.compile(r"\s{0,20}[(\[]?1[.)、\]]")


def _counts_without_points(lines: Sequence[str]) -> bool:
    """Return whether the numbers at the beginning of lines are consecutive: 1, 2, 3."""
    figures = [int(found[1]) for line in lines if (found := loose_number().match(line))]
    steps = sum(after == before + 1 for before, after in pairwise(figures))
    return steps >= _NUMBERS_NEEDED - 1 and 2 * steps >= len(figures) - 1


def _below_numbers(lines: Sequence[str]) -> Iterator[str]:
    """Yield the first line below each number that is alone on its line."""
    is_next = False
    for line in lines:
        if bare_number().fullmatch(line):
            is_next = True
        elif line and is_next:
            is_next = False
            if name := clean_name(line):
                yield name


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _in_blocks(lines: list[str]) -> list[str]:
    """Add an empty line above each person, if the list contains only people.

    Each person has two or three lines: the name, the role, and perhaps the
    organisation. Otherwise, return `lines` unchanged.
    """
    if "" in lines[1:-1]:
        return lines
    filled = [line for line in lines if line]
    for size in (2, 3):
        rows = [filled[place : place + size] for place in range(0, len(filled), size)]
        if len(rows) > 1 and all(
            len(row) == size
            and is_like_a_person(row[0])
            and SIGNING.roles.search(row[1])
            and not SIGNING.roles.search(row[0])
            for row in rows
        ):
            return [line for row in rows for line in ("", *row)]
    return lines


def _without_workplaces(lines: list[str]) -> list[str]:
    """Remove the workplaces, such as universities, below the names of people.

    All lines are kept if some of the institutions may be signatories.
    """
    filled = [line for line in lines if line]
    are_people = [*map(may_be_person, filled)]
    are_workplaces = [SIGNING.workplace.search(line) is not None for line in filled]
    below = {n + 1 for n, (one, two) in enumerate(pairwise(are_people)) if one > two}
    named = sum(are_workplaces[n] for n in below)
    if named < max(_FEWEST_WORKPLACES, _OF_WORKPLACES * are_people.count(False)):
        return lines
    return [
        line
        for n, line in enumerate(filled)
        if are_people[n] or not (n in below or are_workplaces[n])
    ]


_FEWEST_WORKPLACES = 4
_OF_WORKPLACES = 0.85


def _are_people(lines: Sequence[str]) -> bool:
    """Return whether each block of `lines` is a person with a role on the next line."""
    blocks = _blocks(lines)
    several = [block for block in blocks if 1 < len(block) <= _LINES_OF_PERSON]
    with_role = [
        SIGNING.roles.search(block[1]) and not SIGNING.roles.search(block[0])
        for block in several
    ]
    people = sum(is_like_a_person(block[0]) for block in several)
    others = sum(is_like_a_person(block[1]) for block in several)
    are_all = len(several) == len(blocks) > 1 and 5 * people >= 4 * len(blocks)
    return bool(blocks) and (
        2 * sum(map(bool, with_role)) > len(blocks)
        or (are_all and 2 * others < len(blocks))
    )


_LINES_OF_PERSON = 4
