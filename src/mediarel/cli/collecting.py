"""Read the files and folders of an import, and parse the options for reading."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from mediarel import errors
from mediarel.attachments.files import is_kept_place
from mediarel.cli import input_files
from mediarel.cli.options.common import public_url
from mediarel.cli.terminal.progress import working
from mediarel.documents.file_kinds import KINDS
from mediarel.formats.drafts import SAY_WHO, Filling, Taken, taken
from mediarel.formats.encoding import readable_format
from mediarel.formats.entries import Reading, ReadOptions
from mediarel.formats.table import FORMATS, functions_of
from mediarel.model.fields import GIVEN_FIELDS, field_named
from mediarel.publish.paths import is_bag, is_published
from mediarel.settings import STORE
from mediarel.store.tiny.rotation import is_backup


def option_for(field: str) -> str:
    """Return the option that sets a field of ReadOptions, as the user types it."""
    others = {"columns": "--map", "order": "--day-first or --month-first"}
    return others.get(field, f"--{field.replace('_', '-')}")


class Column(NamedTuple):
    """A column of a table, and its field. If the field is None, ignore the column."""

    name: str
    field: str | None


def column(given: str) -> Column:
    """Parse a column and its field: `Headline=title`, or `Headline=` to ignore it."""
    column, equals, name = map(str.strip, given.rpartition("="))
    if not equals or not column:
        raise errors.MisuseError(
            f"--map {given!r} does not have the form COLUMN=FIELD",
            'Example: --map "Headline=title". To skip a column: --map Headline=',
        )
    if not name:
        return Column(column, None)
    field = field_named(name)
    if field is None:
        raise errors.MisuseError(
            f"--map {given!r} names an unknown field, {name!r}",
            f"The fields are: {', '.join(GIVEN_FIELDS)}.",
        )
    return Column(column, field.name)


def page_url(given: str) -> str:
    """Check the URL of a web page, and return it.

    Raises MisuseError, or BadParameter if the URL contains a user name or password.
    """
    url = public_url(given.strip())
    if not re.match(r"https?://\w", url, re.IGNORECASE):
        raise errors.MisuseError(
            f"--base {url!r} is not the URL of a web page",
            "Enter the URL from your browser. Example: https://example.org/news/",
        )
    return url


class How(NamedTuple):
    """Options for reading files.

    `filling` has values for fields that are missing in the files. If a file is a web
    page, `filling.issuer` also replaces the issuers that the page names.
    """

    format: str | None
    options: ReadOptions
    filling: Filling


class FileRead(NamedTuple):
    """The result of reading one file. `entries` is the number of accepted entries."""

    source: str
    format: str
    reading: Reading
    entries: int


class Collected(NamedTuple):
    """The result of reading all files.

    `unread` has the errors of files that can't be read. `refused` has the errors of
    single entries. `passed_over` maps a reason, such as "backup", to the skipped files.
    """

    taken: Sequence[Taken]
    files: list[FileRead]
    unread: list[errors.UnreadableInputError]
    refused: list[errors.UnreadableInputError]
    passed_over: dict[str, list[Path]]


_ENDINGS = {
    ending
    for each in FORMATS
    if each.is_readable
    for ending in (*each.suffixes, *each.read_suffixes)
}
_DOCUMENTS = {ending for kind in KINDS for ending in kind.suffixes} - _ENDINGS
# Files with statements in a published site or a bag; a feed has only the newest.
_PUBLISHED = (
    *("data/statements.json", "statements.json", "data/statements.jsonl"),
    "feed.json",
)
_MAP_ISSUER = f"{SAY_WHO} If a column has the issuer, add --map COLUMN=program"
_SHOWN = 3
_OTHER_TYPE, _BACKUP, _ITSELF = "unsupported type", "backup", "this archive"


def refuse_published(paths: Sequence[Path]) -> None:
    """Raise MisuseError if a path is a site or a bag that mediarel published.

    Their web pages have less than the statements. A bag of another program is accepted.
    """
    for path in (each for each in paths if each.is_dir()):
        file = next((x for x in _PUBLISHED if (path / x).is_file()), "")
        is_own_bag = file and (is_bag(path) or is_bag(path.parent))
        if not (is_own_bag or is_published(path)):
            continue
        hint = errors.Hint("Import the archive of this site instead.")
        if file:
            command = errors.Command("import", str(path / file))
            hint = errors.Hint("To import its statements: ", command)
        raise errors.MisuseError(
            f"{path} was published by mediarel; its web pages can't be imported", hint
        )


def collect(paths: Sequence[Path], how: How, archive: str) -> Collected:
    """Read the files at `paths`, and all files in the folders at `paths`.

    If a folder contains backups, or the current archive's file or folder, these files
    are skipped. `archive` is the location of the current archive. Errors of unreadable
    files and of refused entries are collected, not raised.

    Raises AccessError, InvalidError, MisuseError or OSError.
    """
    drafts: list[Taken] = []
    found = Collected(drafts, [], [], [], {})
    for path in paths:
        if path == input_files.STDIN or not path.is_dir():
            _read_file(path, how, found, drafts)
            continue
        # Files attached to a statement are imported with the statement.
        every = [each for each in _files_in(path) if not is_kept_place(each)]
        files = []
        for each in every:
            if why := _why_passed_over(each, archive):
                found.passed_over.setdefault(why, []).append(each)
            else:
                files.append(each)
        if not files:
            endings = f"Supported file endings: {', '.join(sorted(_ENDINGS))}."
            raise errors.InvalidError(
                f"{path} has no file that can be imported",
                hint_to_add(every) or endings,
            )
        for file in files:
            _read_file(file, how, found, drafts)
    # Sort the entries of all files together, so that IDs are chronological.
    drafts.sort(key=lambda each: each.draft.date.first)
    return found


def _why_passed_over(path: Path, archive: str) -> str:
    """Return the reason why a file in a folder is skipped, such as "backup".

    Return "" if the file is imported.
    """
    if path.suffix.lower() not in _ENDINGS:
        return _OTHER_TYPE
    if is_backup(path):
        return _BACKUP
    place, own = path.resolve(), Path(archive)
    is_in_folder = own.parts[-2:] == STORE.parts and own.parent in place.parents
    return _ITSELF if place == own or is_in_folder else ""


def _is_document(path: Path) -> bool:
    return path.suffix.lower() in _DOCUMENTS


def hint_to_add(paths: Sequence[Path]) -> errors.Hint | None:
    """Return a hint to `add` the documents in `paths`, or None if there are none."""
    documents = [str(each) for each in paths if _is_document(each)]
    add = errors.Command("add", *documents[:_SHOWN])
    return errors.Hint("To record documents: ", add) if documents else None


def _files_in(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder and its subfolders, except hidden files.

    A link to a folder is yielded as a file. Raises OSError if a folder can't be read.
    """
    for there, folders, files in os.walk(folder, onerror=_raise):
        links = [name for name in folders if Path(there, name).is_symlink()]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted([*files, *links]):
            path = Path(there, name)
            # Reading a pipe could wait forever.
            if not name.startswith(".") and (path.is_file() or path.is_symlink()):
                yield path


def _raise(error: OSError) -> None:
    raise error


def _read_file(path: Path, how: How, found: Collected, drafts: list[Taken]) -> None:
    """Read a file, and add its entries to `drafts`.

    The result and the errors are added to `found`. If the file can't be read
    completely, none of its entries are added.
    """
    source, data = input_files.data_of(path)
    before = len(drafts)
    refused: list[errors.UnreadableInputError] = []
    try:
        with working(f"Reading {errors.shorten(source)}"):
            known = readable_format(how.format, data, source)
            read = functions_of(known).read(data, source, how.options)
            filling = how.filling._replace(
                program=how.filling.program or read.site,
                issuer=how.filling.issuer if known.name == "page" else None,
            )
            for each in taken(read, source, filling):
                if isinstance(each, errors.UnreadableInputError):
                    if each.hint == SAY_WHO and "columns" in known.takes:
                        each.hint = _MAP_ISSUER
                    refused.append(each)
                else:
                    drafts.append(each)
    except errors.UnreadableInputError as error:
        if _is_document(path):
            add = errors.Command("add", str(path))
            error.hint = errors.Hint("To record a document: ", add)
        del drafts[before:]
        found.unread.append(error)
        return
    unused = [
        f"{option_for(field)} has no effect on {known.name} files"
        for field, value in how.options._asdict().items()
        if value and field not in known.takes
    ]
    can_fill = how.filling.issuer and not filling.issuer and len(drafts) > before
    if can_fill and all("program" in each.said for each in drafts[before:]):
        unused.append("--issuer has no effect, because each entry has an issuer")
    # The generator of the entries keeps the whole file in memory.
    read = read._replace(notes=(*read.notes, *unused), entries=())
    found.refused.extend(refused)
    found.files.append(FileRead(source, known.name, read, len(drafts) - before))
