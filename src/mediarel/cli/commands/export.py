"""Implement `mediarel export` and `schema`: write statements for other programs."""

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from enum import Enum
from functools import partial
from pathlib import Path
from typing import NamedTuple

import typer

from mediarel import errors
from mediarel.archive import lookup
from mediarel.archive.archive import Archive
from mediarel.archive.public import Public
from mediarel.archive.scan import Scan
from mediarel.atomic import make_folders
from mediarel.attachments import files
from mediarel.cli import environment, output, targets, visibility
from mediarel.cli.messages import counted, counted_files, notify
from mediarel.cli.options import common, selection
from mediarel.cli.options.parameters import flag, option
from mediarel.cli.terminal import progress
from mediarel.cli.terminal.tables import FORMAT_COLUMNS, show_table
from mediarel.formats import table
from mediarel.formats.writing import WriteOptions
from mediarel.model.parts import Attachment
from mediarel.model.statement import Statement
from mediarel.query.tree import Query
from mediarel.store.json_schema import export_schema, json_schema
from mediarel.text.lines import first_of

_NAMED = 3  # files
_MOST_LEFTOVERS = 20  # files to name
_USUAL = Path("statements.json")  # in a folder, if no format is named
_FEED_OF_YEAR = re.compile(rf"{_USUAL.stem}-\d{{4}}\.atom")  # of an earlier version


def _formats(option: str) -> str:
    return ", ".join(known.name for known in table.FORMATS if option in known.options)


@common.filtered
def run(
    context: typer.Context,
    words: list[str] | None = common.WORDS,
    format: str | None = common.FORMAT,
    output_: str | None = option(
        "--output -o FILE",
        "File or folder to write. In a folder, the default format is JSON, and"
        " attached files are also written. Example: 2012.csv",
    ),
    force: bool = common.FORCE,
    private: bool = flag("--private", "Also write private files to the folder."),
    public: bool = flag("--public", "Leave out everything hidden from the public."),
    raw: bool = flag(
        "--raw", f"{_formats('raw')}: don't escape cells that look like formulas."
    ),
    no_bom: bool = flag(
        "--no-bom", f"{_formats('bom')}: omit the byte order mark, which Excel needs."
    ),
    formats: bool = flag("--formats", "List the formats for export and import."),
    package: bool = flag(
        "--package",
        f"{', '.join(output.DESCRIBED)}: also write datapackage.json,"
        " which describes the columns.",
    ),
    allow: list[str] | None = targets.ALLOW,
    filters: common.Filters = common.NO_FILTERS,
    sort: common.Sort = common.sort("newest"),
) -> None:
    """Export statements to a file, a folder or standard output.

    The ending of the file name determines the format, unless you add --format. With
    --public, drafts, embargoed statements, private files and withheld texts are left
    out.

    Examples:
      mediarel export --format csv
      mediarel export --year 2012 --output statements-2012.json
      mediarel export sonando --format markdown
      mediarel export --output handover/
      mediarel export --public --output public/
      mediarel export --formats
    """
    words = words or []
    if formats:
        common.refuse_others(context, "--formats", "formats")
        with output.paged(context):
            show_table(FORMAT_COLUMNS, table.FORMATS)
        return
    common.refuse_together(private=private, public=public)
    if allow and not public:
        raise errors.MisuseError("--allow needs --public", "Add --public.")
    folder = _folder_of(output_, private=private)
    file = None if output_ is None or folder else Path(output_)
    wanted = _wanted(format, _USUAL if folder else file)
    file = folder / f"{_USUAL.stem}{wanted.suffixes[0]}" if folder else file
    for word, name, is_given in (("--raw", "raw", raw), ("--no-bom", "bom", no_bom)):
        if is_given and name not in wanted.options:
            raise errors.MisuseError(
                f"{word} has no effect on {wanted.name}", f"Leave out {word}."
            )
    query = filters.query(words)
    with targets.allowing(context), environment.archive(context) as opened:
        if public:
            visibility.refuse_unsafe(opened)
        seen = Public(opened, opened.now()) if public else None
        export = _Export(
            opened,
            query,
            sort.value,
            [*filters.as_options(), *words],
            seen,
            Scan(opened, seen, allow or ()) if seen else None,
            wanted,
            file,
            folder,
            WriteOptions(raw=raw, bom=not no_bom),
            output.package_beside(file, wanted) if package else None,
            force,
            private,
        )
        if not export.total():
            export.refuse_hidden()
            raise errors.NotFoundError(
                "no statement matches, so nothing was written",
                selection.hint_for(context, opened, query, words),
            )
        message = export.write()
        export.report_left_out()
    if file is not None:
        notify(message)
    if by_id := selection.ids_meant(context, words):
        notify(by_id)


class _Export(NamedTuple):
    """An export of the statements that match a query.

    `asked` has the words and options of the command. If `public` is given, only public
    statements are exported, and `scan` searches the output for withheld texts. If no
    file is given, the statements are written to standard output.
    """

    opened: Archive
    query: Query
    sort: str
    asked: Sequence[str]
    public: Public | None
    scan: Scan | None
    wanted: table.Format
    file: Path | None
    folder: Path | None
    options: WriteOptions
    package: Path | None
    force: bool
    private: bool

    def total(self) -> int:
        """Return the number of statements to export."""
        if self.public is not None:
            return self.public.count(self.query)
        return self.opened.page(self.query, size=0).total

    def refuse_hidden(self) -> None:
        """Raise NotFoundError if all matches are hidden from the public."""
        left = self.public.left_out(self.query) if self.public else None
        if left and (left.drafts or left.embargoed):
            problem = f"no statement is public ({visibility.statements_left(left)})"
            raise errors.NotFoundError(
                f"nothing was written: {problem}",
                "To list them: ",
                errors.Command("list", *["status:draft"] * bool(left.drafts)),
            )

    def write(self) -> str:
        """Write the statements, and return a report. Ask before replacing files."""
        has_files = self.folder is not None and self.wanted.has_files
        paths = [self.file] if self.file and not has_files else []
        paths += [self.package] if self.package else []
        targets.refuse_taken(self.opened, *paths, force=self.force)
        options = self._complete_options()
        if self.scan is not None and self.file is not None:
            # During an export from a server, the scan can't read the archive.
            self.scan.check_name(str(self.file), self.file.name)
        if self.folder is not None and self.file is not None:
            found = list(self._found())
            if self.scan is not None:
                output.scan_files(self.wanted, found, self.file, options, self.scan)
                self.scan.check_attached()
                self._refuse_leftovers(self.folder, found, options)
            if has_files:
                return self._write_files(found, self.file, options)
            return self._write_one(_with_files(self, found), options)
        return self._write_one(self._found(), options)

    def _found(self) -> Iterator[Statement]:
        with progress.working("Searching for matches"):
            if self.public is None:
                return lookup.statements(self.opened, self.query, sort=self.sort)
            return self.public.statements(self.query, sort=self.sort)

    def _complete_options(self) -> WriteOptions:
        """Add the metadata of the archive, such as its name, to the write options."""
        asked = self.scan.public_words(self.asked) if self.scan else self.asked
        known = output.of_archive(
            self.opened,
            self.wanted,
            self.options,
            asked,
            is_public=self.scan is not None,
        )
        if self.folder is not None:
            known = known._replace(place_of=partial(_place_in, self.folder))
        if self.public is None:
            return known
        return known._replace(
            translations=self.public.translations,
            name=self.public.without_withheld(known.name),
        )

    def _names(self, found: Sequence[Statement], options: WriteOptions) -> set[str]:
        """Return the names of the files that the export writes to the folder."""
        if self.file is None or not self.wanted.has_files:
            return {self.file.name} if self.file else set()
        module = table.functions_of(self.wanted)
        return {name for name, _ in module.files(found, self.file.name, options)}

    def _refuse_leftovers(
        self, folder: Path, found: Sequence[Statement], options: WriteOptions
    ) -> None:
        """Raise RefusedError if the folder has files that this export doesn't write.

        People publish the whole folder, and texts in older files may be hidden now.
        """
        names = self._names(found, options)
        written = {file.sha256 for each in found for file in each.attachments}
        left = [path for path in _earlier_files(folder) if path.name not in names]
        for sha256, paths in files.all_kept(
            files.files_folder(folder / _USUAL)
        ).files.items():
            left += [] if sha256 in written else paths
        if left:
            named = first_of([str(path) for path in sorted(left)], _MOST_LEFTOVERS)
            raise errors.RefusedError(
                f"{folder} has files of an earlier export: {named};"
                " nothing was written",
                "Their texts may be hidden from the public now. Delete these files, or"
                " choose a different folder.",
            )

    def _write_one(self, found: Iterable[Statement], options: WriteOptions) -> str:
        """Write the statements to one file or to standard output."""
        is_quiet = not output.is_to_file(self.file)
        with nullcontext() if is_quiet else progress.working("Writing statements"):
            output.write(
                self.wanted.name,
                found,
                self.file,
                options,
                package=self.package,
                scan=None if self.folder else self.scan,
            )
        return f"Wrote {counted(self.total())} to {self.file}."

    def _write_files(
        self, found: Sequence[Statement], file: Path, options: WriteOptions
    ) -> str:
        """Write the statements as several files, in the folder that contains `file`."""
        module = table.functions_of(self.wanted)
        names = self._names(found, options)
        paths = map(file.with_name, sorted(names))
        targets.refuse_taken(self.opened, *paths, force=self.force)
        public = _with_files(self, found)
        number = output.write_files(self.wanted, public, file, options)
        there = sorted({path.name for path in file.parent.iterdir()} - names)
        if others := [each for each in there if module.is_own(each, file.name)]:
            named = first_of(others, _NAMED)
            notify(f"Kept files that are not part of this export: {named}.")
        written = counted(len(found))
        return f"Wrote {written} to {counted(number, 'file')} in {file.parent}."

    def report_left_out(self) -> None:
        """Report the content that was left out of the export.

        If the export is not public, also warn about exported content that is hidden
        from the public.
        """
        if self.public is not None:
            visibility.report_left_out(self.public, self.query)
            return
        has_files = self.folder is not None or self.wanted.keeps_less
        if not has_files and (count := self.opened.count_attached(self.query)):
            message = f"The attached files of {counted(count)}"
            folder = ("--output", "FOLDER/")
            command = ("export", "--format", self.wanted.name, *folder, *self.asked)
            notify(f"{message} are not included. To include them: ", *command)
        is_file = self.file is not None and self.folder is None
        file = ("--output", str(self.file), "--force") if is_file else ()
        visibility.warn_not_public(self.opened, self.wanted.name, [*file, *self.asked])


def _wanted(name: str | None, path: Path | None) -> table.Format:
    """Return the format called `name`. If no name is given, use the ending of `path`.

    Raises MisuseError if there is no such format.
    """
    if name is not None:
        return table.format_named(name)
    if path is not None:
        return table.format_for_file(path)
    raise errors.MisuseError(
        "export needs a format",
        f"Choose one with --format: {', '.join(table.WRITABLE)}. Or enter a file name"
        " after --output.",
    )


def _folder_of(output_: str | None, *, private: bool) -> Path | None:
    """Return the output path if it is a folder or ends with a slash, else None.

    Raises MisuseError if `private` is True and the path isn't a folder.
    """
    if output_ and (output_.endswith(("/", os.sep)) or Path(output_).is_dir()):
        return Path(output_)
    if private:
        raise errors.MisuseError(
            "--private needs a folder", "Enter a folder with --output, such as out/."
        )
    return None


def _earlier_files(folder: Path) -> list[Path]:
    """Return the files in a folder that an export may have written."""
    if not folder.is_dir():
        return []
    several = [each for each in table.FORMATS if each.has_files]
    return [
        path
        for path in folder.iterdir()
        if path.is_file()
        and (
            path.stem == _USUAL.stem
            or _FEED_OF_YEAR.fullmatch(path.name)
            or any(
                table.functions_of(each).is_own(path.name, f"{_USUAL.stem}{suffix}")
                for each in several
                for suffix in each.suffixes
            )
        )
    ]


def _with_files(export: _Export, found: Sequence[Statement]) -> list[Statement]:
    """Copy the attached files to the folder, and return the statements to write.

    Private files are left out of the folder and of the statements, unless --private is
    used.
    """
    opened, folder = export.opened, export.folder or Path()
    target = files.files_folder(folder / _USUAL)
    written = list(found) if export.private else [*map(_without_private, found)]
    wanted = [files.AttachedFile.of(f) for each in written for f in each.attachments]
    make_folders(folder)
    with progress.working("Copying attached files"):
        place = opened.files.folder(wanted)
        copied = files.copy_files(dict.fromkeys(wanted), place, target, like=None)
    if copied.copied:
        notify(f"Copied {counted_files(copied.copied)} to {target}.")
    if copied.missing:
        notify(f"Missing: {counted_files(len(copied.missing))}.")
    if left := sum(len(each.attachments) for each in found) - len(wanted):
        message = f"Left out, because private: {counted_files(left)}."
        notify(f"{message} To include them, add --private.")
    return written


def _without_private(statement: Statement) -> Statement:
    public = tuple(each for each in statement.attachments if not each.private)
    return statement.replace(attachments=public)


def _place_in(folder: Path, attachment: Attachment) -> str | None:
    """Return the path of an attachment relative to `folder`.

    Return None if the folder has no copy of the attachment.
    """
    there = files.places_of(files.files_folder(folder / _USUAL), attachment.sha256)
    return there[0].relative_to(folder).as_posix() if there else None


class Of(Enum):
    """The kind of file that a schema describes."""

    ARCHIVE = "archive"
    EXPORT = "export"


def run_schema(
    of: Of = option(
        "--of FILE",
        "Kind of file: archive or export (format json). In a jsonl"
        " export, each line is one statement.",
        default=Of["ARCHIVE"],
    ),
) -> None:
    """Print the JSON Schema (draft 2020-12) of an archive's file.

    The schema is identical for all archives.

    Examples:
      mediarel schema
      mediarel schema --of export
    """
    schema = json_schema() if of is Of.ARCHIVE else export_schema()
    typer.echo(json.dumps(schema, ensure_ascii=False, indent=2))
