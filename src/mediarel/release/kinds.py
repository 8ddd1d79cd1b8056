"""Recognise the kind of a release: "Joint Statement", "Communiqué de presse".

A kind is the only text on a line of the header, or is at the start or end of a title. A
title about a letter ("What the Open Letter Said") has no kind. A title with a verb
before the kind ("Groups Issue Joint Statement") has no kind either.
"""

import re
from functools import cache

from mediarel.release.words import ASIDES, KINDS

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
_BESIDE = ("for immediate", "embargoed", *KINDS.numbering)


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
    if is_long or not _begun().match(low) or not _may_be_kind(low):
        return None
    bare = _beside().sub(" ", low)
    bare = " ".join(bare.split()).strip(" .,:;|*_#+~=()[]【】<>–—-·•៖：")
    if not bare:
        return None
    if kind := _alone(bare):
        return kind
    found = _kind().match(bare) if _may_name(bare) else None
    if found is None:
        return None
    rest = bare[found.end() :].strip(" .,:;|()–—-")
    is_dated = any(letter.isdigit() for letter in low)
    is_alone = not rest or (is_dated and KINDS.date_after_kind.fullmatch(rest))
    is_alone = is_alone or ASIDES.release_notice.match(rest)
    return _named(found) if is_alone else None


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
    words = _kind().sub(" ", part).split()
    return all(word in KINDS.sections for word in words)


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
    for found in _kind().finditer(low) if _may_name(low) else ():
        before, after = low[: found.start()].rstrip(), low[found.end() :]
        before = _AFTER_MARK.sub("", before)  # "For the Good of the Web: An Open …"
        is_after_article = " " in found[0] and _ARTICLE.fullmatch(f"{before} ")
        if _leads_on(found, after) and (is_after_article or _is_called(before, title)):
            return _named(found)
    return leading_kind(low) or _of_unspaced(low)


def may_hold_kind(line: str) -> bool:
    """Return whether `line` may contain a kind. This is a quick test."""
    return _may_be_kind(line.casefold())


def _may_be_kind(low: str) -> bool:
    is_spaced = low.isascii() or not low or max(low) <= "\u0dff"
    is_lone = not _lone_words().isdisjoint(_WORD.findall(low))
    return not is_spaced or is_lone or _may_name(low)


def _may_name(low: str) -> bool:
    return not _first_words().isdisjoint(_WORD.findall(low))


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
    low = word.casefold()
    is_large = word[0].isupper() or word[0].isdigit() or low in _OF_ISSUERS
    return (
        is_large and not KINDS.topic_before_kind.match(low) and low not in _HARD_WORDS
    )


def _leads_on(found: re.Match[str], after: str) -> bool:
    """Return True if the text after a possible kind shows that the kind is not a verb.

    Example: "Petition to the Council" has a kind, but "Groups Petition Council" has a
    verb.
    """
    if not after.strip(" .!)]】"):
        return True
    if _after().match(after):
        return not (found[0].startswith("d") and KINDS.declares_something.match(after))
    # At the very start, "Joint Statement" and the like are almost always a kind.
    is_sure = " " in found[0] or found[0].startswith(KINDS.sure_at_start)
    return not found.start() and is_sure and not KINDS.verb_after_kind.match(after)


def _of_unspaced(low: str) -> str | None:
    """Return a kind without a space before it, or a kind in Turkish, or None."""
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


def _named(found: re.Match[str]) -> str:
    """Return the kind for a match, ignoring words between "joint" and "statement"."""
    words = found[0].split()
    plain = found[0].removesuffix("s") if found[0] not in _kinds("names") else found[0]
    if plain in _kinds("names"):
        return _kinds("names")[plain]
    last = words[-1].removesuffix("s")
    if words[0] == "joint":
        middle = "open " if "open" in words else "oral " if "oral" in words else ""
        return _kinds("names").get(
            f"joint {middle}{last}", _kinds("names")[f"joint {last}"]
        )
    return _kinds("names")[last]


def _folded(line: str) -> str:
    text = line.replace("\u200b", "").replace("\u00a0", " ").replace("ក្ដ", "ក្ត")
    if not text.isascii():  # two ways to type a character
        text = text.replace("ໍາ", "ຳ").replace("ຫມ", "ໝ").replace("ํา", "ำ")
    # Turkish has two letters i, and casefold() mixes them in upper case.
    return " ".join(text.casefold().replace("i\u0307", "i").replace("ı", "i").split())


@cache
def _begun() -> re.Pattern[str]:
    """Return a pattern that matches the start of lines that may have a kind.

    The pattern is a quick test. It compares only the first three letters of a line.
    """
    kinds = (
        *_kinds("names"),
        "joint",
        *_kinds("alone"),
        *_kinds("unspaced"),
        *_kinds("unspaced_alone"),
    )
    first_words = {words.split()[0][:3] for words in (*kinds, *_BESIDE)}
    return re.compile(rf"[\W\d_]*+(?:{'|'.join(sorted(map(re.escape, first_words)))})")


# A word of a name inside a kind: "Joint Harbour Council Statement". Not a verb.
_NAME = r"(?!(?:issu|sign|publish|releas|call|urg|welcom|condemn)|to )[^\W\d_][\w'’-]*"


@cache
def _kind() -> re.Pattern[str]:
    names = "|".join(
        sorted(map(re.escape, _kinds("names")), key=lambda n: (-len(n), n))
    )
    return re.compile(
        rf"(?<![^\W_])(?:joint (?:(?:{KINDS.between.pattern}|open|oral) ){{1,3}}"
        rf"(?:statement|letter|declaration|communiqué)|\Ajoint (?:{_NAME} ){{1,5}}"
        rf"(?:statement|letter|declaration|communiqué)|(?:{names}))s?(?![^\W_])"
    )


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


def leading_kind(low: str) -> str | None:
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
def _first_words() -> frozenset[str]:
    """Return the first words of the names of kinds, in singular and plural."""
    first = {word for name in _kinds("names") for word in _WORD.findall(name)[:1]}
    return frozenset({"joint", *first, *(f"{word}s" for word in first)})


@cache
def _lone_words() -> frozenset[str]:
    """Return the first words of kinds that must be alone on their line."""
    tables = (*_kinds("alone"), *_kinds("unspaced"))
    return frozenset(word for name in tables for word in _WORD.findall(name)[:1])
