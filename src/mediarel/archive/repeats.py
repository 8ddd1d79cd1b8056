"""What of many drafts is among them twice: two pages may list the same entry.

An address is a mark of one entry where no other of the same file has it, and where
date, title or text say so too: many may name one page as their source.
"""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mediarel.model.made import Made
from mediarel.text.addresses import address_key, with_further
from mediarel.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mediarel.formats.drafts import Taken
    from mediarel.model.statement import Draft

_TELLING = 60  # letters that two texts begin with, if one is an excerpt of the other


class Repeats(NamedTuple):
    """Drafts without those that are among them twice, and how many these are.

    `differing` have the address of another draft, and another date than that.
    """

    once: Sequence[Taken]
    number: int
    differing: list[Taken]


def without_repeats(taken: Sequence[Taken]) -> Repeats:
    """Return each draft of `taken` once, in its order.

    Of two that are the same the one is kept that is not only an excerpt, with the
    addresses of both.
    """
    seen = _Seen(taken)
    differing: list[Taken] = []
    pairs = zip(taken, identifying(taken), strict=True)
    for number, (each, addresses) in enumerate(pairs):
        place = seen.place_of(each, addresses)
        if place is None:
            place = len(seen.numbers)
            seen.numbers.append(number)
        elif seen.at(place).draft.date != each.draft.date and not each.draft.uuid:
            differing.append(each)
            continue
        else:
            seen.join(place, each)
        seen.note(each, addresses, place)
    once = Made(len(seen.numbers), seen.at)
    seen.forget_all()
    return Repeats(once, len(taken) - len(once) - len(differing), differing)


def identifying(taken: Sequence[Taken]) -> list[tuple[str, ...]]:
    """Return the addresses of each draft that no other of its file has."""
    keys = [
        (each.source, tuple(dict.fromkeys(map(address_key, each.draft.sources))))
        for each in taken
    ]
    counts = Counter((source, key) for source, some in keys for key in some)
    return [
        tuple([key for key in some if counts[source, key] == 1])
        for source, some in keys
    ]


def are_akin(one: Draft, other: Draft) -> bool:
    """Tell whether two with one address may be the same: by date, title or text."""
    if one.date == other.date:
        return True
    if one.title and one.words.title == other.words.title:
        return True
    begun = min(one.text or "", other.text or "", key=len)[:_TELLING]
    first, second = (fold((each.text or "")[:_TELLING]) for each in (one, other))
    return len(begun) == _TELLING and first == second


def entry_of(draft: Draft) -> tuple[str, ...]:
    """Return what an entry of a list and the release that it lists have in common.

    That is date, program and title; nothing where there is no title.
    """
    words = draft.words
    return (words.date, words.program, words.title) if words.title else ()


class _Seen:
    """The drafts seen, each once, and the place of each by what is known of it."""

    def __init__(self, taken: Sequence[Taken]) -> None:
        self._taken = taken
        self.numbers = array("q")  # of those seen, in `taken`
        self._joined: dict[int, Taken] = {}
        self._places: dict[object, int] = {}

    def at(self, place: int) -> Taken:
        """Return the draft at `place` of those seen."""
        joined = self._joined.get(place)
        return joined or self._taken[self.numbers[place]]

    def forget_all(self) -> None:
        """Free the memory of the keys by which drafts are found."""
        self._places.clear()

    def place_of(self, taken: Taken, addresses: Iterable[str]) -> int | None:
        """Return which of those seen a draft is, None where it is another one."""
        draft = taken.draft
        place = self._places.get(draft.words)
        uuids = (draft.uuid, *draft.merged)
        known = (self._places.get(uuid) for uuid in uuids if uuid and place is None)
        place = next((each for each in known if each is not None), place)
        if place is not None:
            return place
        for address in addresses:
            place = self._places.get(address)
            if place is not None and are_akin(self.at(place).draft, draft):
                return place
        place = self._places.get(entry_of(draft)) if draft.title else None
        is_its = place is not None and _is_its_excerpt(self.at(place), taken)
        return place if is_its else None

    def join(self, place: int, taken: Taken) -> None:
        """Put the addresses of `taken` behind those of the one at `place`.

        Where that is an excerpt and `taken` the whole, or that was merged into `taken`,
        `taken` comes in its place.
        """
        one, other = self.at(place), taken
        is_merged = one.draft.uuid in other.draft.merged
        if is_merged or (one.draft.excerpt and not other.draft.excerpt):
            one, other = other, one
        sources = tuple(with_further(one.draft.sources, other.draft.sources))
        if sources != one.draft.sources:
            draft = one.draft.replace(sources=sources)
            draft.keep_words(one.draft.words)
            one = one._replace(draft=draft, said=one.said | {"sources"})
        self._joined[place] = one

    def note(self, taken: Taken, addresses: Iterable[str], place: int) -> None:
        """Note that what is known of `taken` is at `place`."""
        draft = taken.draft
        keys = (draft.words, draft.uuid, *draft.merged, *addresses, entry_of(draft))
        for key in keys:
            if key:
                self._places.setdefault(key, place)


def _is_its_excerpt(one: Taken, other: Taken) -> bool:
    """Tell whether one of two that are titled the same is an excerpt of the other."""
    is_excerpt = one.draft.excerpt != other.draft.excerpt
    return is_excerpt and one.source != other.source
