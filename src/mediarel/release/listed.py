"""Names out of the lines of a list: one a line, in a table, in a sentence."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from mediarel.release.signing import announced, countries, is_heading, is_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST_NAME = 300
_NUMBERS_NEEDED = 3


def is_numbered(line: str) -> bool:
    """Tell whether `line` begins with its number in a list: `1.`, `(1)`, `១.`."""
    return _number().match(line) is not None


def names_of_list(lines: list[str]) -> list[str]:
    """Return the names in the lines of a list, without its numbers and its parts."""
    if sum("\t" in line for line in lines) * 2 > sum(map(bool, lines)):
        return list(_of_table(lines))
    filled = [line.strip() for line in lines]
    bare_numbers = sum(bool(_bare_number().fullmatch(line)) for line in filled)
    if bare_numbers >= _NUMBERS_NEEDED:
        return list(_below_numbers(filled))
    rows = [line for line in filled if line]
    if width := _header_cells(rows):
        return _of_cells(rows, width)
    if _are_people(filled):
        return [block[0] for block in _blocks(filled)]
    return list(one_a_line(filled))


def one_a_line(lines: Sequence[str]) -> Iterator[str]:
    """Yield the names in `lines`, without their numbers and the heads of parts."""
    numbered = [_number().match(line) is not None for line in lines]
    count, filled = sum(numbered), sum(map(bool, lines))
    is_numbered = count >= _NUMBERS_NEEDED and 2 * count >= filled
    cells = _cells_beside(lines, numbered) if is_numbered else frozenset()
    loose = _counts_without_points(lines)
    previous = ""
    for place, line in enumerate(lines):
        if not line:
            continue
        name = line
        if numbered[place]:
            name = _number().sub("", line, count=1)
        elif loose and (found := _loose_number().match(line)):
            name = line[found.end() :]
        elif (is_part(line) and line != previous) or (place in cells):
            previous = line
            continue
        previous = line
        if name := clean_name(name):
            yield name


def _cells_beside(lines: Sequence[str], numbered: Sequence[bool]) -> frozenset[int]:
    """Return which lines among numbered ones have no number, and are no name."""
    filled = [place for place, line in enumerate(lines) if line]
    has_number = [False, *(numbered[place] for place in filled), False]
    alone = [
        n
        for n in range(1, len(has_number) - 1)
        if has_number[n - 1] and not has_number[n]
    ]
    is_column = 2 * len(alone) > sum(has_number)
    return frozenset(filled[n - 1] for n in alone if is_column or has_number[n + 1])


def _counts_without_points(lines: Sequence[str]) -> bool:
    """Tell whether the figures that lines begin with count them: 1, 2, 3."""
    figures = [
        int(found[1]) for line in lines if (found := _loose_number().match(line))
    ]
    steps = sum(after == before + 1 for before, after in pairwise(figures))
    return steps >= _NUMBERS_NEEDED - 1 and 2 * steps >= len(figures) - 1


def _of_table(lines: Sequence[str]) -> Iterator[str]:
    """Yield the names in rows whose cells have tabs between."""
    column: int | None = None
    for line in lines:
        cells = [cell.strip() for cell in line.split("\t")]
        filled = [cell for cell in cells if cell]
        if not filled:
            continue
        if _is_header(filled):
            column = next(
                (n for n, cell in enumerate(cells) if cell.casefold() in _OF_NAME), None
            )
            continue
        if column is not None and len(cells) > column and cells[column]:
            yield clean_name(cells[column])
            continue
        words = [cell for cell in filled if not _bare_number().fullmatch(cell)]
        if len(filled) == 1 and words and is_part(words[0]):
            continue
        named = [cell for cell in words if cell.casefold() not in countries()] or words
        if named and (name := clean_name(_number().sub("", named[0], count=1))):
            yield name


def _below_numbers(lines: Sequence[str]) -> Iterator[str]:
    """Yield the first line below each number that stands alone."""
    is_next = False
    for line in lines:
        if _bare_number().fullmatch(line):
            is_next = True
        elif line and is_next:
            is_next = False
            if name := clean_name(line):
                yield name


def _named(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


# What columns are called: that of the names, and others.
_OF_NAME = _named(
    "name|names|organization|organisation|organizations|organisations|group|groups|nom|"
    "organización|nombre|organizações|organização|nome|organizzazione|signatory|"
    "signatories|organisasi|lembaga|nama|institution|團體|团体|組織|団体名|名稱|名称|"
    "name of organization|name of organisation|organization name|organisation name|"
    "name of group|tên tổ chức|nama organisasi|ឈ្មោះ|ឈ្មោះអង្គការ|អង្គការ|ชื่อองค์กร"
)
_OF_OTHERS = _named(
    "no|no.|#|nr|nr.|s.no.|n°|nº|country|pays|país|paese|land|negara|state|province|role|"
    "position|title|activity|activities|website|description|about|what|国家|國家|国|地區|编号|"
    "編號|what it does|what they do|country/region|quốc gia|ល.រ|ប្រទេស|ลำดับ|ประเทศ"
)


def _is_header(cells: Sequence[str]) -> bool:
    low = [cell.casefold().strip(":. ") for cell in cells]
    return any(cell in _OF_NAME for cell in low) and all(
        cell in _OF_NAME or cell in _OF_OTHERS or f"{cell}." in _OF_OTHERS
        for cell in low
    )


def _header_cells(rows: Sequence[str]) -> int:
    """Return how many lines the list begins with are heads of columns, 0 if one is."""
    width = 0
    while width < len(rows) and rows[width].casefold().strip(":. ") in (
        _OF_NAME | _OF_OTHERS
    ):
        width += 1
    is_table = width > 1 and _is_header(rows[:width]) and len(rows) % width == 0
    return width if is_table else 0


def _of_cells(rows: Sequence[str], width: int) -> list[str]:
    column = next(n for n, cell in enumerate(rows) if cell.casefold() in _OF_NAME)
    return [clean_name(name) for name in rows[width + column :: width]]


_ROLES = re.compile(
    r"\b(?:(?:vice|deputy|executive|managing|programme?|country)[ -]?)?(?:director|"
    r"president|chair(?:person|man|woman)?|secretary|coordinator|spokesperson|founder|"
    r"convenor|manager|directora?|presidente?|coordinadora?|vorsitzende|ketua|direktur)\b",
    re.IGNORECASE,
)


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _are_people(lines: Sequence[str]) -> bool:
    """Tell whether each block of `lines` is a person with what they are below."""
    blocks = _blocks(lines)
    is_each = [
        1 < len(block) <= 4 and _ROLES.search(block[1]) and not _ROLES.search(block[0])  # noqa: PLR2004
        for block in blocks
    ]
    return bool(blocks) and 2 * sum(map(bool, is_each)) > len(blocks)


def clean_name(name: str) -> str:
    """Return a name without what sets it off in a list."""
    name = name.strip().strip("\u200b").lstrip("☆★✩✰※◇◆❖•·▪▫■□●○◦‣►▶➢✓✔*→・∙⁃\uf0b7 \t")
    name = re.sub(r"^[-–—]\s{1,20}", "", name)
    name = re.sub(r"(?:[;,]|\s(?:and|und|et|y|e|dan))\s*$", "", name.rstrip()).strip()
    return name if any(letter.isalnum() for letter in name) else ""


def names_beside(line: str) -> list[str]:
    """Return the names behind a heading on its own line: "Signed by: A, B and C"."""
    head, colon, rest = line.partition(":")
    if not colon:
        head, colon, rest = line.partition("：")
    if not rest.strip() or len(head) > LONGEST_NAME or not is_heading(f"{head}:"):
        return []
    return names_in_line(rest.strip())


def name_beside(line: str) -> str:
    """Return the first name of a list, behind its heading on one line, "" for none.

    "Signed: Harbour Watch", with the others below.
    """
    head, colon, rest = line.partition(":")
    is_name = colon and rest.strip() and len(line) <= LONGEST_NAME
    is_counted = announced(rest) is not None or rest.strip().isdigit()
    is_headed = is_name and not is_counted and is_heading(f"{head}:")
    return rest.strip() if is_headed else ""


def names_in_line(line: str) -> list[str]:
    """Return the names that stand in one line with marks between, none for one name.

    "A; B; C", "甲、乙、丙", "A, B (with, a comma) and C."
    """
    if "、" in line:
        names = [clean_name(name.strip("。")) for name in line.split("、")]
    elif ";" in line:
        names = [clean_name(re.sub(r"^and ", "", n.strip())) for n in line.split(";")]
        names = [name.removesuffix(".") for name in names]
    else:
        names = names_in_sentence(line)
    names = [name for name in names if name and not _bare_number().fullmatch(name)]
    return names if len(names) > 1 else []


def names_in_sentence(text: str) -> list[str]:
    """Return the names in `A, B (with, a comma), C and D`, none where it is no list."""
    parts: list[str] = [""]
    depth = 0
    for letter in text.strip().removesuffix("."):
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += letter
    last = re.split(r"\s(?:and|und|et|y|e|dan)\s", parts[-1])
    if len(parts) > 1 or len(last) > 1:
        parts[-1:] = last
    names = [
        re.sub(r"^(?:and|und|et|y|e|dan|the)\s+", "", part.strip()) for part in parts
    ]
    names = [clean_name(name) for name in names if name]
    is_list = len(names) > 1 and all(
        not name[:1].islower() and len(name) <= LONGEST_NAME for name in names if name
    )
    return [name for name in names if name] if is_list else []


@cache
def _number() -> re.Pattern[str]:
    return re.compile(
        r"\s{0,20}(?:[(\[]\d{1,4}[)\]]|\d{1,4}(?:[.)、។။．]|\s?[-–/](?=[\s\u0e00-\uffff]))(?!\d|org\b|com\b))"
        r"\s{0,20}(?=\S)"
    )


@cache
def _loose_number() -> re.Pattern[str]:
    return re.compile(r"\s{0,20}(\d{1,4})\s{1,20}(?=\S)")


@cache
def _bare_number() -> re.Pattern[str]:
    return re.compile(r"[(#]?\d{1,4}[.):]?")
