"""Implement `mediarel export`: write statements in a format for other programs."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from mediarel.archive.batch_export import Parts
from mediarel.archive.lookup import statements
from mediarel.archive.public import Public
from mediarel.archive.scan import Scan
from mediarel.cli import environment, output
from mediarel.cli.command_line import with_query
from mediarel.cli.commands.export_folder import (
    USUAL,
    file_in,
    folder_meant,
    places_in,
    with_files,
)
from mediarel.cli.commands.export_place import refuse_files_taken, refuse_taken
from mediarel.cli.commands.list_ import tell_quotes_needed
from mediarel.cli.options import common, publishing
from mediarel.cli.options.common import Filters, Sort
from mediarel.cli.options.ids import are_ids
from mediarel.cli.options.no_matches import ids_meant, quotes_needed, why_nothing
from mediarel.cli.options.selection import tried_first
from mediarel.cli.output import DESCRIBED, is_to_file, package_beside
from mediarel.cli.pager import paged
from mediarel.cli.public import NothingPublicError, tell_left_out, tell_whole
from mediarel.cli.terminal.progress import shown_progress, working
from mediarel.cli.terminal.tables import show_formats
from mediarel.errors import Command, Hint, MisuseError, NotFoundError, Placeholder
from mediarel.formats.table import (
    FORMATS,
    WRITABLE,
    Format,
    format_for_file,
    format_named,
    functions_of,
)
from mediarel.formats.writing import WriteOptions
from mediarel.text.lines import first_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.formats.table import Functions
    from mediarel.model.statement import Statement
    from mediarel.query.tree import Query


_NAMED = 3  # files
EXAMPLES = (
    "mediarel export --format csv",
    "mediarel export --year 2012 --output statements-2012.json",
    "mediarel export sonando --format markdown",
    "mediarel export --output handover/",
    "mediarel export --public --output public/",
    "mediarel export --formats",
)


class Exported(NamedTuple):
    """The results of a query in the archive `opened`, limited to `public` if given."""

    opened: Archive
    query: Query
    sort: str
    public: Public | None
    scan: Scan | None

    def found(self, *, in_parts: bool) -> Iterator[Statement] | Parts | None:
        """Return the statements to write, None if nothing matches.

        Raises NothingPublicError if all matches are hidden from the public.
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
        """Return the number of statements."""
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
        """Return `options` with the archive's metadata that the format `wanted` uses.

        `asked` are the words and options of the command.
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
        """Report which statements are hidden from the public, or that none are hidden.

        `asked` are the words and options of the command, `wanted` is the format, and
        `place` the output file or folder.
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


class NothingToExportError(NotFoundError):
    """A query finds nothing, or there is nothing in the archive."""

    def __init__(
        self,
        words: Sequence[str],
        filters: Filters,
        why: Hint,
        quotes: Hint | None,
    ) -> None:
        options = filters.as_options()
        if not (options or words):
            super().__init__(
                "there is no statement to export, so nothing was written",
                Hint("Fill the archive: ", Command("import", Placeholder("FILE"))),
            )
            return
        super().__init__(
            "no statement matches, so nothing was written",
            Hint(why, quotes or tried_first(why, words, options)),
        )


class NoFormatError(MisuseError):
    """No format is named, and no file whose ending names a format."""

    def __init__(self, context: typer.Context, words: Sequence[str]) -> None:
        hint: str = f"Name one with --format: {', '.join(WRITABLE)}."
        if file := _file_in(words):
            hint = Hint("To write a file: ", _to_file(context, words, file))
        super().__init__("no format is named", hint)


def _file_in(words: Sequence[str]) -> str | None:
    """Return the word of `words` that looks like an output file."""
    endings = tuple(
        ending for known in FORMATS if known.is_writable for ending in known.suffixes
    )
    return next((each for each in words if each.lower().endswith(endings)), None)


def _to_file(context: typer.Context, words: Sequence[str], file: str) -> Command:
    rest = [word for word in words if word != file]
    return with_query(context, *rest, more=("--output", file))


def _takers(option: str) -> str:
    return ", ".join(known.name for known in FORMATS if option in known.options)


def _list_formats(context: typer.Context, wanted: bool) -> None:
    """List the formats and end the command, if `wanted`."""
    if wanted and not context.resilient_parsing:
        with paged(context, no_pager=False):
            show_formats(FORMATS)
        raise typer.Exit


@common.filtered
def run(
    context: typer.Context,
    words: common.Words = None,
    format: common.Format = None,  # noqa: A002 - the option's name
    output_: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The file; written whole or not at all. In a folder: statements.json,"
            " or as --format says, and the attached files in files/.",
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace the file, if it is there, unasked."),
    ] = False,
    private: Annotated[
        bool,
        typer.Option("--private", help="Into a folder: the private files as well."),
    ] = False,
    public: Annotated[
        bool,
        typer.Option(
            "--public",
            help="What the public may see: no drafts, embargoes, or withheld words.",
        ),
    ] = False,
    raw: Annotated[
        bool,
        typer.Option(
            "--raw",
            help=f"{_takers('raw')}: leave cells as they are that a spreadsheet"
            " would run.",
        ),
    ] = False,
    no_bom: Annotated[
        bool,
        typer.Option(
            "--no-bom",
            help=f"{_takers('bom')}: leave out the mark at the beginning by which"
            " Excel knows the letters.",
        ),
    ] = False,
    _formats: Annotated[
        bool,
        typer.Option(
            "--formats",
            callback=_list_formats,
            is_eager=True,
            help="List the formats for export, import and --format.",
        ),
    ] = False,
    package: Annotated[
        bool,
        typer.Option(
            "--package",
            help=f"{', '.join(DESCRIBED)}: write datapackage.json beside the file,"
            " which says what its columns are.",
        ),
    ] = False,
    allow: publishing.Allow = None,
    filters: common.Filters = common.NO_FILTERS,
    sort: common.SortBy = Sort["newest"],
    archive: common.Archive = None,
) -> None:
    """Export statements in a format that others read; --formats lists the formats."""
    refuse_contradictions(private=private, public=public, allow=bool(allow))
    folder = folder_meant(context, output_, private=private)
    wanted = _wanted(context, format, USUAL if folder else output_, words or ())
    output_ = file_in(folder, wanted) if folder else output_
    options = write_options(wanted, raw=raw, no_bom=no_bom)
    described = package_beside(output_, wanted) if package else None
    query = filters.query(words or ())
    with publishing.allowing(context), environment.archive(context, archive) as opened:
        source = exported(
            opened, query, sort.value, is_public=public, allowed=allow or ()
        )
        are_files = folder is not None and wanted.has_files
        # If nothing is found, nothing is written, and nobody needs to be asked.
        leave = force or not opened.page(query, size=0).total
        refuse_taken(opened, None if are_files else output_, force=leave)
        if described is not None:
            refuse_taken(opened, described.path, force=leave)
        found: Iterator[Statement] | Parts | None
        with working("Looking for what matches"):
            found = source.found(in_parts=wanted.in_parts and folder is None)
        if found is None:
            raise _nothing(context, opened, filters, words or (), is_file=bool(output_))
        tell_quotes_needed(context, opened, filters, words or ())
        asked = [*filters.as_options(), *(words or ())]
        options = source.options(wanted, options, asked)
        options = options._replace(place_of=places_in(folder))
        if folder and output_ and not isinstance(found, Parts):
            found = source.scanned(found, wanted, output_, options)
        if are_files and output_ is not None and not isinstance(found, Parts):
            told = write_in_folder(
                opened, wanted, found, output_, options, force=force, private=private
            )
        else:
            if not isinstance(found, Parts):
                found = with_files(opened, found, folder, private=private)
            with shown_progress() as progress:
                if is_to_file(output_):
                    found = _told(source, found, progress)
                written = output.write(
                    wanted.name,
                    found,
                    output_,
                    options,
                    package=described,
                    scan=None if folder else source.scan,
                )
            told = f"Wrote {environment.counted(written)} to {output_}."
            if described is not None:
                told += f" What its columns are: {described.path}."
            if folder is None and not wanted.keeps_less and not public:
                _tell_files(opened, query, wanted)
        source.tell(wanted, asked, folder or output_)
    if output_ is not None:
        environment.tell(told)
    _tell_ids(context, words or ())


def _nothing(
    context: typer.Context,
    opened: Archive,
    filters: Filters,
    words: Sequence[str],
    *,
    is_file: bool,
) -> NothingToExportError:
    """Return the error for no matches; `is_file` if an output file is named."""
    query = filters.query(words)
    why = why_nothing(opened, query, words, filters.names())
    quotes = quotes_needed(opened, words, context)
    quotes = quotes or ids_meant(opened, context, words)
    if not is_file and (file := _file_in(words)):
        quotes = Hint("To write a file: ", _to_file(context, words, file))
    return NothingToExportError(words, filters, why, quotes)


def _tell_ids(context: typer.Context, words: Sequence[str]) -> None:
    """Explain that numbers were read as words, but are IDs in other commands."""
    if words and all(map(are_ids, words)):
        told = f"This is what has the word {words[0]}. For what has that id: "
        by_id = with_query(context, f"id:{','.join(words)}")
        environment.tell(Hint(told, by_id))


def _tell_files(opened: Archive, query: Query, wanted: Format) -> None:
    """Report that attached files are named in the output but not included."""
    if count := opened.count_attached(query):
        told = f"The attached files of {environment.counted(count)} are not in it."
        folder = ("--format", wanted.name, "--output", Placeholder("FOLDER/"))
        environment.tell(
            Hint(f"{told} To take them along: ", Command("export", *folder))
        )


def _wanted(
    context: typer.Context, name: str | None, path: Path | None, words: Sequence[str]
) -> Format:
    """Return the named format, else the format of the file.

    Raises NoFormatError, or MisuseError if no format has that name or ending.
    """
    if name is not None:
        return format_named(name)
    if path is None:
        raise NoFormatError(context, words)
    return format_for_file(path)


def _told(
    source: Exported,
    found: Iterator[Statement] | Parts,
    progress: Callable[[str, int, int], None],
) -> Iterator[Statement] | Parts:
    """Return the statements `found`, reporting progress while they are read."""
    total = found.total if isinstance(found, Parts) else source.total()

    def tell(done: int) -> None:
        progress("Writing statements", done, total)

    if isinstance(found, Parts):
        return replace(found, progress=tell)

    def told() -> Iterator[Statement]:
        for done, statement in enumerate(found):
            tell(done)
            yield statement

    return told()


def write_options(wanted: Format, *, raw: bool, no_bom: bool) -> WriteOptions:
    """Return the options for writing in the format `wanted`.

    Raises MisuseError for an option that the format doesn't support.
    """
    given = {"raw": ("--raw", raw), "bom": ("--no-bom", no_bom)}
    for name, (option, is_given) in given.items():
        if is_given and name not in wanted.options:
            raise MisuseError(
                f"{option} says nothing for {wanted.name}", "Leave it out."
            )
    return WriteOptions(raw=raw, bom=not no_bom)


def write_in_folder(
    opened: Archive,
    wanted: Format,
    found: Iterator[Statement],
    file: Path,
    options: WriteOptions,
    *,
    force: bool,
    private: bool,
) -> str:
    """Write the statements `found`, with attachments, to the folder of `file`.

    `file` is the main file. Returns a report in words. Raises UnwritableError,
    MisuseError or FileThereError.
    """
    whole = list(found)
    module = functions_of(wanted)
    names = [name for name, _ in module.files(whole, file.name, options)]
    refuse_files_taken(opened, [file.with_name(name) for name in names], force=force)
    public = with_files(opened, iter(whole), file.parent, private=private)
    number = output.write_files(wanted, public, file, options)
    written = {*names}
    stay = (
        path
        for path in sorted(file.parent.iterdir())
        if path.name not in written and module.is_own(path.name, file.name)
    )
    _tell_what_stays(module, stay, {each.uuid for each in whole})
    to = "1 file" if number == 1 else f"{number:,} files"
    return f"Wrote {environment.counted(len(whole))} to {to} in {file.parent}."


def _tell_what_stays(module: Functions, stay: Iterable[Path], uuids: set[str]) -> None:
    """Report which other files in the folder contain statements.

    They are kept: an earlier export or a person may have written them. `uuids` are the
    statements just written.
    """
    doubled: list[str] = []
    others: list[str] = []
    for path in stay:
        if not path.is_file():
            continue
        with path.open("rb") as file:
            found = module.uuids_in(file)
        if found:
            (doubled if found <= uuids else others).append(path.name)
    if doubled:
        named = first_of(doubled, _NAMED)
        environment.tell(f"What these say is in other files now; delete them: {named}.")
    if others:
        named = first_of(others, _NAMED)
        environment.tell(f"Left as they are, of other statements: {named}.")


def _tell_unnamed(name: str) -> None:
    named = Command("configure", "--name", Placeholder("NAME"))
    told = f"The archive has no name; it is called “{name}” here. To name it: "
    environment.tell(Hint(told, named))


def exported(
    opened: Archive,
    query: Query,
    sort: str,
    *,
    is_public: bool,
    allowed: Sequence[str] = (),
) -> Exported:
    """Return the statements to export; with `is_public`, only public ones."""
    if not is_public:
        return Exported(opened, query, sort, None, None)
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
    """Return the results of `query` for a file in parts; None if there are none."""
    total = opened.page(query, size=0).total
    return Parts(opened, query, sort, total) if total else None


def some_of(opened: Archive, query: Query, sort: str) -> Iterator[Statement] | None:
    """Return the statements that `query` finds, None if there are none."""
    return _first_of(statements(opened, query, sort=sort))


def _first_of(found: Iterator[Statement]) -> Iterator[Statement] | None:
    first = next(found, None)
    return None if first is None else chain([first], found)
