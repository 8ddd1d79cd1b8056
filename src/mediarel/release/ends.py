"""What ends a list of names: contacts, copies, imprints, notes, annexes, the next text.

Each function is given one line as printed.
"""

from __future__ import annotations

import re
from functools import cache

from mediarel.release.ends_words import (
    BESIDE,
    BORDERS,
    HEADINGS,
    LABELS,
    OPENINGS,
    PAGE,
    PHRASES,
    SIGN_HERE,
    UNSPACED_ALONE,
    UNSPACED_RANGES,
)
from mediarel.release.signing_words import MANY

_LONGEST_LABEL = 80
_LONGEST_HEADING = 70
_FEW = 7  # words of a heading
_AROUND = " \t\u00a0\u200b*•-–—►▶>■◆▼●#【[(（《〈<"
_BEFORE = _AROUND.rstrip("[(（《〈<")
_COLON = re.compile(r"\s?[:：៖]")
_HASHTAGS = re.compile(r"#\w{2,60}\s{1,3}#\w{2,60}")
_HANDLE = re.compile(r"[^\s(]\s\(@\w{2,30}\)")  # of a person who signs
_RAISED_NOTE = re.compile(
    r"\s*(?:[⁰¹²³⁴-⁹]{1,3}|[\[(]?\d{1,3}[\])]?[.:]?\s{1,4}(?=(?:https?://|www\.)\S+\s*\Z))"
)
_NOTE = re.compile(r"\s{0,9}\[\d{1,3}\]")
_LONGEST_PAGE = 40
_LONGEST_NAME = 90  # of one that is counted in the same brackets


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    # Compiled when first needed: most texts have no list.
    return {
        "opening": re.compile(OPENINGS, re.IGNORECASE),
        "sign": re.compile(SIGN_HERE, re.IGNORECASE),
        "phrase": re.compile(PHRASES, re.IGNORECASE),
        "unspaced": re.compile(UNSPACED_RANGES),
        "alone": re.compile(UNSPACED_ALONE),
        "word": re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*+"),
        "page": re.compile(PAGE, re.IGNORECASE),
        # A number to call: seven figures at least, no years from to, no date.
        "phone": re.compile(
            r"(?<![\w.-])(?!(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d))"
            r"(?!\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?!\d))"
            r"[+(]?(?!\d{4}\s?[-–/]\s?\d{2,4}\b)\d(?:[\s()./–-]{0,3}\d){6,14}(?!\w|[.-]\w)"
        ),
    }


def is_end(line: str) -> bool:
    """Tell whether `line` is below the list: contacts, notes, tags."""
    start = line.strip(_BEFORE)[:120]
    if ("@" in line and not _HANDLE.search(line)) or _patterns()["opening"].match(
        start or line.strip()[:20]
    ):
        return True
    if colon := _COLON.search(line[:_LONGEST_LABEL]):
        return _is_label(line[: colon.start()].strip(_AROUND))
    return (
        _is_heading(line.strip())
        or is_call_to_sign(line)
        or _HASHTAGS.match(line.strip()) is not None
        or _patterns()["phone"].search(line[-60:]) is not None
    )


def is_call_to_sign(line: str) -> bool:
    """Tell whether `line` says where one can still sign: `To sign: …`."""
    return _patterns()["sign"].match(line.strip(_AROUND)) is not None


def label_of(line: str) -> str:
    """Return what stands before the colon of `line`, "" where nothing is behind it."""
    colon = _COLON.search(line[:_LONGEST_LABEL])
    if colon is None or not line[colon.end() :].strip() or line[colon.end()] == "/":
        return ""
    return line[: colon.start()].strip(_AROUND)


def _is_label(label: str) -> bool:
    """Tell whether what is named before a colon is below a list."""
    low = label.casefold()
    words = _patterns()["word"].findall(low)
    if words and words[-1] in MANY:
        return False
    if re.sub(r"[\s./-]+", "", low) in _SHORT:
        return True
    if any(word in LABELS or word in HEADINGS for word in words):
        return True
    found = _patterns()["phrase"].search(low) or _patterns()["unspaced"].search(low)
    return found is not None


# Labels that are cut to their letters.
_SHORT = frozenset({"visdp", "visdm", "cc", "bcc", "enc", "encl", "encls", "pj", "ps"})


def _is_heading(line: str) -> bool:
    """Tell whether `line` alone is a heading below a list: `Background documents`."""
    if len(line) > _LONGEST_HEADING:
        return False
    low = line.strip(_AROUND + "】]）)》〉.").casefold()
    if line[:1] in {"【", "■", "◆", "▼", "《", "〈"}:
        return _patterns()["unspaced"].search(low) is not None
    if low[:1] > "\u0dff":
        return _patterns()["alone"].fullmatch(low) is not None
    words = _patterns()["word"].findall(low)
    return (
        0 < len(words) <= _FEW
        and all(word in HEADINGS or word in BESIDE for word in words)
        and any(word in HEADINGS for word in words)
        and not any(map(str.isdigit, low))
    )


def is_note(line: str) -> bool:
    """Return whether `line` is a note such as `[1] Report, p. 4.`, and no name.

    So is a line with a raised figure first, or with no more than a number and a URL.
    """
    if _RAISED_NOTE.match(line):
        return True
    if not _NOTE.match(line):
        return False
    last = line.rsplit(maxsplit=1)[-1]
    is_sentence = last.endswith(".") and (last[:-1].isdigit() or last.islower())
    return is_sentence or "http" in line or len(line) > _LONGEST_NAME


def is_page_number(line: str) -> bool:
    """Tell whether `line` is the number of a page, as stands at the foot of a PDF.

    So with what is copied of a form: where it begins and ends.
    """
    bare = line.strip(" \t\u00a0•*")
    if len(bare) > _LONGEST_PAGE:
        return False
    return bool(_patterns()["page"].fullmatch(bare)) or bare.casefold() in BORDERS


def is_note_number(line: str) -> bool:
    """Tell whether `line` begins as a note does, with a number in square brackets."""
    return _NOTE.match(line) is not None
