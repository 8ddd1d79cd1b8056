"""Recognise the end of a list of names: contacts, notes, annexes or the next text.

All functions take one line as printed.
"""

from __future__ import annotations

import re

from mediarel.release.words import SIGNING

_LONGEST_LABEL = 80
_LONGEST_HEADING = 70
_FEW = 7  # words of a heading
_AROUND = " \t\u00a0\u200b*•-–—►▶>■◆▼●#【[(（《〈<"
_BEFORE = _AROUND.rstrip("[(（《〈<")
_COLON = re.compile(r"\s?[:：៖]")
_HASHTAGS = re.compile(r"#\w{2,60}\s{1,3}#\w{2,60}")
_HANDLE = re.compile(r"[^\s(]\s\(@\w{2,30}\)")  # of a signatory
_RAISED_NOTE = re.compile(
    r"\s*(?:[⁰¹²³⁴-⁹]{1,3}|[\[(]?\d{1,3}[\])]?[.:]?\s{1,4}(?=(?:https?://|www\.)\S+\s*\Z))"
)
_NOTE = re.compile(r"\s{0,9}\[\d{1,3}\]")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*+")
_LONGEST_PAGE = 40
_LONGEST_NAME = 90  # of a name with a number in the same brackets
# Labels, compared without spaces and punctuation.
_SHORT = frozenset({"visdp", "visdm", "cc", "bcc", "enc", "encl", "encls", "pj", "ps"})


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def is_end(line: str) -> bool:
    """Return whether `line` is below the list: contacts, notes, tags."""
    start = line.strip(_BEFORE)[:120]
    if ("@" in line and not _HANDLE.search(line)) or SIGNING.below_list.match(
        start or line.strip()[:20]
    ):
        return True
    if colon := _COLON.search(line[:_LONGEST_LABEL]):
        return _is_label(line[: colon.start()].strip(_AROUND))
    return (
        _is_heading(line.strip())
        or is_call_to_sign(line)
        or _HASHTAGS.match(line.strip()) is not None
        or SIGNING.phone_number.search(line[-60:]) is not None
    )


def is_call_to_sign(line: str) -> bool:
    """Return whether `line` explains how to sign: `To sign: …`."""
    return SIGNING.invitation_to_sign.match(line.strip(_AROUND)) is not None


def label_of(line: str) -> str:
    """Return the text before the colon of `line`, or "" if no text follows it."""
    colon = _COLON.search(line[:_LONGEST_LABEL])
    if colon is None or not line[colon.end() :].strip() or line[colon.end()] == "/":
        return ""
    return line[: colon.start()].strip(_AROUND)


def _is_label(label: str) -> bool:
    """Return whether the text before a colon is a label below a list."""
    low = label.casefold()
    words = _WORD.findall(low)
    if words and words[-1] in SIGNING.groups:
        return False
    if re.sub(r"[\s./-]+", "", low) in _SHORT:
        return True
    if any(
        word in SIGNING.labels_below_list or word in SIGNING.headings_below_list
        for word in words
    ):
        return True
    found = SIGNING.label_below_list.search(
        low
    ) or SIGNING.unspaced_label_below_list.search(low)
    return found is not None


def _is_heading(line: str) -> bool:
    """Return whether `line` alone is a heading below a list: `Background documents`."""
    if len(line) > _LONGEST_HEADING:
        return False
    low = line.strip(_AROUND + "】]）)》〉.").casefold()
    if line[:1] in {"【", "■", "◆", "▼", "《", "〈"}:
        return SIGNING.unspaced_label_below_list.search(low) is not None
    if low[:1] > "\u0dff":
        return SIGNING.unspaced_heading_below_list.fullmatch(low) is not None
    words = _WORD.findall(low)
    return (
        0 < len(words) <= _FEW
        and all(
            word in SIGNING.headings_below_list
            or word in SIGNING.words_of_headings_below_list
            for word in words
        )
        and any(word in SIGNING.headings_below_list for word in words)
        and not any(map(str.isdigit, low))
    )


def is_note(line: str) -> bool:
    """Return whether `line` is a note such as `[1] Report, p. 4.`, and no name.

    A line is also a note if it begins with a raised digit, or has only a number and a
    URL.
    """
    if _RAISED_NOTE.match(line):
        return True
    if not _NOTE.match(line):
        return False
    last = line.rsplit(maxsplit=1)[-1]
    is_sentence = last.endswith(".") and (last[:-1].isdigit() or last.islower())
    return is_sentence or "http" in line or len(line) > _LONGEST_NAME


def is_page_number(line: str) -> bool:
    """Return whether `line` is a page number or a form border such as "Top of form"."""
    bare = line.strip(" \t\u00a0•*")
    if len(bare) > _LONGEST_PAGE:
        return False
    return (
        bool(SIGNING.page_number.fullmatch(bare))
        or bare.casefold() in SIGNING.form_borders
    )


def is_note_number(line: str) -> bool:
    """Return whether `line` begins like a note, with a number in square brackets."""
    return _NOTE.match(line) is not None
