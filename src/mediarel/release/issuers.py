"""Recognise the name of an issuer on a letterhead, above the title of a release."""

from __future__ import annotations

import re
from itertools import pairwise

from mediarel.release.letterhead import with_legal_form
from mediarel.release.words import ISSUERS

_MOST_WORDS = 8
_MOST_WORDS_OF_ANY = 6
_MOST_WORDS_BEHIND = 3
_LONGEST_UNSPACED = 20
_MOST_WORDS_OF_NAME = 10
_SHORT = 2  # characters
_LONGEST_END = 500  # characters
_DOMAIN = re.compile(r"[@/.](\w+)(?=\.[a-z])")
_BRACKETED = re.compile(r"\s?\([^()]*\)\Z")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BETWEEN = re.compile(r"\s?[|•·]\s?|\s[/–—-]\s")
_TELLING = re.compile(r"[がをはへ]|から|まで|より|する|した|[은는이가을를]\s")


def is_issuer(line: str) -> bool:
    """Return whether `line` is the name of an organisation, judged by its words.

    Examples: `Ministry of Reading`, `Harbour Watch`, `漁民聯會`.
    """
    if line[:1] > "\u0dff" or line[-1:] > "\u2e7f":
        is_named = line.endswith(ISSUERS.endings) or line.startswith(ISSUERS.beginnings)
        return (is_named and len(line) <= 2 * _LONGEST_UNSPACED) or _is_by_law(line)
    if with_legal_form(line):
        return True
    if len(parts := _BETWEEN.split(line)) > 1:
        return all(map(_may_be_name, parts)) and any(map(is_issuer, parts))
    words = line.replace(",", " ").split()
    if not 0 < len(words) <= _MOST_WORDS or not _is_name(words):
        return False
    low = [word.casefold().strip("()") for word in words]
    if low[0].endswith(ISSUERS.german_endings) or low[-1].endswith(
        ISSUERS.german_endings
    ):
        return True
    leads = any(
        noun in ISSUERS.nouns and behind in ISSUERS.joining
        for noun, behind in pairwise(low)
    )
    leads = leads or (low[0] in ISSUERS.nouns and len(words) <= _MOST_WORDS_BEHIND)
    return low[-1] in ISSUERS.nouns or leads


def _is_by_law(line: str) -> bool:
    """Return whether `line` is only a name with a legal form: `NPO法人 港の会`."""
    return len(line) <= 2 * _LONGEST_UNSPACED and bool(
        (form := ISSUERS.legal_form_before.fullmatch(line))
        and not _TELLING.search(form[0])
    )


def is_issuer_of(line: str, text: str) -> bool:
    """Return whether `line` is a name that `text` mentions, or an acronym.

    Examples: `HW`, or `Harbour Friends` if the text mentions Harbour Friends.
    """
    words = line.split()
    if line[:1] > "\u0dff":
        return len(line) <= _LONGEST_UNSPACED and line in text
    if not 0 < len(words) <= _MOST_WORDS_OF_ANY or not _is_name(words):
        return False
    if len(words) == 1 and line.isupper():
        return True
    return _has(text, line)


def _has(text: str, name: str) -> bool:
    """Return whether `text` has `name`, in any case if the name is in capitals."""
    return name in text or (name.isupper() and name.casefold() in text.casefold())


def signs(line: str, text: str) -> bool:
    """Return whether `line` is the name of a body that issued `text`.

    The name is a line at the end of the text. Or an address at the beginning or end
    of the text has the name, in full or as initials. Example:
    `Rivers and People of the South`, `info@rps.example`.
    """
    name, words = _name(line)
    end = text[-_LONGEST_END:].casefold()
    if words and name.casefold() in map(str.strip, end.splitlines()):
        return True
    domains = {*_initials(words), "".join(words), "".join(_large(words))}
    called = {each.casefold() for each in domains if len(each) > _SHORT}
    addresses = f"{text[:_LONGEST_END].casefold()}\n{end}"
    return not called.isdisjoint(_DOMAIN.findall(addresses))


def is_named_in(line: str, text: str) -> bool:
    """Return whether `text` has the name `line`, or its initials in capitals."""
    name, words = _name(line)
    if not words:
        return False
    if _has(text, name):
        return True
    short = "|".join(each for each in _initials(words) if len(each) > _SHORT)
    return bool(short and re.search(rf"\b(?:{short})\b", text))


def _name(line: str) -> tuple[str, list[str]]:
    """Return `line` without a bracket at its end, and its words if it may be a name."""
    name = _BRACKETED.sub("", line)
    printed = name.split()
    large = [word for word in printed if len(word) > _SHORT or not word[0].islower()]
    may_be_name = len(large) > 1 and len(printed) <= _MOST_WORDS_OF_NAME
    return name, re.findall(r"\w+", name) if may_be_name and _is_name(large) else []


def _large(words: list[str]) -> list[str]:
    """Return the words without those in lower case and without joining words."""
    return [
        w for w in words if not w[0].islower() and w.casefold() not in ISSUERS.joining
    ]


def _initials(words: list[str]) -> set[str]:
    """Return the initials of `words`, with and without joining words."""
    every = (words, _large(words))
    return {"".join(word[0] for word in each).upper() for each in every}


def _may_be_name(part: str) -> bool:
    words = part.split()
    return 0 < len(words) <= _MOST_WORDS and _is_name(words)


def _is_name(words: list[str]) -> bool:
    """Return whether all of `words` are capitalised, or join or follow a joining word.

    Examples: `Harbour Watch`, `Observatoire des prisons de Valsonne`.
    """
    is_other = (
        words[-1][-1] in "?!:;." or words[0][0].isdigit() or words[0][0].islower()
    )
    return not is_other and all(
        not word[0].islower() or word.casefold() in ISSUERS.joining or above in _ROMANCE
        for above, word in pairwise(words)
    )


_ROMANCE = _words("de du des del dos das di della dei delle degli")
