"""Recognise the names of places, such as `Kampot` in a dateline."""

import re
import unicodedata
from functools import lru_cache

from mediarel.dates.printed import date_alone
from mediarel.dates.typed import ENGLISH_MONTHS
from mediarel.release.kinds import kind_of
from mediarel.release.words import DATELINES, KINDS

_MOST_WORDS_OF_PLACE = 6
# Khmer has no capitals and no spaces between words: a longer word is a sentence.
_LONGEST_WORD_OF_PLACE = 32
_KHMER_SIGNS = frozenset("៖ៈ:")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_JOINING = _words(
    "and & / of the de del du des do da dos das la le el y et e am upon nad pod"
)
# Joining words of a place next to a date: "Neuhaus an der Elbe, 3. März".
_JOINING_BESIDE = _JOINING | _words("sur sous an der den ob dem ng van aan op het")
_WITH_ARTICLE = frozenset({"the hague", "the gambia", "the bahamas", "the philippines"})
_KHMER_LETTERS_OF_PLACE = 24


@lru_cache(maxsize=1024)  # there are few distinct places
def may_be_alone(place: str, sign: str) -> bool:
    """Return True if `place` can be the only content of a dateline.

    Return False for common words that are not places. `sign` is the mark after `place`.
    """
    if "\u1780" <= place[0] <= "\u17ff":
        is_short = len(place) <= _KHMER_LETTERS_OF_PLACE
        return is_short and not place.startswith(DATELINES.never_a_khmer_place)
    words = place.casefold().replace(",", " ").split()
    is_short = len(words) <= 2 or sign != "."  # noqa: PLR2004
    is_other = (
        DATELINES.never_a_place.intersection(words) or date_alone(place) is not None
    )
    return is_short and sign not in _KHMER_SIGNS and not is_other


_AT_SEA = re.compile(r"(?:On board|At sea)(?: [\w ]{3,30})?", re.IGNORECASE)


@lru_cache(maxsize=1024)
def place_of(run: str, *, is_dated: bool = False) -> str | None:
    """Return `run` as a place with single spaces, or None if it can't be a place.

    If `is_dated`, a date is next to the place, and more joining words are allowed.
    """
    joining = _JOINING_BESIDE if is_dated else _JOINING
    if at_sea := _AT_SEA.fullmatch(run.strip(" ,")):
        return at_sea[0]
    if run.endswith(")"):
        return _with_region(*run[:-1].partition(" (")[::2], is_dated=is_dated)
    if is_dated:
        run = _TOWN.sub("", run, count=1)
    if state := _STATE.search(run):
        town = place_of(run[: state.start()], is_dated=is_dated)
        return town and f"{town}{state[0]}"
    words = run.strip(", ，،၊\t\u00a0\u200b").split()
    if not 1 <= len(words) <= _MOST_WORDS_OF_PLACE:
        return None
    first, last = (word.strip(".,").casefold() for word in (words[0], words[-1]))
    is_mismatched = (
        first in DATELINES.date_labels
        or (first in DATELINES.never_first and not _has_article(words))
        or (len(words) == 1 and (first in ENGLISH_MONTHS or len(first) == 1))
        or (is_dated and "," not in run.strip(", ") and is_person(words))
        or last in DATELINES.never_last | joining
        or any(kind_of(word) for word in words)
        or all(word.casefold() in KINDS.sections for word in words)
        or not DATELINES.newspapers.isdisjoint(
            word.strip(".,").casefold() for word in words
        )
        or words[0].startswith(DATELINES.never_a_khmer_start)
        or _is_chinese_phrase(words[0])
        or not _is_place_word(words[0])
        or not all(_is_place_word(word) or word in joining for word in words)
    )
    return None if is_mismatched else " ".join(words)


def may_be_town(place: str) -> bool:
    """Return True if `place` after a date is a town, not an author or an issuer.

    A town is one word, or its country is behind a comma.
    """
    words = place.replace("-", " ").split()
    is_one = (
        len(place.split()) == 1 and words[0].casefold() not in DATELINES.first_names
    )
    return (is_one or ", " in place) and not is_person(words)


def is_byline(run: str) -> bool:
    """Return True if the words before a date name an author, such as `By Ann Bo,`."""
    name = _ON.sub("", run.strip(" ,，("))
    by = DATELINES.by.match(name)
    words = name[by.end() if by else 0 :].strip("\"'“”„«»").split()
    are_large = bool(by) or all(word[0].isupper() for word in words)
    is_known = bool(by) or is_person(words)
    return 0 < len(words) <= _MOST_WORDS_OF_AUTHOR and are_large and is_known


def is_person(words: list[str]) -> bool:
    """Return True if `words` are the name of a person, with a known first name."""
    is_short = 1 < len(words) <= _MOST_WORDS_OF_PERSON
    return is_short and words[0].casefold().strip(".") in DATELINES.first_names


_TOWN = re.compile(r"\A(?:г|м|гр)\.\s?")  # "town" in Russian, Ukrainian, Bulgarian
_MOST_WORDS_OF_AUTHOR = 4
_ON = re.compile(r"\s(?:on|am|le|el|em|il|op|den)\Z")
_MOST_WORDS_OF_PERSON = 3
_STATE = re.compile(r"\s[–-]\s[A-Z]{2}\Z")  # "Porto Halden – RS"


def _with_region(town: str, region: str, *, is_dated: bool) -> str | None:
    """Return a town with its region: `Kampot (Cambodia)`, `Porto Halden (RS)`.

    Return None if `region` is not a region, but an acronym.
    """
    place, within = place_of(town), place_of(region)
    is_state = is_dated and len(region) == len("RS")
    is_acronym = region.isupper() and not town.isupper() and not is_state
    if not place or not within or is_acronym:
        return None
    return f"{place} ({within})"


def _has_article(words: list[str]) -> bool:
    """Return True if `words` are a place with an article, such as `The Hague`.

    Another place may follow: `The Hague/Kampot`.
    """
    begun = " ".join(words[:2]).casefold().partition("/")[0].rstrip(",.")
    if begun not in _WITH_ARTICLE:
        return False
    return len(words) == len(("The", "Hague")) or "/" in words[1] or "," in words[1]


def _is_chinese_phrase(word: str) -> bool:
    """Return True if a Chinese or Japanese word can't be the name of a place.

    The word is too long, or begins with a word such as "about".
    """
    is_ideograph = "\u2e7f" < word[0] < "\ua000"
    return is_ideograph and (len(word) > _LONGEST_IN_CHINESE or word[0] in "關关就對对")


_LONGEST_IN_CHINESE = 6


def _is_place_word(word: str) -> bool:
    return (
        len(word) <= _LONGEST_WORD_OF_PLACE
        and word[0].isalpha()
        and not word[0].islower()
        and all(
            # Khmer vowels are marks. U+200B between Khmer words is a format character.
            letter in "'’.,-‐‑–/"
            or unicodedata.category(letter)[0] in "LM"
            or unicodedata.category(letter) == "Cf"
            for letter in word
        )
    )
