"""Line breaks that lost their backslashes: "rn rn", where CR and LF were twice.

One program wrote the breaks as JSON and C do, and another took the backslashes away.
Mended are only rows of at least two that no word can hold: stuck to a mark, to a
capital or to a letter of another script, or between two sentences. “a modern rn” is
none. In a text that has such a row, a single one that is stuck so is mended too.
"""

from __future__ import annotations

import re

_LATIN = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
_ENDS = "។៕၊။。！？」.!?:;,…”’»)\\]"  # of sentences, and what may stand behind those
_ROW = re.compile(r"[ \t]{0,8}rn(?:[ \t]{0,8}rn)++[ \t]{0,8}+")
_SINGLE = re.compile(f"(?<=[{_ENDS}])[ \t]?rn(?=[A-ZÀ-ÖØ-Þ]|[^\\W\\d_{_LATIN}])")
_IS_LATIN = re.compile(f"[{_LATIN}]")
_OPENING = frozenset("“‘«„([「*•-–—\"'")


def may_lack_breaks(text: str) -> bool:
    """Tell quickly whether there is something in `text` to judge."""
    return "rn rn" in text or "rnrn" in text


def with_breaks(text: str) -> str:
    """Return `text` with the line breaks that it lost; `text` where it lost none."""
    if not may_lack_breaks(text):
        return text
    mended = _ROW.sub(_paragraph_if_proved, text)
    return text if mended == text else _SINGLE.sub("\n", mended).strip("\n")


def _paragraph_if_proved(found: re.Match[str]) -> str:
    return "\n\n" if _is_proof(found) else found[0]


def _is_proof(found: re.Match[str]) -> bool:
    """Tell whether no word can hold what was `found`, given what is around it."""
    text, row = found.string, found[0]
    before = text[max(found.start() - 2, 0) : found.start()]
    behind = text[found.end() : found.end() + 1]
    is_end = _is_end(before) or before[-1:] in {"", "\n"}
    is_start = _is_start(behind) or behind in {"", "\n"}
    if not before.strip() and not behind.strip():
        return False  # it is all there is
    if row[0] in " \t":
        return is_end and is_start if row[-1] in " \t" else _is_start(behind)
    if row[-1] in " \t":
        return _is_end(before)
    return is_start if _is_end(before) else _is_start(behind) and behind.isalnum()


def _is_end(before: str) -> bool:
    """Tell whether a sentence may end in the two letters that stand `before`."""
    last = before[-1:]
    if last in {'"', "'"}:  # opening, if it has a space before it
        return len(before) > 1 and not before[0].isspace()
    return bool(last) and (last in _ENDS or _is_of_another_script(last))


def _is_start(behind: str) -> bool:
    """Tell whether a sentence may begin with the letter that stands `behind`."""
    if behind in _OPENING:
        return True
    return behind.isupper() or behind.isdecimal() or _is_of_another_script(behind)


def _is_of_another_script(letter: str) -> bool:
    return letter.isalpha() and not _IS_LATIN.match(letter)
