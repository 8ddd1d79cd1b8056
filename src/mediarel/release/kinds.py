"""Recognise the kind of a release: "Joint Statement", "Communiqué de presse".

A kind is the only text on a line of the header, or is at the start or end of a title. A
title about a letter ("What the Open Letter Said") has no kind. A title with a verb
before the kind ("Groups Issue Joint Statement") has no kind either.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mediarel.release.words import ASIDES, KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"\w+")
_OUR = frozenset({"our", "notre", "nuestra", "nuestro", "nossa", "nostra", "unser"})
_OF_ISSUERS = frozenset({"&", "civil", "society", "international", "community"})
_HARD_WORDS = frozenset({"the", "an", "a", "on", "of", "by", "to", "in", "for", "no"})
_LONGEST_LINE = 120
_AFTER_MARK = re.compile(r"(?<=[:|–—])\s(?:an?|une?|un[ao]|uma?|eine?)\Z")
_ARTICLE = re.compile(r"\A(?:an?|une?|un[ao]|uma?|eine?|een|et|en|ett)\s")
_SPACES = " \t\u00a0\u200b"
_LONGEST_TITLE = 300
_MOST_BEFORE = 6  # words


@cache
def _kinds(table: str) -> dict[str, str]:
    """Return a mapping from the names of kinds, in lower case, to the kinds.

    `table` is the name of a table in the data file.
    """
    kinds = KINDS.file[table].items()
    return {_folded(name): kind for kind, names in kinds for name in names}


def kind_of(line: str) -> str | None:
    """Return the kind if `line` contains only the name of a kind, otherwise None.

    A date, a number and a release notice are ignored: "Press Release No. 12 – For
    immediate release".
    """
    if _is_longer(line):
        return None
    low = _ARTICLE.sub("", _folded(line), count=1)
    is_long = len(low) > _LONGEST_LINE
    if is_long or not _may_be_kind(low):
        return None
    bare = _beside().sub(" ", low)
    bare = " ".join(bare.split()).strip(" .,:;|*_#+~=()[]【】<>–—-·•៖：")
    if not bare:
        return None
    if kind := _alone(bare):
        return kind
    found = next(_find(bare), None)
    if found is None or found.start:
        return None
    rest = bare[found.end :].strip(" .,:;|()–—-")
    is_dated = any(letter.isdigit() for letter in low)
    is_alone = not rest or (is_dated and KINDS.date_after_kind.fullmatch(rest))
    is_alone = is_alone or ASIDES.release_notice.match(rest)
    return _named(found) if is_alone else None


def kind_of_issuer(line: str) -> str | None:
    """Return the kind at the end of `line`, after an issuer, or None.

    Example: `Harbour Watch Press Release`
    """
    low = _folded(line)
    for found in _find(low):
        if found.end == len(low) and _is_called(low[: found.start].rstrip(), line):
            return _named(found)
    return None


def is_category(line: str) -> bool:
    """Return whether `line` is a category of a site, such as `Press Releases News`.

    A short name may be on the same line: `Harbour Watch | Press releases`.
    """
    parts = [part for part in _BETWEEN_PARTS.split(_folded(line)) if part]
    sections = sum(map(_is_section, parts))
    return sections > 0 and all(
        _is_section(part) or len(part.split()) <= _MOST_WORDS_BESIDE for part in parts
    )


def _is_section(part: str) -> bool:
    """Return whether `part` has only names of kinds and of sections of a site."""
    rest, place = "", 0
    for found in _find(part):
        rest, place = f"{rest}{part[place : found.start]} ", found.end
    return all(word in KINDS.sections for word in f"{rest}{part[place:]}".split())


_BETWEEN_PARTS = re.compile(r"\s?[|›»>·•/]\s?|\s[–—-]\s")
_MOST_WORDS_BESIDE = 2


def _alone(name: str) -> str | None:
    """Return the kind with this name, or None. The name must be alone on its line."""
    tables = map(_kinds, ("unspaced", "unspaced_alone", "alone"))
    return next((table[name] for table in tables if name in table), None)


def _is_longer(line: str) -> bool:
    """Return whether `line` is too long to contain only a kind of release."""
    letters = len(line)
    if letters > _LONGEST_LINE:
        letters -= sum(map(line.count, _SPACES))
    return letters > _LONGEST_LINE


def kind_in_title(title: str) -> str | None:
    """Return the kind of a release if it is in the title, or None.

    The kind is at the start of the title ("Open letter to …", "[Statement] …") or at
    its end ("… – Joint Statement"). It can also follow a name ("Harbour Watch Statement
    on …").
    """
    low = _folded(title)
    if not low or len(low) > _LONGEST_TITLE:
        return None
    if low[0] > "\u0dff":
        return _of_unspaced(low)
    called, colon, _title = low.partition(":")
    if colon and (kind := _kinds("alone").get(called.rstrip())):
        return kind
    for found in _find(low):
        before, after = low[: found.start].rstrip(), low[found.end :]
        before = _AFTER_MARK.sub("", before)  # "For the Good of the Web: An Open …"
        is_after_article = " " in found.name and _ARTICLE.fullmatch(f"{before} ")
        if _leads_on(found, after) and (is_after_article or _is_called(before, title)):
            return _named(found)
    return _leading_kind(low) or _of_unspaced(low)


def may_hold_kind(line: str) -> bool:
    """Return whether `line` may contain a kind. This is a quick test."""
    return _may_be_kind(_folded(line))


def _may_be_kind(low: str) -> bool:
    is_spaced = low.isascii() or not low or max(low) <= "\u0dff"
    return not is_spaced or any(
        word in _lone_words() or word in _by_first_word() or word == "joint"
        for word in _WORD.findall(low)
    )


def _is_called(before: str, title: str) -> bool:
    """Return True if the text before a kind is empty, is a name or ends with a mark.

    Examples of such marks: `|`, `:` and `–`.
    """
    if not before or before[-1] in ":|–—-([/】〉>":
        return True
    words = title[: len(before)].replace("’", "'").split()
    # The words after the last mark, such as "Kampot: Harbour Watch Statement".
    for place in range(len(words) - 1, -1, -1):
        if words[place][-1] in ":|–—":
            words = words[place + 1 :]
            break
    return len(words) <= _MOST_BEFORE and all(map(_is_of_name, words))


def _is_of_name(word: str) -> bool:
    """Return whether `word` can belong to the name of an issuer."""
    low = _folded(word)
    is_large = word[0].isupper() or word[0].isdigit() or low in _OF_ISSUERS
    return (
        is_large and not KINDS.topic_before_kind.match(low) and low not in _HARD_WORDS
    )


def _leads_on(found: _Found, after: str) -> bool:
    """Return True if the text after a possible kind shows that the kind is not a verb.

    Example: "Petition to the Council" has a kind, but "Groups Petition Council" has a
    verb.
    """
    if not after.strip(" .!)]】"):
        return True
    if _after().match(after):
        return not (
            found.name.startswith("d") and KINDS.declares_something.match(after)
        )
    # At the very start, "Joint Statement" and the like are almost always a kind.
    is_sure = " " in found.name or found.name.startswith(KINDS.sure_at_start)
    return not found.start and is_sure and not KINDS.verb_after_kind.match(after)


def _of_unspaced(low: str) -> str | None:
    """Return the kind at the start or end of a title, or None.

    For scripts without spaces, and for Turkish, which puts the kind at the end.
    """
    bare = low.lstrip("[(【「『〈《").rstrip("])】」』〉》 .!。")
    all_words = _longest_first()
    if bare.startswith(all_words):
        return _kinds("unspaced")[next(filter(bare.startswith, all_words))]
    parts = [part for part in _parted().split(bare) if part]
    for part in (bare, *parts):
        if part.endswith(all_words):
            words = next(filter(part.endswith, all_words))
            before = part.removesuffix(words).rstrip()
            is_told = before.endswith(KINDS.issuing) or before.startswith(
                KINDS.answering
            )
            return None if is_told else _kinds("unspaced")[words]
    return None


@cache
def _longest_first() -> tuple[str, ...]:
    return tuple(sorted(_kinds("unspaced"), key=len, reverse=True))


def _named(found: _Found) -> str:
    """Return the kind of a name, ignoring words between "joint" and "statement"."""
    kinds = _kinds("names")
    if found.name in kinds:
        return kinds[found.name]
    words = found.name.split()
    middle = "open " if "open" in words else "oral " if "oral" in words else ""
    last = words[-1].removesuffix("s")
    return kinds.get(f"joint {middle}{last}", kinds[f"joint {last}"])


def _folded(line: str) -> str:
    """Return `line` in lower case, without accents and with single spaces."""
    text = line.replace("\u200b", "").replace("\u00a0", " ").casefold()
    if not text.isascii():
        for typed, usual in _SPELLINGS:
            text = text.replace(typed, usual)
        bare = _ACCENT.sub("", unicodedata.normalize("NFD", text))
        text = unicodedata.normalize("NFC", bare).replace("ı", "i")
    return " ".join(text.split())


# Two ways to type a character.
_SPELLINGS = (("ក្ដ", "ក្ត"), ("ໍາ", "ຳ"), ("ຫມ", "ໝ"), ("ํา", "ำ"))
# Titles in upper case often have no accents: "COMUNICADO DE ORGANIZACION".
_ACCENT = re.compile("[\u0300-\u036f]")


class _Found(NamedTuple):
    """The position of a name in a text, and the name in the singular."""

    start: int
    end: int
    name: str


def _find(low: str) -> Iterator[_Found]:
    """Yield the names of kinds in `low`, the longest name at each position."""
    end = 0
    for word in _WORD.finditer(low):
        start = word.start()
        if start < end:
            continue
        if word[0] == "joint" and (joint := _joint().match(low, start)):
            end = joint.end()
            yield _Found(start, end, joint[0])
            continue
        for name in _by_first_word().get(word[0], ()):
            if not low.startswith(name, start):
                continue
            end = start + len(name)
            end += low.startswith("s", end)
            if not low[end : end + 1].isalnum():
                yield _Found(start, end, name)
                break
            end = start


# A word of a name inside a kind: "Joint Harbour Council Statement". Not a verb.
_NAME = r"(?!(?:issu|sign|publish|releas|call|urg|welcom|condemn)|to )[^\W\d_][\w'’-]*"


@cache
def _joint() -> re.Pattern[str]:
    between = rf"(?:(?:{KINDS.between.pattern}|open|oral) ){{1,3}}"
    issuer = rf"(?<=\Ajoint )(?:{_NAME} ){{1,5}}"
    noun = r"(?:statement|letter|declaration|communique)s?(?![^\W_])"
    return re.compile(rf"joint (?:{between}|{issuer}){noun}")


@cache
def _parted() -> re.Pattern[str]:
    """Return a pattern for marks between the parts of a title: `漁民聯會聲明：…`."""
    return re.compile(
        r"[:：｜|（）()【】「」『』《》〈〉\[\]—–]|(?<=[\u4e00-\u9fff])\s(?=[\u4e00-\u9fff])"
    )


@cache
def _after() -> re.Pattern[str]:
    return re.compile(
        rf"\s?[:|–—\])】,/-]|\s{KINDS.leads_on.pattern}(?![^\W_])|\s[#\d]|’s\b"
    )


@cache
def _beside() -> re.Pattern[str]:
    """Return a pattern for text that is ignored next to a kind.

    Examples: `Statement No. 12`, `Press release, for immediate release`.
    """
    number = "|".join(map(re.escape, KINDS.numbering))
    return re.compile(
        r"for immediate (?:release|use|publication|distribution)|embargoed[^\n]{0,60}"
        rf"|\d{{4}}-\d{{2}}-\d{{2}}|(?:{number})\s?[.:៖]?\s?[°º]?"
        r"[\d/.-]{1,12}[號号期]?|\d[\d/.-]{0,12}"
    )


def _leading_kind(low: str) -> str | None:
    """Return the kind at the beginning of `low`, a title in lower case, or None."""
    word, _, rest = low.partition(" ")
    if word in _OUR:
        word, _, rest = rest.partition(" ")
    found = _kinds("leading").get(word)
    if found is None or not rest or KINDS.never_a_kind.match(f"{word} {rest}"):
        return None
    return found if _follower().match(rest) else None


@cache
def _follower() -> re.Pattern[str]:
    return re.compile(rf"{KINDS.followers.pattern}(?![^\W_])")


@cache
def _by_first_word() -> dict[str, list[str]]:
    """Return the names of kinds by their first word, the longest first.

    A name of one word is also listed by its plural.
    """
    names: dict[str, list[str]] = {}
    for name in sorted(_kinds("names"), key=len, reverse=True):
        first = _WORD.findall(name)[0]
        for word in (first, f"{first}s") if first == name else (first,):
            names.setdefault(word, []).append(name)
    return names


@cache
def _lone_words() -> frozenset[str]:
    """Return the first words of kinds that must be alone on their line."""
    tables = (*_kinds("alone"), *_kinds("unspaced"))
    return frozenset(word for name in tables for word in _WORD.findall(name)[:1])
