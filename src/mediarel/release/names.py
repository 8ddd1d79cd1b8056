"""Distinguish names from sentences, and people from organisations."""

import re
from collections.abc import Sequence
from functools import cache

from mediarel.release.words import ISSUERS, SIGNING
from mediarel.text.urls import without_addresses

LONGEST_NAME = 300
_MARKS = "☆★✩✰※◇◆❖•·▪▫■□●○◦‣►▶➢✓✔*→・∙⁃\uf0b7"


def is_marked(line: str) -> bool:
    """Return whether `line` begins with a list mark: `• `, `- `."""
    bare = line.lstrip()
    return (bare[:1] in _MARKS and bool(bare)) or bare[:2] in {"- ", "– ", "— "}


def is_numbered(line: str) -> bool:
    """Return whether `line` begins with a list number: `1.`, `(1)`, `១.`."""
    return number().match(line) is not None


def without_number(line: str) -> str:
    """Return `line` without the number at its beginning."""
    found = number().match(line)
    return line[found.end() :] if found else line


def clean_name(name: str) -> str:
    """Return a name without list marks, separators and addresses, or ""."""
    name = without_addresses(name).strip().strip("\u200b").lstrip(f"{_MARKS} \t")
    name = re.sub(r"^[-–—]\s{1,20}", "", name)
    name = re.sub(
        r"(?:[;,]|\s[/|]|\s(?:and|und|et|y|e|ed|dan|và))\s*$", "", name.rstrip()
    ).strip()
    return name if any(letter.isalnum() for letter in name) else ""


def is_rest_of_list(name: str) -> bool:
    """Return whether `name` ends a list: `and others`, `12 others`, `et al.`."""
    return SIGNING.rest_of_list.fullmatch(name.strip(" .…")) is not None


@cache
def number() -> re.Pattern[str]:
    """Return a pattern for the number before a name: `1.`, `(1)`, `១.`."""
    return re.compile(
        r"\s{0,20}(?:[(\[]\d{1,4}[)\]]|\d{1,4}(?:[.)、។။．]|\s?[-–/](?=[\s\u0e00-\uffff]))(?!\d|org\b|com\b))"
        r"\s{0,20}(?=\S)"
    )


@cache
def loose_number() -> re.Pattern[str]:
    """Return a pattern for a number and a space before a name: `1 Harbour Watch`."""
    return re.compile(r"\s{0,20}(\d{1,4})\s{1,20}(?=\S)")


@cache
def bare_number() -> re.Pattern[str]:
    """Return a pattern for a list number without a name: `1.`, `(1)`, `#1`."""
    return re.compile(r"[(#]?\d{1,4}[.):]?")


_FEW_WORDS = 7
_LONGEST_UNSPACED = 160  # in a script without spaces between words
_ABBREVIATED = re.compile(r"[,\s](?:[A-Z]{1,4}\.\s?){1,5}\Z")


def is_sentence(line: str) -> bool:
    """Return whether `line` is a sentence or a paragraph rather than a name."""
    if len(line) > 2 * LONGEST_NAME or SIGNING.may_be_added.search(line):
        return True
    bare = clean_name(line)
    words = bare.split()
    if not words or len(bare) > LONGEST_NAME:
        return bool(words)
    ends = bare.endswith(
        (".", "!", "?", "。", "！", "？", "។", "៕", "။", ".”", '."', ".»")
    )
    if bare[:1] > "\u0dff":
        return ends or len(bare) > _LONGEST_UNSPACED
    if len(words) < _FEW_WORDS:
        # "We go on." is a sentence, "Friends of the Port e.V." is not.
        last = words[-1].rstrip('.!?"”»')
        most_are_small = 2 * sum(word[0].islower() for word in words) > len(words)
        return ends and len(words) > 2 and most_are_small and last.islower()  # noqa: PLR2004
    lower = sum(word[:1].islower() for word in words)
    if ends and 3 * lower >= 2 * len(words) and words[-1][:1].islower():
        return True
    small = sum(word[:1].islower() and len(word) > 3 for word in words)  # noqa: PLR2004
    is_prose = small * 2 >= len(words) or (small >= 4 and small * 3 >= len(words))  # noqa: PLR2004
    # "Ann Bo, doctor and former head of the clinic …"
    is_person = is_like_a_person(bare.partition(",")[0])
    return is_prose and (ends or (len(words) > 24 and not is_person))  # noqa: PLR2004


def is_title_like(name: str) -> bool:
    """Return whether most words of a name are capitalised, as in a title."""
    if name.endswith(".") and _ABBREVIATED.search(name[-12:]):
        name = name[:-1]  # "Cooperativa del Puerto, R.L."
    words = [word for word in re.split(r"[\s/,&()–-]+", name) if word[:1].isalpha()]
    if not words or len(name) > 150 or name.endswith((".", "!", "?", "。", ":")):  # noqa: PLR2004
        return bool(words) and name.endswith(("Inc.", "Ltd.", "e.V."))
    large = sum(not word[0].islower() for word in words)
    small = sum(word[0].islower() and len(word) > 3 for word in words)  # noqa: PLR2004
    return not words[0][0].islower() and large > small


def is_one_word(name: str) -> bool:
    """Return True if `name` is a single word, such as a place, but not an acronym."""
    return " " not in name and not name.isupper() and name[:1] <= "\u0dff"


def is_organisation_like(name: str) -> bool:
    """Return whether `name` begins like an organisation, or ends with an acronym."""
    first = name.partition(" ")[0].casefold().strip("(),.")
    is_short = (name.isupper() and " " not in name) or _ACRONYM.search(name) is not None
    return is_short or first in ISSUERS.nouns


_ACRONYM = re.compile(
    r"(?:\([A-Z][\w/-]{1,14}\)|\s[–-]\s?[A-Z]{2,10}(?:[/-][A-Z]{2})?);?\Z"
)


def is_name_like(line: str) -> bool:
    """Return whether `line` looks like the name of an organisation or a person."""
    is_named = is_title_like(line) or (
        is_organisation_like(line) and len(line) <= _LONGEST_UNSPACED
    )
    is_named = is_named or is_like_a_person(clean_name(line.partition(",")[0]))
    return is_named and not _CODE.fullmatch(line)


def looks_like_names(names: Sequence[str]) -> bool:
    """Return whether most of the first eight texts in `names` look like names."""
    if not names:
        return False
    begun = names[:8]
    odd = sum(
        name[:1].islower()
        or name.endswith((";", "?"))
        or len(name) > _LONGEST_UNSPACED
        or _CLAUSES.search(name) is not None
        for name in begun
    )
    return 2 * odd < len(begun) or len(names) > 40  # noqa: PLR2004


_CLAUSES = re.compile(r"[，。](?=[^（(）)]{2,40}\Z)")
_CODE = re.compile(r"[A-Z.]{1,8}[\s-]?\d[\d\s/.-]{2,20}")  # a reference: "PNGA 21 002"
_INITIAL = re.compile(r"[A-Z]\.")
_WORDS = (2, 3)


def is_like_a_person(name: str) -> bool:
    """Return whether `name` has two or three capitalised words, like a person."""
    bare = SIGNING.personal_title.sub("", name, count=1) if name[:1].isalpha() else name
    words = bare.split()
    return len(words) in _WORDS and all(map(_is_of_person, words))


def may_be_person(name: str) -> bool:
    """Return whether `name` may be a person: `Ana de la Cruz`.

    This weak test is only for names near an office or a workplace.
    """
    bare = SIGNING.personal_title.sub("", name, count=1) if name[:1].isalpha() else name
    words = [word for word in bare.split() if word not in SIGNING.particles]
    return 1 < len(words) <= _MOST_WORDS and all(map(_is_of_person, words))


def _is_of_person(word: str) -> bool:
    """Return whether `word` is like `Ann`, `A.`, `Ann-Marie`, `O’Neil` or `McAllan`."""
    if _INITIAL.fullmatch(word):
        return True
    parts = _JOINED.split(_PREFIX.sub("", word, count=1))
    return all(part.isalpha() and part[0].isupper() for part in parts) and all(
        part[1:].islower() for part in parts if len(part) > 1
    )


_MOST_WORDS = 4
_PREFIX = re.compile(r"\A(?:Mc|Mac(?=[A-Z])|[ODL]['’])")
_JOINED = re.compile(r"[-‐‑]")
