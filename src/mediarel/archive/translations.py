"""The same release in other languages, as the statements of an archive link to it."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from mediarel.index import alike
from mediarel.model.parts import Translation
from mediarel.release.headline import headline
from mediarel.store.records import read_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mediarel.archive.archive import Archive
    from mediarel.model.statement import Statement

_REMEMBERED = 200  # releases: a list has those of one day side by side


class Translations:
    """Returns the same release in other languages, for one statement after the other.

    The original comes first. Where there are no translations at all, that is asked
    once. A uuid that was merged into another statement stands for that one.
    """

    def __init__(
        self,
        archive: Archive,
        shown: Callable[[Statement], Statement | None] = lambda each: each,
    ) -> None:
        """Make one for `archive`: each is as `shown` returns it, left out with None."""
        self._archive = archive
        self._shown = shown
        self._originals: frozenset[int] | None = None
        self._remembered: OrderedDict[str, list[Statement]] = OrderedDict()

    def __call__(self, statement: Statement) -> list[Translation]:
        """Return the translations of `statement`, and the original where it is one."""
        if self._originals is None:
            self._originals = alike.originals(self._archive.index)
        if not self._originals or not self._is_linked(statement, self._originals):
            return []
        others = (e for e in self._release(statement) if e.id != statement.id)
        return [_named(each) for each in map(self._shown, others) if each is not None]

    def _is_linked(self, statement: Statement, originals: frozenset[int]) -> bool:
        """Tell whether `statement` is a translation, or some other can be one of it."""
        own = (statement.uuid, *statement.merged)
        return bool(statement.translation_of) or any(
            hash(uuid) in originals for uuid in own
        )

    def _release(self, statement: Statement) -> list[Statement]:
        """Return all statements that are the same release as `statement`."""
        known = self._remembered.get(statement.uuid)
        if known is None:
            known = self._archive.asked(lambda: same_release(self._archive, statement))
            self._remembered.update((each.uuid, known) for each in known)
            while len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        return known


def in_language(archive: Archive, statement: Statement, code: str) -> Statement | None:
    """Return the same release in the language `code`, None where there is none.

    It is `statement` itself where that is in it; `km` means `km-KH` as well.
    """
    if _is_in(statement, code):
        return statement
    found = archive.asked(lambda: same_release(archive, statement))
    return next((each for each in found if _is_in(each, code)), None)


def _is_in(statement: Statement, code: str) -> bool:
    return statement.language.partition("-")[0] == code


def same_release(archive: Archive, statement: Statement) -> list[Statement]:
    """Return the statements that links lead to from `statement`, in both directions."""
    found: dict[int, Statement] = {}
    seen: set[str] = set()
    wanted = set(_links(statement))
    while wanted:
        seen |= wanted
        new = _by_links(archive, sorted(wanted)) - found.keys()
        some = dict(_read(archive, sorted(new)))
        found |= some
        wanted = {uuid for each in some.values() for uuid in _links(each)} - seen
    return sorted(found.values(), key=lambda each: (bool(each.translation_of), each.id))


def _links(statement: Statement) -> Iterator[str]:
    """Yield the uuids that `statement` has, and that of its original."""
    yield from (statement.uuid, *statement.merged)
    if statement.translation_of:
        yield statement.translation_of


def _by_links(archive: Archive, uuids: list[str]) -> set[int]:
    """Return the ids of those that have one of `uuids`, and of their translations."""
    there = dict(alike.of_uuids(archive.index, uuids))
    gone = [uuid for uuid in uuids if uuid not in there]
    merged = alike.of_merged(archive.index, gone).values()
    translations = alike.of_originals(archive.index, uuids).values()
    return {*there.values(), *_each(merged), *_each(translations)}


def _each(lists: Iterable[list[int]]) -> Iterator[int]:
    for ids in lists:
        yield from ids


def _read(archive: Archive, ids: list[int]) -> Iterator[tuple[int, Statement]]:
    for number, raw in archive.index.records(ids):
        yield number, read_record(number, raw)


def _named(statement: Statement) -> Translation:
    return Translation(
        statement.uuid,
        statement.language,
        headline(statement),
        next(iter(statement.sources), None),
        statement.translation_of is None,
        statement.merged,
    )
