"""Implement `mediarel export`: write statements in a format for other programs."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from mediarel import errors
from mediarel.archive.batch_export import Parts
from mediarel.archive.lookup import statements
from mediarel.archive.public import Public
from mediarel.archive.scan import Scan
from mediarel.atomic import make_folders
from mediarel.attachments.files import AttachedFile, copy_from, files_folder, places_of
from mediarel.cli import environment, output
from mediarel.cli.command_line import with_query
from mediarel.cli.commands.export_place import refuse_taken
from mediarel.cli.commands.list_ import binary, tell_quotes_needed
from mediarel.cli.hints import GIVEN
from mediarel.cli.options import common, publishing
from mediarel.cli.options.common import Filters, Sort
from mediarel.cli.options.ids import are_ids
from mediarel.cli.options.no_matches import ids_meant, quotes_needed, why_nothing
from mediarel.cli.options.selection import tried_first
from mediarel.cli.output import DESCRIBED, UnwritableError, is_stdout, is_to_file
from mediarel.cli.pager import paged
from mediarel.cli.public import NothingPublicError, tell_left_out, tell_whole
from mediarel.cli.terminal.lines import is_terminal
from mediarel.cli.terminal.progress import shown_progress, working
from mediarel.cli.terminal.tables import show_formats
from mediarel.cli.terminal.wording import counted, counted_files
from mediarel.formats import table
from mediarel.formats.writing import WriteOptions
from mediarel.text.lines import first_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.model.parts import Attachment
    from mediarel.model.statement import Statement
    from mediarel.query.tree import Query


_NAMED = 3  # files
_USUAL = Path("statements.json")  # in a folder, if no format is named
EXAMPLES = (
    "mediarel export --format csv",
    "mediarel export --year 2012 --output statements-2012.json",
    "mediarel export sonando --format markdown",
    "mediarel export --output handover/",
    "mediarel export --public --output public/",
    "mediarel export --formats",
)


def _takers(option: str) -> str:
    return ", ".join(known.name for known in table.FORMATS if option in known.options)


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
            help="File or folder to write. A folder gets statements.json, or the"
            " format of --format, and the attached files. Example: 2012.csv",
        ),
    ] = None,
    force: common.Force = False,
    private: Annotated[
        bool,
        typer.Option("--private", help="Also write private files to the folder."),
    ] = False,
    public: Annotated[
        bool,
        typer.Option(
            "--public",
            help="Leave out drafts, embargoed statements, private files and withheld"
            " texts.",
        ),
    ] = False,
    raw: Annotated[
        bool,
        typer.Option(
            "--raw",
            help=f"{_takers('raw')}: keep cells that a spreadsheet may run.",
        ),
    ] = False,
    no_bom: Annotated[
        bool,
        typer.Option(
            "--no-bom",
            help=f"{_takers('bom')}: omit the byte order mark, which Excel needs.",
        ),
    ] = False,
    formats: Annotated[
        bool,
        typer.Option("--formats", help="List the formats for export and import."),
    ] = False,
    package: Annotated[
        bool,
        typer.Option(
            "--package",
            help=f"{', '.join(DESCRIBED)}: also write datapackage.json, which"
            " describes the columns.",
        ),
    ] = False,
    allow: publishing.Allow = None,
    filters: common.Filters = common.NO_FILTERS,
    sort: common.SortBy = Sort["newest"],
    archive: common.Archive = None,
) -> None:
    """Export statements to a file, a folder or standard output.

    The ending of the file is the format, unless --format names one.
    """
    words = words or []
    if formats:
        hint = errors.Hint("List the formats: ", errors.Command("export", "--formats"))
        common.refuse_others(context, "--formats", "formats", hint=hint)
        with paged(context, no_pager=False):
            show_formats(table.FORMATS)
        return
    common.refuse_together(private=private, public=public)
    if allow and not public:
        raise errors.MisuseError("--allow needs --public", "Add --public.")
    folder = _folder_meant(context, output_, private=private)
    wanted = _wanted(context, format, _USUAL if folder else output_, words)
    file = folder / _usual(wanted) if folder else output_
    if not wanted.is_text and (file is None or is_stdout(file)) and is_terminal():
        raise binary(wanted.name, _again(context, words, "--output", _usual(wanted)))
    options = _write_options(wanted, raw=raw, no_bom=no_bom)
    described = output.package_beside(file, wanted) if package else None
    target = _Target(wanted, file, folder, options, described, force, private)
    query = filters.query(words)
    with publishing.allowing(context), environment.archive(context, archive) as opened:
        source = _source(opened, query, sort.value, public=public, allow=allow or ())
        found = _found(source, target)
        if found is None:
            raise _nothing(context, opened, filters, words, is_file=file is not None)
        tell_quotes_needed(context, opened, filters, words)
        asked = [*filters.as_options(), *words]
        told = _write(source, target, found, asked)
        if folder is None and not wanted.keeps_less and not public:
            _tell_files(context, opened, query, wanted, words)
        source.tell(wanted, asked, folder or file)
    if file is not None:
        environment.tell(told)
    if words and all(map(are_ids, words)):
        told = f"These statements contain the word {words[0]}. For the ID: "
        by_id = with_query(context, f"id:{','.join(words)}")
        environment.tell(errors.Hint(told, by_id))


class _Target(NamedTuple):
    """The place and form of an export; without a file, standard output."""

    wanted: table.Format
    file: Path | None
    folder: Path | None
    options: WriteOptions
    described: output.Package | None
    force: bool
    private: bool

    @property
    def has_files(self) -> bool:
        """True if several files are written to a folder."""
        return self.folder is not None and self.wanted.has_files


def _found(source: _Source, target: _Target) -> Iterator[Statement] | Parts | None:
    """Return the statements to write, after asking before files are replaced."""
    # If nothing is found, nothing is written, and nobody needs to be asked.
    leave = target.force or not source.opened.page(source.query, size=0).total
    paths = [] if target.file is None or target.has_files else [target.file]
    paths += [target.described.path] if target.described else []
    refuse_taken(source.opened, *paths, force=leave)
    with working("Searching for matches"):
        return source.found(in_parts=target.wanted.in_parts and target.folder is None)


def _write(
    source: _Source,
    target: _Target,
    found: Iterator[Statement] | Parts,
    asked: list[str],
) -> str:
    """Write the statements `found`, and return a report."""
    opened, wanted, file, folder = source.opened, *target[:3]
    options = source.options(wanted, target.options, asked)
    options = options._replace(place_of=_places_in(folder))
    if not isinstance(found, Parts):
        if folder and file:
            found = source.scanned(found, wanted, file, options)
        if target.has_files and file:
            return _write_files(opened, target._replace(options=options), found, file)
        found = _with_files(opened, found, folder, private=target.private)
    with shown_progress() as progress:
        if is_to_file(file):
            found = _watched(source, found, progress)
        written = output.write(
            wanted.name,
            found,
            file,
            options,
            package=target.described,
            scan=None if folder else source.scan,
        )
    told = f"Wrote {environment.counted(written)} to {file}"
    if file is not None and file.suffix.lower() != f".{wanted.name}":
        told += f" (format: {wanted.name})"
    if target.described is not None:
        told += f". The columns are described in {target.described.path}"
    return f"{told}."


class _Source(NamedTuple):
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
        if self.public is None and in_parts:
            total = self.total()
            return Parts(self.opened, self.query, self.sort, total) if total else None
        if self.public is None:
            found = statements(self.opened, self.query, sort=self.sort)
        else:
            found = self.public.statements(self.query, sort=self.sort)
        first = next(found, None)
        if first is not None:
            return chain([first], found)
        if self.public is not None:
            left = self.public.left_out(self.query)
            if left.drafts or left.embargoed:
                raise NothingPublicError(left)
        return None

    def total(self) -> int:
        """Return the number of statements."""
        if self.public is not None:
            return self.public.count(self.query)
        return self.opened.page(self.query, size=0).total

    def scanned(
        self,
        found: Iterator[Statement],
        wanted: table.Format,
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
        self, wanted: table.Format, options: WriteOptions, asked: list[str]
    ) -> WriteOptions:
        """Return `options` with the archive's metadata that the format `wanted` uses.

        `asked` are the words and options of the command.
        """
        if self.public is not None:
            asked = [*asked, "--public"]
        known = output.of_archive(self.opened, wanted, options, asked)
        if "name" in wanted.options and not self.opened.name():
            told = f"The archive has no name; “{known.name}” is used instead."
            named = errors.Command("configure", "--name", errors.Placeholder("NAME"))
            environment.tell(errors.Hint(f"{told} To name it: ", named))
        if self.public is None:
            return known
        return known._replace(
            translations=self.public.translations,
            name=self.public.without_withheld(known.name),
        )

    def tell(
        self, wanted: table.Format, asked: Sequence[str], place: Path | None
    ) -> None:
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


def _source(
    opened: Archive, query: Query, sort: str, *, public: bool, allow: Sequence[str]
) -> _Source:
    if not public:
        return _Source(opened, query, sort, None, None)
    seen = Public(opened, opened.now())
    return _Source(opened, query, sort, seen, Scan(opened, seen, allow))


def _nothing(
    context: typer.Context,
    opened: Archive,
    filters: Filters,
    words: Sequence[str],
    *,
    is_file: bool,
) -> errors.NotFoundError:
    """Return the error for no matches; `is_file` if an output file is named."""
    options = filters.as_options()
    if not (options or words):
        fill = errors.Command("import", errors.Placeholder("FILE"))
        return errors.NotFoundError(
            "the archive has no statements, so nothing was written",
            errors.Hint("Fill the archive: ", fill),
        )
    why = why_nothing(opened, filters.query(words), words, filters.names())
    do = quotes_needed(opened, words, context) or ids_meant(opened, context, words)
    if not is_file and (meant := _meant(context, words)):
        do = meant
    return errors.NotFoundError(
        "no statement matches, so nothing was written",
        errors.Hint(why, do or tried_first(why, words, options)),
    )


def _wanted(
    context: typer.Context, name: str | None, path: Path | None, words: Sequence[str]
) -> table.Format:
    """Return the named format, else the format of the file.

    Raises MisuseError if no format is named, or none has that name or ending.
    """
    if name is not None:
        return table.format_named(name)
    if path is not None:
        return table.format_for_file(path)
    raise errors.MisuseError(
        "export needs a format",
        _meant(context, words)
        or f"Name one with --format: {', '.join(table.WRITABLE)}.",
    )


def _meant(context: typer.Context, words: Sequence[str]) -> errors.Hint | None:
    """Return a hint if a word is a format, or looks like an output file."""
    endings = tuple(
        end for each in table.FORMATS if each.is_writable for end in each.suffixes
    )
    for word in words:
        rest = [each for each in words if each != word]
        if word.lower().endswith(endings):
            again = with_query(context, *rest, more=("--output", word))
            return errors.Hint("To write a file: ", again)
        if word.lower() in table.WRITABLE:
            again = with_query(context, *rest, more=("--format", word.lower()))
            return errors.Hint("Did you mean: ", again)
    return None


def _usual(wanted: table.Format) -> str:
    return f"{_USUAL.stem}{wanted.suffixes[0]}"


def _again(context: typer.Context, words: Sequence[str], *more: str) -> errors.Command:
    """Return the typed command with another output."""
    return with_query(context, *words, more=more, without=("format", "output_"))


def _tell_files(
    context: typer.Context,
    opened: Archive,
    query: Query,
    wanted: table.Format,
    words: Sequence[str],
) -> None:
    """Report that attached files are named in the output but not included."""
    if count := opened.count_attached(query):
        told = f"The attached files of {environment.counted(count)} are not included."
        more = ("--format", wanted.name, "--output", errors.Placeholder("FOLDER/"))
        again = _again(context, words, *more)
        environment.tell(errors.Hint(f"{told} To include them: ", again))


def _watched(
    source: _Source,
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


def _write_options(wanted: table.Format, *, raw: bool, no_bom: bool) -> WriteOptions:
    """Return the options for writing in the format `wanted`.

    Raises MisuseError for an option that the format doesn't support.
    """
    given = {"raw": ("--raw", raw), "bom": ("--no-bom", no_bom)}
    for name, (option, is_given) in given.items():
        if is_given and name not in wanted.options:
            raise errors.MisuseError(
                f"{option} has no effect on {wanted.name}", f"Leave out {option}."
            )
    return WriteOptions(raw=raw, bom=not no_bom)


def _write_files(
    opened: Archive, target: _Target, found: Iterator[Statement], file: Path
) -> str:
    """Write the statements `found`, with attachments, to the folder of `file`.

    `file` is the main file. Returns a report in words. Raises UnwritableError,
    MisuseError or RefusedError.
    """
    whole = list(found)
    module = table.functions_of(target.wanted)
    names = {name for name, _ in module.files(whole, file.name, target.options)}
    refuse_taken(opened, *map(file.with_name, sorted(names)), force=target.force)
    public = _with_files(opened, iter(whole), file.parent, private=target.private)
    number = output.write_files(target.wanted, public, file, target.options)
    stay = (
        path
        for path in sorted(file.parent.iterdir())
        if path.name not in names and module.is_own(path.name, file.name)
    )
    _tell_what_stays(module, stay, {each.uuid for each in whole})
    written = environment.counted(len(whole))
    return f"Wrote {written} to {counted(number, 'file')} in {file.parent}."


def _tell_what_stays(
    module: table.Functions, stay: Iterable[Path], uuids: set[str]
) -> None:
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
        told = "These files are outdated: their statements are in other files now."
        environment.tell(f"{told} Delete: {named}.")
    if others:
        named = first_of(others, _NAMED)
        environment.tell(f"Files with other statements were not changed: {named}.")


def _folder_meant(
    context: typer.Context, path: Path | None, *, private: bool
) -> Path | None:
    """Return `path` if it is a folder, or was typed with a `/` at its end; else None.

    Raises MisuseError if it is no folder, but `private` files were requested.
    """
    given = [word.rpartition("=")[2] for word in context.meta.get(GIVEN, ())]
    if path == Path() and "" in given:
        raise errors.MisuseError("--output is empty", "Name a file or a folder.")
    ends = tuple({"/", os.sep})
    is_written = any(each.endswith(ends) and Path(each) == path for each in given)
    if path is not None and (path.is_dir() or is_written):
        return path
    if private:
        raise errors.MisuseError(
            "--private needs a folder", "Name a folder with --output, such as out/."
        )
    return None


def _with_files(
    opened: Archive, found: Iterator[Statement], folder: Path | None, *, private: bool
) -> Iterator[Statement]:
    """Copy the attachments of `found` to `folder`, and return the statements.

    Without `private`, private files are neither copied nor named. Without a folder,
    nothing is copied.

    Raises UnwritableError or MisuseError.
    """
    if folder is None:
        return found
    target = files_folder(folder / _USUAL)
    if os.path.realpath(opened.files.folder(())) == os.path.realpath(target):
        raise errors.MisuseError(
            f"{folder} contains the archive's own files",
            "Name another folder with --output.",
        )
    whole = list(found)
    written = whole if private else [_without_private(each) for each in whole]
    wanted = [AttachedFile.of(f) for each in written for f in each.attachments]
    try:
        make_folders(folder)
        with working("Copying attached files"):
            copied = copy_from(opened.files, dict.fromkeys(wanted), target)
    except OSError as error:
        raise UnwritableError(Path(error.filename or folder), error) from error
    if copied.copied:
        environment.tell(f"Copied {counted_files(copied.copied)} to {target}.")
    if copied.missing:
        environment.tell(f"Missing: {counted_files(len(copied.missing))}.")
    if left := sum(len(each.attachments) for each in whole) - len(wanted):
        told = f"Left out, because private: {counted_files(left)}."
        environment.tell(f"{told} To include them, add --private.")
    return iter(written)


def _without_private(statement: Statement) -> Statement:
    files = tuple(each for each in statement.attachments if not each.private)
    return statement.replace(attachments=files)


def _places_in(folder: Path | None) -> Callable[[Attachment], str | None]:
    """Return a function that returns the path of an attachment relative to `folder`.

    It returns None without a folder, or if the file could not be copied.
    """

    def place_of(attachment: Attachment) -> str | None:
        if folder is None:
            return None
        there = places_of(files_folder(folder / _USUAL), attachment.sha256)
        return there[0].relative_to(folder).as_posix() if there else None

    return place_of
