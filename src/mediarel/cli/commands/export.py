"""`mediarel export`: statements written in a format for others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive.hidden import count_attached
from mediarel.archive.parts import Parts
from mediarel.cli import environment, output
from mediarel.cli.again import with_query
from mediarel.cli.commands.export_files import write_in_folder
from mediarel.cli.commands.export_folder import (
    USUAL,
    file_in,
    folder_meant,
    places_in,
    with_files,
)
from mediarel.cli.commands.export_found import exported, refuse_contradictions
from mediarel.cli.commands.export_place import refuse_taken
from mediarel.cli.commands.list_ import tell_quotes_needed
from mediarel.cli.options import common, publishing
from mediarel.cli.options.common import Filters, Sort
from mediarel.cli.options.ids import are_ids
from mediarel.cli.options.nothing import ids_meant, quotes_needed, why_nothing
from mediarel.cli.options.selection import tried_first
from mediarel.cli.output_package import DESCRIBED, package_beside
from mediarel.cli.output_place import is_to_file
from mediarel.cli.terminal.progress import shown_progress, working
from mediarel.errors import (
    Command,
    Hint,
    MisuseError,
    NotFoundError,
    Placeholder,
)
from mediarel.formats.choosing import format_for_file, format_named
from mediarel.formats.table import FORMATS, WRITABLE, Format
from mediarel.formats.writing import WriteOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.cli.commands.export_found import Exported
    from mediarel.model.statement import Statement
    from mediarel.query.tree import Query

EXAMPLES = (
    "mediarel export --format csv",
    "mediarel export --year 2012 --output statements-2012.json",
    "mediarel export sonando --format markdown",
    "mediarel export --output handover/",
    "mediarel export --public --output public/",
)


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
    """Neither a format was named nor a file whose ending tells it."""

    def __init__(self, context: typer.Context, words: Sequence[str]) -> None:
        hint: str = f"Name one with --format: {', '.join(WRITABLE)}."
        if file := _file_in(words):
            hint = Hint("To write a file: ", _to_file(context, words, file))
        super().__init__("no format is named", hint)


def _file_in(words: Sequence[str]) -> str | None:
    """Return the one of `words` that reads like the name of a file to be written."""
    endings = tuple(
        ending for known in FORMATS if known.is_writable for ending in known.suffixes
    )
    return next((each for each in words if each.lower().endswith(endings)), None)


def _to_file(context: typer.Context, words: Sequence[str], file: str) -> Command:
    rest = [word for word in words if word != file]
    return with_query(context, *rest, more=("--output", file))


def _takers(option: str) -> str:
    return ", ".join(known.name for known in FORMATS if option in known.options)


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
    package: Annotated[
        bool,
        typer.Option(
            "--package",
            help=f"{', '.join(DESCRIBED)}: write datapackage.json beside the file,"
            " which says what its columns are.",
        ),
    ] = False,
    allow: publishing.Allow = None,
    year: common.Year = None,
    program: common.Program = None,
    type: common.Type = None,  # noqa: A002 - the option's name
    tag: common.Tag = None,
    since: common.Since = None,
    until: common.Until = None,
    sort: common.SortBy = Sort["newest"],
    archive: common.Archive = None,
) -> None:
    """Export statements in a format that others read; --format names them."""
    refuse_contradictions(private=private, public=public, allow=bool(allow))
    folder = folder_meant(context, output_, private=private)
    wanted = _wanted(context, format, USUAL if folder else output_, words or ())
    output_ = file_in(folder, wanted) if folder else output_
    options = write_options(wanted, raw=raw, no_bom=no_bom)
    described = package_beside(output_, wanted) if package else None
    filters = Filters(year, program, type, tag, since, until)
    query = filters.query(words or ())
    with publishing.allowing(context), environment.archive(context, archive) as opened:
        source = exported(
            opened, query, sort.value, is_public=public, allowed=allow or ()
        )
        are_files = folder is not None and wanted.has_files
        # Where nothing is found nothing is written, which needs no leave.
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
    """Return the error that nothing matches; `is_file` if a file is named."""
    query = filters.query(words)
    why = why_nothing(opened, query, words, filters.names(), within=filters.query())
    quotes = quotes_needed(opened, words, context)
    quotes = quotes or ids_meant(opened, context, words)
    if not is_file and (file := _file_in(words)):
        quotes = Hint("To write a file: ", _to_file(context, words, file))
    return NothingToExportError(words, filters, why, quotes)


def _tell_ids(context: typer.Context, words: Sequence[str]) -> None:
    """Tell that figures were words here, which are ids to other commands."""
    if words and all(map(are_ids, words)):
        told = f"This is what has the word {words[0]}. For what has that id: "
        by_id = with_query(context, f"id:{','.join(words)}")
        environment.tell(Hint(told, by_id))


def _tell_files(opened: Archive, query: Query, wanted: Format) -> None:
    """Tell of attached files that are named in what was written, and are not there."""
    if count := count_attached(opened, query):
        told = f"The attached files of {environment.counted(count)} are not in it."
        folder = ("--format", wanted.name, "--output", Placeholder("FOLDER/"))
        environment.tell(
            Hint(f"{told} To take them along: ", Command("export", *folder))
        )


def _wanted(
    context: typer.Context, name: str | None, path: Path | None, words: Sequence[str]
) -> Format:
    """Return the format that is named, else that of the file.

    Raises NoFormatError, or MisuseError where there is none of that name or ending.
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
    """Return what was `found`, which tells how much of it has been, as it goes."""
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

    Raises MisuseError where one was given that it does not take.
    """
    given = {"raw": ("--raw", raw), "bom": ("--no-bom", no_bom)}
    for name, (option, is_given) in given.items():
        if is_given and name not in wanted.options:
            raise MisuseError(
                f"{option} says nothing for {wanted.name}", "Leave it out."
            )
    return WriteOptions(raw=raw, bom=not no_bom)
