"""A statement and what its page leads to, as a worker process is given it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from mediarel.model.parts import Translation
from mediarel.model.plain import of_values, values_of
from mediarel.publish.site.rows import LONGEST_HEADLINE, cut_short
from mediarel.release.headline import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.model.statement import Statement


class Other(NamedTuple):
    """Another statement: where its page is, what it is called, its language."""

    path: str
    headline: str
    language: str


class Linked(NamedTuple):
    """A statement whose page is at `path`, with all that its page leads to.

    `title` is what stands for its title, which takes time to find in a long text.

    `lists` are the paths of its lists, by kind in the order of its values, `files`
    those of its attachments, "" for one that is not there.
    """

    statement: Statement
    path: str
    title: str
    lists: dict[str, list[str]]
    files: list[str]
    translations: list[tuple[str, Translation]]
    replaces: list[Other]
    replaced_by: list[Other]

    def packed(self) -> bytes:
        """Return it as bytes, the same whenever it is the same."""
        return msgspec.json.encode((values_of(self.statement), *self[1:]))


def unpacked(packed: bytes) -> Linked:
    """Return what was packed."""
    values, path, title, lists, files, *others = msgspec.json.decode(packed)
    translations, replaces, replaced_by = others
    return Linked(
        of_values(values),
        path,
        title,
        lists,
        files,
        [(to, _translation(each)) for to, each in translations],
        list(_others(replaces)),
        list(_others(replaced_by)),
    )


def other(path: str, statement: Statement) -> Other:
    """Return `statement` as others name it, whose page is at `path`."""
    return Other(
        path, cut_short(title_of(statement), LONGEST_HEADLINE), statement.language
    )


def _translation(given: list[Any]) -> Translation:
    uuid, language, headline, source, is_original, merged = given
    return Translation(uuid, language, headline, source, is_original, tuple(merged))


def _others(given: list[list[str]]) -> Iterator[Other]:
    return (Other(*each) for each in given)
