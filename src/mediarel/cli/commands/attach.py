"""Implement `mediarel attach` and `files`: attach, list, copy and open files.

`attach` also marks attached files as checked (cleared), so that they can be published.
"""

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Any

import typer

from mediarel import errors
from mediarel.archive import add, clearing, lookup
from mediarel.archive.add import AttachResult, attach, detach, file_named, keep_files
from mediarel.archive.archive import Archive
from mediarel.archive.session import open_session
from mediarel.attachments.files import AttachedFile, copy_for_one, copy_out, own_name
from mediarel.attachments.original import Candidate, look_at, reopened
from mediarel.cli import (
    desktop,
    environment,
    messages,
    normalising,
    output,
    prompts,
    reporting,
    targets,
    visibility,
)
from mediarel.cli.messages import counted, notify, report_done, report_first
from mediarel.cli.options import common, completion, selection
from mediarel.cli.options.parameters import argument, flag, option
from mediarel.cli.terminal import lines, progress
from mediarel.cli.terminal.tables import FileRow, show_files, show_withheld
from mediarel.documents.extraction import LARGEST, page_count
from mediarel.documents.file_kinds import PDF
from mediarel.formats.json_syntax import indented
from mediarel.history.change import Edit
from mediarel.model.media_types import is_passive
from mediarel.model.parts import ROLES, Attachment
from mediarel.model.readers import read_field
from mediarel.model.statement import Statement
from mediarel.text.folding import folded_name
from mediarel.text.lines import size_in_words

_MOST = 10  # files that are named
_NOT_FOUND = "not found in the readable text; images and hidden parts were not checked"
_Role = Enum("_Role", {name: name for name in ROLES})  # type: ignore[misc]


def _attached(context: typer.Context) -> list[str]:
    """Complete the name of a file that is already attached.

    Return no names if the user attaches a new file. Then the shell completes the path.
    """
    is_attached = context.params.get("remove") or context.params.get("clear")
    return completion.files(context) if is_attached else []


def run(
    context: typer.Context,
    id: str = selection.ID,
    files: list[str] | None = argument(
        "[FILE]…",
        "Files to attach. With --remove or --clear: names of attached files"
        " (for --clear, all files by default). Example: scan.pdf",
        autocompletion=_attached,
    ),
    name: str | None = option("--name NAME", "Name of the file (default: its own)."),
    language: str | None = option("--language CODE", "File's language. Example: km"),
    role: _Role | None = option("--role ROLE", f"File's role: {', '.join(ROLES)}."),
    alt: str | None = option(
        "--alt TEXT",
        "Description of a picture for people who can't see it. The site shows"
        " only pictures with a description. '' removes it.",
    ),
    private: bool | None = flag(
        "--private/--public",
        "Never publish the file, or publish it again.",
    ),
    remove: bool = flag("--remove", "Remove files, by name or start of their SHA-256."),
    clear: bool | None = flag(
        "--clear/--no-clear",
        "Clear attached files for the public after checking them, or undo"
        " this. ID can be a query. Example: --clear 3 scan.pdf",
    ),
    containing: list[str] | None = option(
        "--containing TEXT",
        "With --clear: also clear files that contain this withheld text."
        " Can be repeated.",
    ),
    yes: bool = common.YES,
) -> None:
    """Attach files to a statement.

    mediarel keeps a copy of each file next to the archive. Your own file stays
    unchanged. If a file is already attached, mediarel skips it, unless --alt,
    --private or --public changes it. An e-mail is private unless you add --public.

    If a statement withholds texts, its files aren't public until you check and clear
    them. If the archive has a rule for phone numbers or e-mail addresses, check and
    clear all files. The option --clear searches the files for withheld texts, shows the
    results, and asks before it clears them.

    The copies of removed files are kept, so that undo works. To delete copies that undo
    no longer needs, use check --prune.

    Examples:
      mediarel attach 7 examples/joint-statement.txt
      mediarel attach 7 examples/joint-statement.txt --name joint.txt --role text
      mediarel attach 7 examples/joint-statement.txt --private && mediarel undo
      mediarel attach 7 examples/feed.xml && mediarel attach 7 feed.xml --remove
      mediarel withhold --phones && mediarel attach --clear date:0001..
    """
    names = files or []
    if containing and not clear:
        raise errors.MisuseError("--containing needs --clear", "Add --clear.")
    described = {"name": name, "language": language, "private": private, "alt": alt}
    described["role"] = role.value if role else None
    common.refuse_with({"remove": remove, "clear": clear is not None}, described)
    if not names and clear is None:
        command = errors.Command("attach", "ID", "FILE", *["--remove"] * remove)
        raise errors.MisuseError(
            f"attach needs a statement and a file{' to remove' if remove else ''}",
            "Name both: ",
            command,
        )
    for word, value in (("--name", name), ("--alt", alt)):
        if value is not None and len(names) > 1:
            raise errors.MisuseError(
                f"{word} can't describe several files",
                f"Attach the files one by one, or leave out {word}.",
            )
    with environment.archive(context) as opened:
        if clear is not None:
            guarded = [
                each
                for each in _guarded(context, opened, id, names)
                if each.is_cleared != clear
            ]
            if clear:
                is_sure = yes or (bool(names) and not prompts.is_interactive())
                _clear(opened, guarded, containing or (), yes=is_sure)
            else:
                _revoke(opened, guarded, yes=yes)
            return
        number = selection.one_chosen(context, opened, id)
        before = lookup.get(opened, [number])
        if remove:
            with open_session(opened, "detach") as session:
                gone = ", ".join(each.name for each in detach(session, number, names))
            report_done(f"Removed {gone} from statement {number}.")
        else:
            normalising.normalise(described)
            described["language"] = read_field("language", described["language"])
            _attach(opened, number, names, described)
        edits = map(Edit, before, lookup.get(opened, [number]))
        reporting.report_unannounced_edits(opened, [*edits])


def _guarded(
    context: typer.Context, opened: Archive, which: str, names: Sequence[str]
) -> list[clearing.GuardedFile]:
    """Return the files that must be cleared before they are published.

    `which` is the ID of a statement, several IDs, or a query. If `names` are given,
    return only files that have these names. Raises NotFoundError, or the errors of
    `chosen`.
    """
    statements = selection.statements(context, opened, [which])
    wanted = {
        (statement.id, file_named(statement, name).name)
        for statement in statements
        for name in names
    }
    return [
        each
        for each in clearing.guarded_files(opened, statements)
        if not names or (each.id, each.file.name) in wanted
    ]


def _attach(
    opened: Archive, number: int, files: Sequence[str], described: dict[str, Any]
) -> None:
    name, is_private = described.pop("name"), described.pop("private")
    before = lookup.get(opened, [number])
    paths = dict.fromkeys(files)
    known = [] if name else [*filter(None, (_attached_as(before, x) for x in paths))]
    said = [file._replace(alt=described["alt"]) for _, file in known]
    found = [
        look_at(Path(each), name=name, progress=opened.progress)
        for each in paths
        if each not in dict(known)
    ]
    for candidate in found:
        file, pages = candidate.attachment, _page_count(candidate)
        private = file.private if is_private is None else is_private
        said.append(file._replace(**described, private=private, pages=pages))
    new = keep_files(opened, found)
    with open_session(opened, "attach") as session:
        result = attach(session, number, said, private=is_private)
    attached = {each.sha256 for each in result.attached}
    _report(number, result, {each.sha256 for each in new} - attached)
    if (attached or result.changed) and not is_private:
        visibility.report_private_mails(number, result.attached, found)
        after = lookup.get(opened, [number])
        visibility.report_exposed(opened, zip(before, after, strict=True))
        for each in clearing.guarded_files(opened, after):
            if each.file.sha256 in attached and not each.is_cleared:
                message = (
                    f"{each.file.name} is not public until you check and clear it: "
                )
                notify(message, *visibility.clear_files(each.id, each.file.name))


def _attached_as(
    statements: Sequence[Statement], name: str
) -> tuple[str, Attachment] | None:
    """Return `name` and the attached file with this name, if there is no such path."""
    if Path(name).exists():
        return None
    with suppress(errors.NotFoundError):
        return name, file_named(statements[0], name)
    return None


def _page_count(found: Candidate) -> int | None:
    """Return the number of pages of a PDF, if its pages can be read.

    Raises the errors of `look_at`.
    """
    file = found.attachment
    if file.media_type != PDF.media_type or file.size > LARGEST:
        return None
    with reopened(found) as (original, refuse_changed):
        data = original.read()
        refuse_changed()
    return page_count(data, file.name)


def _report(number: int, result: AttachResult, repaired: set[str]) -> None:
    """Report which files were attached, changed, or skipped.

    `repaired` has the SHA-256 checksums of files whose missing or damaged copy was
    restored.
    """
    for each in result.known:
        message = f"Statement {number} already has this file, as {each.name}."
        if each.sha256 in repaired:
            message += " Its copy was missing or damaged; it is now restored."
        notify(message)
    for each in result.changed:
        report_done(f"Changed {each.name} of statement {number}.")
    if result.attached:
        made = f"the attachment to statement {number}"
        with messages.printing(
            made, errors.Hint("See it: ", errors.Command("files", number))
        ):
            show_files([FileRow(number, each) for each in result.attached])
        named = ", ".join(
            f"{e.name} ({size_in_words(e.size)})" for e in result.attached
        )
        report_done(f"Attached {named} to statement {number}.")


def _clear(
    opened: Archive,
    files: Sequence[clearing.GuardedFile],
    containing: Sequence[str],
    *,
    yes: bool,
) -> None:
    """Search the files for withheld texts, show the results, and clear the files.

    A file that contains a withheld text is cleared only if the text is in `containing`.
    If `yes` is True, the user isn't asked for confirmation. Raises RefusedError, or the
    errors of `prompts.confirm`.
    """
    if not files:
        notify("No file to clear: each is cleared or private, or no text is withheld.")
        return
    searched = list(clearing.search_files(opened, files))
    rows = [(str(e.guarded.id), e.guarded.file.name, _found(e)) for e in searched]
    show_withheld(rows, "File", "Withheld texts")
    repeated = {folded_name(text) for text in containing}
    left = [each for each in searched if not _texts(each) <= repeated]
    cleared = [each.guarded for each in searched if _texts(each) <= repeated]
    if not cleared:
        more = f" (and {len(left) - 1:,} more)" * (len(left) > 1)
        raise errors.RefusedError(
            f"nothing was cleared: {_with_texts(left[0])}{more}",
            "The file is not published. To publish it anyway: ",
            _clearing(left[0]),
        )
    count = messages.counted_files(len(cleared))
    prompts.confirm(f"Clear {count} for the public?", yes=yes)
    with open_session(opened, "attach") as session:
        clearing.set_cleared(session, cleared, is_cleared=True)
    report_done(f"Cleared for the public: {count}.")
    not_cleared = [
        errors.Hint(
            f"Not cleared: {_with_texts(each)}. To publish it anyway: ", _clearing(each)
        )
        for each in left
    ]
    report_first(not_cleared, "files that were not cleared", _MOST)


def _revoke(
    opened: Archive, files: Sequence[clearing.GuardedFile], *, yes: bool
) -> None:
    """Hide cleared files from the public again, after asking."""
    if not files:
        notify("Nothing changed: none of these files is cleared.")
        return
    count = messages.counted_files(len(files))
    question = f"Hide {count} from the public again?"
    prompts.confirm(question, yes=yes or len(files) == 1)
    with open_session(opened, "attach") as session:
        clearing.set_cleared(session, files, is_cleared=False)
    report_done(f"No longer cleared: {count}.")


def _found(searched: clearing.SearchedFile) -> str:
    """Describe the search result of a file, such as `found 'Sonando' on page 2`."""
    if searched.problem:
        return f"not checked: the file {searched.problem}"
    found = [
        f"{each.text!r}{f' on page {each.page}' * (each.page is not None)}"
        for each in searched.found
    ]
    return f"found {', '.join(found)}" if found else _NOT_FOUND


def _texts(searched: clearing.SearchedFile) -> set[str]:
    return {folded_name(each.text) for each in searched.found}


def _with_texts(searched: clearing.SearchedFile) -> str:
    number, file = searched.guarded.id, searched.guarded.file
    texts = " and ".join(repr(errors.shorten(found.text)) for found in searched.found)
    return f"{file.name} of statement {number} contains {texts}"


def _clearing(searched: clearing.SearchedFile) -> errors.Command:
    """Return the command that clears a file although it contains withheld texts."""
    number, file = searched.guarded.id, searched.guarded.file
    texts = [found.text for found in searched.found]
    return visibility.clear_files(number, file.name, containing=texts)


def run_files(
    context: typer.Context,
    ids: list[str] = common.IDS,
    to: Path | None = option("--to FOLDER", "Copy the files here. Example: copies"),
    open_: bool = flag("--open", "Open a file in its usual program."),
    name: str | None = option(
        "--file NAME",
        "Only this file: its name or the start of its SHA-256 checksum.",
        autocompletion=completion.files,
    ),
    private: bool = flag("--private", "With --to: also copy private files."),
    as_json: bool = common.JSON,
) -> None:
    """List the files of statements, copy them to a folder, or open a file.

    The name of a copy contains the date, the issuer and the ID of the statement, such
    as 2012-07-16-clec-7-joint.pdf. Existing files are never replaced.

    --open opens a read-only copy. For safety, it opens only documents, pictures, sound
    and video. Files of other types, such as HTML, may run programs: copy them with
    --to.

    Examples:
      mediarel attach 7 examples/feed.xml && mediarel files 7
      mediarel attach 7 examples/feed.xml && mediarel files clec --json
      mediarel attach 7 examples/feed.xml && mediarel files 7 --to copies
      mediarel attach 7 examples/joint-statement.txt && mediarel files 7 --open
    """
    if private and to is None:
        raise errors.MisuseError("--private needs --to", "Add --to FOLDER.")
    common.refuse_together(json=as_json, to=to is not None, open=open_)
    with environment.archive(context) as opened:
        if open_:
            number = selection.one_chosen(context, opened, " ".join(ids))
            (statement,) = lookup.get(opened, [number])
            _open(opened, statement, name)
            return
        statements = selection.statements(context, opened, ids)
        found = [
            (each, file)
            for each in statements
            for file in ([add.file_named(each, name)] if name else each.attachments)
        ]
        if to is not None:
            _copy(opened, found, to, private=private)
            return
        missing = _missing(opened, found)
    if as_json:
        rows = [
            {"id": statement.id, **file._asdict(), "missing": file in missing}
            for statement, file in found
        ]
        lines.as_json(indented(rows))
        return
    with output.paged(context):
        show_files(
            [FileRow(statement.id, file) for statement, file in found],
            are_several=len(statements) > 1,
        )
    if not found:
        notify("No files are attached.")
    for file in missing:
        message = f"The archive's copy of {file.name} is missing. To see what to do: "
        notify(message, "check")


def _copy(
    opened: Archive,
    found: Sequence[tuple[Statement, Attachment]],
    folder: Path,
    *,
    private: bool,
) -> None:
    """Copy the files to a folder, and print the paths of the copies."""
    public = [pair for pair in found if private or not pair[1].private]
    if not public:
        notify("There are no files to copy.")
    else:
        targets.refuse_target(folder, opened.store.location)
        with progress.working("Copying the files"):
            copied = copy_out(public, opened.files, folder)
        for place in copied.made:
            lines.path(place)
        if copied.there:
            there = counted(len(copied.there), "file")
            notify(f"Already in the folder: {there}.")
        notify(f"Copied {counted(len(copied.made), 'file')} to {folder}.")
    if left := len(found) - len(public):
        message = f"Left out, because private: {counted(left, 'file')}."
        notify(f"{message} To copy them too, add --private.")


def _open(opened: Archive, statement: Statement, name: str | None) -> None:
    """Open a copy of the file called `name`.

    If no name is given, the statement must have only one file. Raises MisuseError,
    NoSuchFileError, RefusedError or NotOpenedError.
    """
    files, number = statement.attachments, statement.id
    if name is None and len(files) != 1:
        raise errors.MisuseError(
            f"statement {number} has {len(files) or 'no'} files",
            "To choose one, add --file NAME. To list the names: ",
            errors.Command("files", number),
        )
    file = files[0] if name is None else add.file_named(statement, name)
    if not is_passive(own_name(file)):
        copy = errors.Command("files", number, "--to", "FOLDER")
        raise errors.RefusedError(
            f"{file.name!r} of statement {number} was not opened, because files of"
            " this type may run programs",
            "Copy the file and check it first: ",
            copy,
        )
    desktop.refuse_unopenable()
    with progress.working("Copying the file"):
        folder = Path(tempfile.mkdtemp(prefix="mediarel-"))
        place = copy_for_one(statement, file, opened.files, folder)
    desktop.open_file(place)
    notify(f"Opened a copy of {file.name}: {place}")


def _missing(
    opened: Archive, found: Sequence[tuple[Statement, Attachment]]
) -> list[Attachment]:
    """Return the files whose copy in the archive is missing or has a different size."""
    files = [file for _, file in found]
    missing = set(opened.files.missing(dict.fromkeys(map(AttachedFile.of, files))))
    return [file for file in files if AttachedFile.of(file) in missing]
