"""The lines of blocks, patched: what a worker makes while we make the lists.

It loads little, so that the worker is soon at work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.publish.search.packing import ALONE, PART, alone, packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Given = tuple[int, int, int, bytes]
    """A statement that is `Changed`, as plain values."""
    Said = dict[str, dict[int, list[int]]]
    """By term, field and block: who says it, and at which places; a value has none."""


class Changed(NamedTuple):
    """A statement that is said anew: its number in the block, and what it says.

    `lines` are those of a block that has no other; its places go from `start` to `end`.
    """

    number: int
    start: int
    end: int
    lines: bytes


def make(given: Sequence[tuple[bytes, Sequence[Given]]]) -> list[bytes]:
    """Return the lines of each block, patched."""
    return [patched(*each) for each in given]


def patched(lines: bytes, given: Sequence[Given]) -> bytes:
    """Return the lines of a block with what those say that have changed."""
    changed = [Changed(*each) for each in given]
    said: Said = {}
    for each in changed:
        _put(said, each)
    spans = {each.number: range(each.start, each.end) for each in changed}
    made = [*_others(lines.decode().split("\n"), spans, said)]
    made += [_line(head, those) for head, those in said.items()]
    return "\n".join(sorted(made)).encode()


def _put(said: Said, changed: Changed) -> None:
    """Add what a statement says."""
    for line in changed.lines.decode().split("\n"):
        head, _, at = line.rsplit(PART, 2)
        places = [changed.start + place for place in unpacked(at)]
        said.setdefault(head, {})[changed.number] = places


def _others(
    lines: Iterable[str], spans: Mapping[int, range], said: Said
) -> Iterator[str]:
    """Yield what lines say of others, with what is `said` of the same; that goes.

    `spans` are the places of those that are said anew, by their numbers.
    """
    single = {alone(number) for number in spans}
    for line in lines:
        head, who, at = line.rsplit(PART, 2)
        if head not in said:
            if who in single:
                continue
            if who[0] == ALONE or spans.keys().isdisjoint(unpacked(who)):
                yield line
                continue
        new = said.pop(head, {})
        numbers = [each for each in unpacked(who) if each not in spans]
        places = [
            place
            for place in unpacked(at)
            if not any(place in span for span in spans.values())
        ]
        if numbers or new:
            yield _line(head, new, numbers, places)


def _line(
    head: str,
    new: Mapping[int, list[int]],
    numbers: Iterable[int] = (),
    places: Iterable[int] = (),
) -> str:
    """Return the line of a term: who has it, and where; `new` are added to others."""
    who = packed(sorted([*numbers, *new]))
    at = sorted([*places, *(place for those in new.values() for place in those)])
    return f"{head}{PART}{who}{PART}{packed(at) if at else ''}"
