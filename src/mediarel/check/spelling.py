"""Names that are nearly the same: which of them is probably a slip of another.

Each name is compared with few others, however many there are: those that fold to the
same, and of the commonest those that are the same but for a letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.text.folding import folded_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# By a letter, names are often meant to differ: CLEC and CLEK. So the one must be
# rare beside the other, the more so the shorter the word is in which they differ.
_SHORT = 6  # letters
_TIMES_IF_SHORT, _TIMES = 8, 3
_LEAST = 4  # letters of that word: "Group A" is not "Group B"
_COMMONEST = 2000  # names with which others are compared by letters
_LONGEST = 60  # letters of a name that is
_CANDIDATES = 8  # names that may be the same but for this letter


class Slip(NamedTuple):
    """The name that is probably a slip, the one that is meant, and how they differ.

    Where they are equally common, it `is_even` which of the two is meant.
    """

    name: str
    meant: str
    how: str
    is_even: bool


def slips(counts: Mapping[str, int]) -> Iterator[Slip]:
    """Yield the names that are probably slips, of names and how often each is used."""
    alike: dict[str, list[str]] = {}
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        alike.setdefault(folded_name(name), []).append(name)
    commonest = {folded: names[0] for folded, names in alike.items()}
    by_a_letter = {slip.name: slip for slip in _by_a_letter(commonest, counts)}
    for meant, *others in alike.values():
        for name in others:
            if meant in by_a_letter:
                yield by_a_letter[meant]._replace(name=name)
                continue
            is_case = name.casefold() == meant.casefold()
            how = "in case alone" if is_case else "in accents or marks alone"
            yield Slip(name, meant, how, is_even=counts[name] == counts[meant])
    yield from by_a_letter.values()


def _by_a_letter(names: Mapping[str, str], counts: Mapping[str, int]) -> Iterator[Slip]:
    """Yield the slips by a letter among `names`, by their folded form, commonest first.

    What differs by one letter is the same without it: without a letter of the one, of
    the other, or of both.
    """
    without: dict[str, list[str]] = {}
    for place, (folded, name) in enumerate(names.items()):
        if len(folded) > _LONGEST:
            continue
        forms = [folded, *(folded[:n] + folded[n + 1 :] for n in range(len(folded)))]
        near = (each for form in forms for each in without.get(form, ()))
        times = {each: _times(folded, each) for each in dict.fromkeys(near)}
        meant = [
            names[each]
            for each, least in times.items()
            if least and counts[names[each]] >= least * counts[name]
        ]
        if meant:
            best = max(meant, key=lambda each: counts[each])
            yield Slip(name, best, "by a letter", is_even=False)
        elif place < _COMMONEST and counts[name] >= _TIMES:
            for form in dict.fromkeys(forms):
                of_form = without.setdefault(form, [])
                if len(of_form) < _CANDIDATES:
                    of_form.append(folded)


def _times(one: str, other: str) -> int:
    """Return how many times as common the one must be, if they differ by a letter.

    0 where they do not: where they differ by more, or by what is no letter.
    """
    short, long = sorted((one, other), key=len)
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    end = 0
    while end < len(short) - start and short[-1 - end] == long[-1 - end]:
        end += 1
    left, right = short[start : len(short) - end], long[start : len(long) - end]
    is_swap = len(left) == len(right) == len("ab") and left == right[::-1]
    if not (is_swap or (len(left) <= 1 and len(right) == 1)):
        return 0
    if any(letter.isspace() or letter.isdecimal() for letter in left + right):
        return 0
    head, tail = long[:start].split(" ")[-1], long[start:].split(" ", 1)[0]
    length = len(head) + len(tail)
    if length < _LEAST:
        return 0
    return _TIMES_IF_SHORT if length < _SHORT else _TIMES
