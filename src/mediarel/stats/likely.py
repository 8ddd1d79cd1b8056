"""Find pairs of names that probably belong to one organisation.

Nothing is merged here. A pair is found for one of these reasons:

- one name is the other's acronym: CLEC, Community Legal Education Center
- one contains the other, in or before brackets: Community … Center (CLEC)
- their spellings are similar: Center, Centre

If two names are both signatories of a statement, they are less likely to be one
organisation. So each pair is returned with the number of these statements.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from mediarel.index import crosstab
from mediarel.index.crosstab import Signer
from mediarel.index.protocol import Index, in_one_snapshot
from mediarel.query.tree import Query
from mediarel.text.folding import folded_name

_SMALL = frozenset(
    re.findall(
        r"\S+",
        "a an and at by de des del du en et for in la le les of on or the to und y",
    )
)
_BRACKETS = re.compile(r"(?P<before>[^()\[\]]+?)\s*[(\[](?P<within>[^()\[\]]+)[)\]]\s*")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_SHORTEST_ACRONYM, _LONGEST_ACRONYM = 3, 12  # characters
_SHORTEST = 8  # characters of names that are compared by spelling
_COMPARED = 3000  # number of signatories to compare; more would take long
_ALIKE = 91.0  # percent


class Likely(NamedTuple):
    """Two names that may be one organisation, and the reason.

    The more frequent name is first. `together` is the number of statements that both
    names signed. A high number means that they are probably two organisations.
    """

    one: Signer
    other: Signer
    why: str
    together: int = 0


@in_one_snapshot
def likely_in(index: Index, query: Query) -> list[Likely]:
    """Return the likely pairs among the signatories of matching statements."""
    found = crosstab.signers(index, query)
    return likely(found, crosstab.signed_together(index, query))


def likely(
    signers: Sequence[Signer], together: Iterable[Collection[int]]
) -> list[Likely]:
    """Return the pairs of signatories that are probably one organisation.

    Pairs that never signed together are first, then all others. In both groups, pairs
    of frequent signatories are first. `signers` must be sorted by frequency. `together`
    has the signatories of each statement.
    """
    found: dict[tuple[int, int], str] = {}
    for one, other, why in (*_by_acronym(signers), *_by_letters(signers)):
        if one != other:
            found.setdefault((min(one, other), max(one, other)), why)
    if not found:
        return []
    places = {signer.key: place for place, signer in enumerate(signers)}
    numbers = _together(
        found, ([places[key] for key in each if key in places] for each in together)
    )
    return [
        Likely(signers[one], signers[other], found[one, other], numbers[one, other])
        for one, other in sorted(found, key=lambda pair: (numbers[pair] > 0, pair))
    ]


def _together(
    pairs: Iterable[tuple[int, int]], together: Iterable[Sequence[int]]
) -> Counter[tuple[int, int]]:
    """Count the statements that both names of a pair signed, for each pair."""
    of_each: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        of_each[one].add(other)
    return Counter(
        (one, other)
        for those in together
        for one in those
        for other in of_each.get(one, set()).intersection(those)
    )


def _by_acronym(signers: Sequence[Signer]) -> Iterator[tuple[int, int, str]]:
    """Yield pairs in which one name contains the other, or is its acronym."""
    places: dict[str, int] = {}
    for place, signer in enumerate(signers):
        for name in signer.names:
            folded = folded_name(name)
            places.setdefault(folded, place)
            places.setdefault(folded.replace(".", ""), place)
    for place, signer in enumerate(signers):
        for name in signer.names:
            folded = folded_name(name)
            for part in _parts(folded):
                if part in places:
                    yield place, places[part], "a name plus another name in brackets"
            for initials in _initials(folded):
                if initials in places:
                    yield place, places[initials], "an acronym"


def _parts(folded: str) -> Iterator[str]:
    """Split a name at its brackets. Yield both parts if one part is an acronym."""
    found = _BRACKETS.fullmatch(folded)
    if found is None:
        return
    parts = found["before"].strip(), found["within"].strip()
    if any(" " not in part for part in parts):
        yield from parts


def _initials(folded: str) -> set[str]:
    """Return the initials of all words, and the initials without words such as `of`."""
    words = _WORD.findall(_without_brackets(folded))
    large = [word for word in words if word not in _SMALL]
    return {
        initials
        for each in (words, large)
        if _SHORTEST_ACRONYM
        <= len(initials := "".join(word[0] for word in each))
        <= _LONGEST_ACRONYM
    }


def _without_brackets(folded: str) -> str:
    found = _BRACKETS.fullmatch(folded)
    return found["before"] if found else folded


def _by_letters(signers: Sequence[Signer]) -> Iterator[tuple[int, int, str]]:
    """Yield pairs of names with similar spelling.

    Names with different numbers are not similar.
    """
    by_numbers: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for place, signer in enumerate(signers[:_COMPARED]):
        for name in signer.names:
            words = sorted(_WORD.findall(_without_brackets(folded_name(name))))
            plain = " ".join(word for word in words if word not in _SMALL)
            if len(plain) >= _SHORTEST:
                numbers = "".join(re.findall(r"\d+", plain))
                by_numbers[numbers].append((plain, place))
    for named in by_numbers.values():
        names = [name for name, _ in named]
        for at, (one, first) in enumerate(named, 1):
            alike = extract(
                one, names[at:], scorer=ratio, score_cutoff=_ALIKE, limit=None
            )
            for *_, other in alike:
                yield first, named[at + other][1], "similar spelling"
