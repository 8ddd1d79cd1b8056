"""Names that stand in one line: behind their heading, with marks between, in prose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.release.ends import label_of
from mediarel.release.namelike import is_title_like
from mediarel.release.one_name import LONGEST_NAME, bare_number, clean_name
from mediarel.release.signing import announced, is_heading, is_part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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

    "A; B; C", "甲、乙、丙", "A • B • C", "A, B (with, a comma) and C."
    """
    names = names_between_marks(line) or names_in_sentence(line)
    names = [name for name in names if name and not bare_number().fullmatch(name)]
    return names if len(names) > 1 else []


def names_between_marks(line: str) -> list[str]:
    """Return the names in `line` that have other marks than commas between them."""
    for mark in _MARKS:
        if mark in line:
            parts = line.strip().rstrip(".。។").split(mark)
            parts = [_LEADING_AND.sub("", part.strip(), count=1) for part in parts]
            if mark in "、；":
                parts[-1:] = re.split(r"以及|及び|ならびに", parts[-1])
            return [name for part in parts if (name := clean_name(part))]
    return []


_MARKS = ("、", "；", ";", " • ", " · ", " ・ ", " | ", " ☆ ", " ◆ ", "၊")
_AND = r"(?:and|und|et|y|e|ed|dan|serta|và|និង|และ|ແລະ|နှင့်)"
_LEADING_AND = re.compile(rf"\A(?:{_AND}\s|以及|及び)")
_JOINING_AND = re.compile(rf"\s{_AND}\s")
_LEADING = re.compile(rf"\A(?:{_AND}|the)\s+")


def names_in_sentence(text: str) -> list[str]:
    """Return the names in `A, B (with, a comma), C and D`, none where it is no list."""
    parts: list[str] = [""]
    depth = 0
    for letter in text.strip().rstrip(".។"):
        depth += (letter in "([（") - (letter in ")]）")
        if letter in ",，" and depth <= 0:
            parts.append("")
        else:
            parts[-1] += letter
    last = _JOINING_AND.split(parts[-1])
    if len(parts) > 1 or len(last) > 1:
        parts[-1:] = last
    names = [clean_name(_LEADING.sub("", part.strip(), count=1)) for part in parts]
    names = [name for name in names if name]
    is_list = len(names) > 1 and all(
        not name[:1].islower() and len(name) <= LONGEST_NAME for name in names
    )
    return names if is_list else []


def names_in_paragraph(line: str) -> list[str]:
    """Return the names that a paragraph of nothing else has, none for another line.

    There are three at least, or five with commas, as a person's line has some too.
    """
    if not _MAY_BE_LIST.search(line) or label_of(line) or _PROSE.search(line):
        return []
    names = names_between_marks(line)
    if not names and line.count(",") >= _COMMAS_OF_LIST:
        names = names_in_sentence(line)
        names = names if len(names) > _COMMAS_OF_LIST else []
    if len(names) < _LEAST_NAMES or max(map(len, names)) > _LONGEST_IN_LINE:
        return []
    if any(name[0] > "\u0dff" and len(name) > _LONGEST_UNSPACED for name in names):
        return []
    alike = sum(map(is_title_like, names))
    return names if alike * 10 >= len(names) * 9 else []


def is_part_with_names(line: str) -> bool:
    """Tell whether `line` is a part with a list of names behind it: `Laos: A; B; C`."""
    label = label_of(line)
    return bool(label) and bool(names_in_paragraph(_behind(line, label)))


_MAY_BE_LIST = re.compile("[、；;•·・|☆◆၊]|,[^,]{1,150},")
# Sentences of scripts without spaces, which have the same marks.
_PROSE = re.compile("[。！？។៕။][^」』）)]{2}|[\u2e80-\ua000]，|၊.{0,300}။")
_LEAST_NAMES = 3
_COMMAS_OF_LIST = 4
_LONGEST_IN_LINE = 150
_LONGEST_UNSPACED = 60


def labelled(lines: Sequence[str]) -> dict[str, list[str]]:
    """Return the names of each line that has them behind its part: `Laos: A, B, C`.

    A part is a country or a kind of those who sign, or one of several short labels
    with lists behind them.
    """
    labels = {line: label for line in lines if (label := label_of(line))}
    if not labels:
        return {}
    found = {line: _beside_part(line, label) for line, label in labels.items()}
    known = {line for line, label in labels.items() if is_part(label)}
    lists = [line for line, names in found.items() if len(names) > 1]
    filled = sum(map(bool, map(str.strip, lines)))
    are_parts = (
        len(labels) > 1
        and 2 * len(labels) > filled
        and (2 * len(known) >= len(labels) or _are_lists(found))
        and all(len(label.split()) <= _WORDS_OF_PART for label in labels.values())
    )
    parts = labels if are_parts else known.intersection(lists)
    return {line: found[line] for line in lines if line in parts}


_WORDS_OF_PART = 5


def _are_lists(found: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether most of what stands behind labels is a list, and one a long one."""
    counts = [len(names) for names in found.values()]
    several = sum(count > 1 for count in counts)
    return 3 * several >= 2 * len(counts) and max(counts) >= _LEAST_NAMES


def _beside_part(line: str, label: str) -> list[str]:
    """Return the names behind the `label` of a line."""
    rest = _behind(line, label)
    return names_in_line(rest) or [rest]


def _behind(line: str, label: str) -> str:
    return line[line.index(label) + len(label) :].lstrip(" \t\u00a0:：៖").rstrip()
