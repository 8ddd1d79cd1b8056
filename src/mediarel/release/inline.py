"""Find several names in one line: after a heading, between marks, or in prose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.release.ends import label_of
from mediarel.release.namelike import is_sentence, is_title_like
from mediarel.release.one_name import (
    LONGEST_NAME,
    bare_number,
    clean_name,
    is_marked,
    is_numbered,
)
from mediarel.release.people import may_be_person
from mediarel.release.signing import announced, is_heading, is_part
from mediarel.release.words import SIGNING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def names_beside(line: str) -> list[str]:
    """Return the names after a heading on the same line: "Signed by: A, B and C"."""
    head, rest = heading_of(line)
    return names_in_line(rest, of_heading=True) if head else []


def heading_of(line: str) -> tuple[str, str]:
    """Return the heading at the start of `line` and the rest, or two empty strings.

    A heading that a page prints twice counts once.
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


def name_beside(line: str) -> str:
    """Return the first name of a list, after its heading on one line, or "".

    Example: "Signed: Harbour Watch", with the other names below.
    """
    if len(line) > LONGEST_NAME:
        return ""
    _head, rest = heading_of(line)
    is_counted = announced(rest) is not None or rest.isdigit()
    return "" if is_counted else rest


def names_in_line(line: str, *, of_heading: bool = False) -> list[str]:
    """Return the names in one line with marks between them, or [] for a single name.

    Examples: "A; B; C", "甲、乙、丙", "A • B • C", "A, B (with, a comma) and C." After
    a heading, a few names may begin in lower case.
    """
    names = names_between_marks(line) or names_in_sentence(line, is_sure=of_heading)
    names = [name for name in names if name and not bare_number().fullmatch(name)]
    return names if len(names) > 1 else []


def names_between_marks(line: str) -> list[str]:
    """Return the names in `line` between marks other than commas."""
    for mark in _MARKS:
        if mark in line:
            parts = _split(line.strip().rstrip(".。។"), mark)
            if len(parts) < _LEAST_OF.get(mark, 2) or _are_of_commas(parts):
                continue
            parts = [_LEADING_AND.sub("", part.strip(), count=1) for part in parts]
            if mark in "、；":
                parts[-1:] = re.split(r"以及|及び|ならびに", parts[-1])
            return [name for part in parts if (name := clean_name(part))]
    return []


_MARKS = ("、", "；", ";", " • ", " · ", " ・ ", " | ", " ☆ ", " ◆ ", "၊", " / ", " – ")
# Slashes that may also separate the name of a person from a role.
_SLASH = re.compile(r"\s/\s?|/\s")
_LEAST_OF = {" / ": 5, " – ": 5}


def _split(line: str, mark: str) -> list[str]:
    """Return `line` split at each `mark` outside brackets."""
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


def _are_of_commas(parts: Sequence[str]) -> bool:
    """Return whether `parts` come from a list with commas and a mark in one name.

    Return True if one part has many commas, and a different part has few or none.
    """
    commas = [part.count(",") for part in parts]
    return max(commas) >= _COMMAS_OF_LIST and min(commas) * 4 < max(commas) > len(parts)


_AND = r"(?:and|und|et|y|e|ed|dan|serta|và|និង|และ|ແລະ|နှင့်)"
_LEADING_AND = re.compile(rf"\A(?:{_AND}\s|以及|及び)")
_JOINING_AND = re.compile(rf"\s{_AND}\s")
_LEADING = re.compile(rf"\A(?:{_AND}|the)\s+")


def names_in_sentence(text: str, *, is_sure: bool = False) -> list[str]:
    """Return the names in `A, B (with, a comma), C and D`, or [] if it is not a list.

    With `is_sure`, a few names may begin in lower case.
    """
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
    small = sum(name[:1].islower() for name in names)
    are_names = small * 4 <= len(names) if is_sure else not small
    is_list = len(names) > 1 and are_names
    return names if is_list and max(map(len, names)) <= LONGEST_NAME else []


def names_in_paragraph(line: str) -> list[str]:
    """Return the names of a paragraph that contains only names, or [].

    At least three names, or five if separated by commas: the line of a single person
    also has commas.
    """
    if not _MAY_BE_LIST.search(line) or label_of(line) or _PROSE.search(line):
        return []
    if names := names_by_number(line):
        return names
    names = names_between_marks(line)
    if not names and line.count(",") >= _COMMAS_OF_LIST:
        names = names_in_sentence(line)
        is_person = is_numbered(line) or is_marked(line) or _are_of_one(names)
        names = names if len(names) > _COMMAS_OF_LIST and not is_person else []
    if len(names) < _LEAST_NAMES or max(map(len, names)) > _LONGEST_IN_LINE:
        return []
    if any(name[0] > "\u0dff" and len(name) > _LONGEST_UNSPACED for name in names):
        return []
    alike = sum(map(is_title_like, names))
    return names if alike * 10 >= len(names) * 9 else []


def _are_of_one(parts: Sequence[str]) -> bool:
    """Return whether `parts` describe one person: name, office, organization."""
    is_held = len(parts) > 1 and SIGNING.roles.search(parts[1]) is not None
    return is_held and may_be_person(parts[0])


def names_by_number(line: str) -> list[str]:
    """Return the names of a numbered list on one line: `1. A 2. B 3. C`."""
    starts: list[re.Match[str]] = []
    for found in _RUN_ON.finditer(line) if _BEGINS_RUN.match(line) else ():
        if not starts or int(found[1]) == int(starts[-1][1]) + 1:
            starts.append(found)
    if len(starts) < _LEAST_NAMES:
        return []
    ends = [*(found.start() for found in starts[1:]), len(line)]
    names = [
        clean_name(line[found.end() : end])
        for found, end in zip(starts, ends, strict=True)
    ]
    odd = sum(is_sentence(name) or name[:1].islower() for name in names)
    return [name for name in names if name] if odd * 10 <= len(names) else []


_BEGINS_RUN = re.compile(r"\s{0,9}\(?\d{1,3}[.)]\s?\D{2}")
_RUN_ON = re.compile(r"(?<!\S)\(?(\d{1,3})[.)]\s{0,3}(?=[^\W\d])")


def is_part_with_names(line: str) -> bool:
    """Return whether `line` is a part followed by a list of names: `Laos: A; B; C`."""
    label = label_of(line)
    return bool(label) and bool(names_in_paragraph(_behind(line, label)))


_COLON = re.compile("[:：]")
# More than one sentence before a colon is not a heading.
_SENTENCES = re.compile(r"[^\W\d_A-Z]{2}[.!?]\s|[。！？]")
_MAY_BE_LIST = re.compile(r"[、；;•·・|☆◆၊]|,[^,]{1,150},|\s[/–]\s|\s\(?2[.)]\s")
# Sentences in scripts without spaces, which use the same marks.
_PROSE = re.compile("[。！？។៕။][^」』）)]{2}|[\u2e80-\ua000]，|၊.{0,300}။")
_LEAST_NAMES = 3
_COMMAS_OF_LIST = 4
_LONGEST_IN_LINE = 150
_LONGEST_UNSPACED = 60


def labelled(lines: Sequence[str]) -> dict[str, list[str]]:
    """Return the names of each line that has them after a label: `Laos: A, B, C`.

    A label is a country or a group of signatories, or one of several short labels with
    lists after them.
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
    """Return whether most labels have lists after them, at least one of them long."""
    counts = [len(names) for names in found.values()]
    several = sum(count > 1 for count in counts)
    return 3 * several >= 2 * len(counts) and max(counts) >= _LEAST_NAMES


def _beside_part(line: str, label: str) -> list[str]:
    """Return the names after the `label` of a line."""
    rest = _behind(line, label)
    return names_in_line(rest) or [rest]


def _behind(line: str, label: str) -> str:
    return line[line.index(label) + len(label) :].lstrip(" \t\u00a0:：៖").rstrip()
