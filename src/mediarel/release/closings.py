"""Recognise the closing of a letter, and whether one person or several sign below."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.release.people import is_like_a_person, may_be_person
from mediarel.release.words import SIGNING

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_CLOSING = 90
_FORMULA = 320  # characters, at the end of a paragraph


def may_be_closed(lines: Sequence[str]) -> bool:
    """Return whether `lines` have a word of a closing at a possible position."""
    short = [line for line in lines if 0 < len(line) <= LONGEST_CLOSING]
    if short:
        low = "\n".join(short).casefold()
        if any(map(low.__contains__, SIGNING.closing_words)):
            return True
    ends = "\n".join([line[-_FORMULA:] for line in lines]).casefold()
    return any(map(ends.__contains__, SIGNING.closing_sentence_words))


def is_closing(line: str) -> bool:
    """Return whether `line` closes a letter. The signatories follow."""
    if len(line) <= LONGEST_CLOSING:
        low = line.casefold()
        if not any(map(low.__contains__, SIGNING.closing_words)):
            return False
        if SIGNING.closing.fullmatch(line.strip(" \t\u00a0\u200b,.!;:，。៖")):
            return True
    end = line[-_FORMULA:]
    low = end.casefold()
    return any(map(low.__contains__, SIGNING.closing_sentence_words)) and bool(
        SIGNING.closing_sentence.search(end)
    )


_WISHED = re.compile(r"[\u4e00-\u9fff]{1,4}[安祺綏绥祉禧禮礼]")


def is_wished(line: str, above: str) -> bool:
    """Return whether `line` ends the wish that the closing `above` begins."""
    bare = line.strip(" \t\u3000\u200b,.!，。！")
    is_begun = above.strip(" \t\u3000\u200b,，：:").endswith((*SIGNING.wishes, "此致"))
    return is_begun and _WISHED.fullmatch(bare) is not None


_FEW = 6  # lines of a writer who signs for others
_PAIR = 2
_ADDRESS = re.compile(
    r"(?:\b\d{4,6}\b\s\w|[^\W\d_]{3,40}\.?\s\d{1,4}\s?[a-z]?\Z|\d{1,4},?\s[^\W\d_])",
    re.IGNORECASE,
)


def is_of_one(lines: Sequence[str]) -> bool:
    """Return whether `lines` below a closing belong to one writer, not to several.

    The lines are a name with a role or an address, or two lines with a person and an
    organisation.
    """
    filled = [line.strip() for line in lines if line.strip()]
    if (
        len(filled) == _PAIR
        and may_be_person(filled[0])
        and SIGNING.roles.search(filled[1])
    ):
        return True
    is_one_block = "" not in "\n".join(lines).strip("\n").split("\n")
    if not filled or len(filled) > _FEW or any("," in line for line in filled):
        return False
    if any(map(_ADDRESS.search, filled)):
        return True
    if not is_one_block or not is_like_a_person(filled[0]):
        return False
    return len(filled) <= _PAIR or any(map(SIGNING.roles.search, filled[1:]))
