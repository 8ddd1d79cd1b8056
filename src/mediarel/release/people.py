"""Distinguish people from organisations among names, and recognise roles."""

from __future__ import annotations

import re

from mediarel.release.words import SIGNING

_INITIAL = re.compile(r"[A-Z]\.")
_WORDS = (2, 3)


def is_office(name: str) -> bool:
    """Return whether `name` is an office alone: `Executive Director`."""
    words = [word.strip("()&/,.") for word in name.casefold().split()]
    words = [word for word in words if word and word not in SIGNING.words_of_offices]
    return bool(words) and all(map(SIGNING.roles.fullmatch, words))


def is_like_a_person(name: str) -> bool:
    """Return whether `name` has two or three capitalised words, as a person's does."""
    bare = SIGNING.personal_title.sub("", name, count=1) if name[:1].isalpha() else name
    words = bare.split()
    return len(words) in _WORDS and all(map(_is_of_person, words))


def may_be_person(name: str) -> bool:
    """Return whether `name`, with an office, may be a person: `Ana Lía de la Cruz`."""
    bare = SIGNING.personal_title.sub("", name, count=1) if name[:1].isalpha() else name
    words = [word for word in bare.split() if word not in SIGNING.particles]
    return 1 < len(words) <= _MOST_WORDS and all(map(_is_of_person, words))


def _is_of_person(word: str) -> bool:
    """Return whether `word` is `Ann`, `A.`, `Ann-Marie`, `O’Neil` or `McAllan`."""
    if _INITIAL.fullmatch(word):
        return True
    parts = _JOINED.split(_PREFIX.sub("", word, count=1))
    return all(part.isalpha() and part[0].isupper() for part in parts) and all(
        part[1:].islower() for part in parts if len(part) > 1
    )


_MOST_WORDS = 4
_PREFIX = re.compile(r"\A(?:Mc|Mac(?=[A-Z])|[ODL]['’])")
_JOINED = re.compile(r"[-‐‑]")
