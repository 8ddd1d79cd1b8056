"""What `mediarel export` writes: all that a query finds, or what the public may see."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mediarel.archive.parts import Parts
from mediarel.archive.reading import statements
from mediarel.cli import output
from mediarel.cli.environment import tell
from mediarel.cli.output_place import is_to_file
from mediarel.cli.public import NothingPublicError, tell_left_out, tell_whole
from mediarel.errors import Command, Hint, MisuseError, Placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from mediarel.archive.archive import Archive
    from mediarel.archive.public import Public
    from mediarel.archive.scan import Scan
    from mediarel.formats.table import Format
    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement
    from mediarel.query.tree import Query


class Exported(NamedTuple):
    """What a query finds in the archive that is `opened`; of it what `public` shows."""

    opened: Archive
    query: Query
    sort: str
    public: Public | None
    scan: Scan | None

    def found(self, *, in_parts: bool) -> Iterator[Statement] | Parts | None:
        """Return what is to be written, None where nothing matches.

        Raises NothingPublicError where only what is not public does.
        """
        if self.public is None:
            find = _parts_of if in_parts else some_of
            return find(self.opened, self.query, self.sort)
        found = _first_of(self.public.statements(self.query, sort=self.sort))
        left = self.public.left_out(self.query)
        if found is None and (left.drafts or left.embargoed):
            raise NothingPublicError(left)
        return found

    def total(self) -> int:
        """Return how many statements that are."""
        if self.public is not None:
            return self.public.count(self.query)
        return self.opened.page(self.query, size=0).total

    def scanned(
        self,
        found: Iterator[Statement],
        wanted: Format,
        file: Path,
        options: WriteOptions,
    ) -> Iterator[Statement]:
        """Return `found` after a scan of the files to be written next to `file`.

        Raises LeakError.
        """
        if self.scan is None:
            return found
        whole = list(found)
        output.scan_files(wanted, whole, file, options, self.scan)
        return iter(whole)

    def options(
        self, wanted: Format, options: WriteOptions, asked: list[str]
    ) -> WriteOptions:
        """Return `options` with what the archive knows that `wanted` may say.

        `asked` is how it was asked.
        """
        if self.public is not None:
            asked = [*asked, "--public"]
        known = output.of_archive(self.opened, wanted, options, asked)
        if "name" in wanted.options and not self.opened.name():
            _tell_unnamed(known.name)
        if self.public is None:
            return known
        return known._replace(
            translations=self.public.translations,
            name=self.public.without_withheld(known.name),
        )

    def tell(self, wanted: Format, asked: Sequence[str], place: Path | None) -> None:
        """Tell what was left out for the public, or that nothing was.

        `asked` is how it was asked for in the format `wanted`, and written to `place`.
        """
        if self.public is not None:
            tell_left_out(self.public, self.query)
            return
        if place is not None and place.is_dir():
            asked = ["--output", f"{place}-public/", *asked]
        elif place is not None and is_to_file(place):
            beside = place.with_name(f"{place.stem}-public{place.suffix}")
            asked = ["--output", str(beside), *asked]
        tell_whole(self.opened, wanted.name, asked)


def _tell_unnamed(name: str) -> None:
    named = Command("edit", "--archive-name", Placeholder("NAME"))
    told = f"The archive has no name; it is called “{name}” here. To name it: "
    tell(Hint(told, named))


def exported(
    opened: Archive,
    query: Query,
    sort: str,
    *,
    is_public: bool,
    allowed: Sequence[str] = (),
) -> Exported:
    """Return what is to be exported: with `is_public` only what the public may see."""
    if not is_public:
        return Exported(opened, query, sort, None, None)
    # For this alone.
    from mediarel.archive.public import Public  # noqa: PLC0415
    from mediarel.archive.scan import Scan  # noqa: PLC0415

    public = Public(opened, opened.now())
    return Exported(opened, query, sort, public, Scan(opened, public, allowed))


def refuse_contradictions(*, private: bool, public: bool, allow: bool) -> None:
    """Raise MisuseError if one of these options contradicts another."""
    if private and public:
        raise MisuseError(
            "--private and --public contradict each other",
            "Leave one out: --public has no private files.",
        )
    if allow and not public:
        raise MisuseError("--allow needs --public", "Add --public.")


def _parts_of(opened: Archive, query: Query, sort: str) -> Parts | None:
    """Return what `query` finds, for a file in parts; None where it finds nothing."""
    total = opened.page(query, size=0).total
    return Parts(opened, query, sort, total) if total else None


def some_of(opened: Archive, query: Query, sort: str) -> Iterator[Statement] | None:
    """Return the statements that `query` finds, None where it finds nothing."""
    return _first_of(statements(opened, query, sort=sort))


def _first_of(found: Iterator[Statement]) -> Iterator[Statement] | None:
    first = next(found, None)
    return None if first is None else chain([first], found)
