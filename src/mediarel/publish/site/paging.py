"""The pages of a list, counted from the oldest so that they stay as they are.

What is new changes the first page, which is the newest and has no number. Once that has
twice as many rows as the others, the older half becomes the page of the next number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.publish.site.shared import link

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SIZE = 20  # rows of a page; the newest has up to twice as many
GAP = "…"
_NEAR = 2  # pages that are named beside the one that is shown


class PageOf(NamedTuple):
    """A page of a list: its number, 0 for the newest, how many have one, its rows."""

    number: int
    last: int
    numbers: Sequence[int]


class PageLink(NamedTuple):
    """What leads to another page: what it says, where to, whether it is this one."""

    label: str
    href: str
    is_here: bool = False
    rel: str = ""


def cut(numbers: Sequence[int]) -> Iterator[PageOf]:
    """Yield the pages of the rows of these numbers, which come newest first."""
    last = max(0, len(numbers) // SIZE - 1)
    newest = len(numbers) - last * SIZE
    yield PageOf(0, last, numbers[:newest])
    for number in range(last, 0, -1):
        start = newest + (last - number) * SIZE
        yield PageOf(number, last, numbers[start : start + SIZE])


def path_of(path: str, number: int) -> str:
    """Return the path of a page of the list at `path`."""
    pages = f"pages/{number}"
    return (f"{path}/{pages}" if path else pages) if number else path


def newest_first(
    path: str, page: PageOf, root: str, words: dict[str, str]
) -> list[PageLink]:
    """Return what leads from a page to the newest, to those near, to the oldest."""
    if not page.last:
        return []
    here = page.number or page.last + 1  # as if the newest had the next number
    high, low = min(page.last, here + _NEAR), max(1, here - _NEAR)
    found = [_to(path, page, 0, root, words)]
    if high < page.last:
        found.append(PageLink(GAP, ""))
    found += [_to(path, page, each, root, words) for each in range(high, low - 1, -1)]
    if low > _NEAR:
        found.append(PageLink(GAP, ""))
    if low > 1:
        found.append(_to(path, page, 1, root, words))
    return found


def _to(
    path: str, page: PageOf, number: int, root: str, words: dict[str, str]
) -> PageLink:
    here = page.number or page.last + 1
    rel = {here - 1: "next", here + 1: "prev"}.get(number or page.last + 1, "")
    label = f"{number}" if number else words["newest"]
    is_here = number == page.number
    return PageLink(label, link(root, path_of(path, number)), is_here, rel)


def first_to_last(path: str, number: int, last: int, root: str) -> list[PageLink]:
    """Return what leads from a page of names to the others, of which there are few."""
    if last < _NEAR:
        return []
    return [
        PageLink(
            f"{each}",
            link(root, path_of(path, each if each > 1 else 0)),
            each == number,
            {number + 1: "next", number - 1: "prev"}.get(each, ""),
        )
        for each in range(1, last + 1)
    ]
