"""`mediarel attach --clear`: files that a person checked, cleared for the public."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.archive.attach import file_named
from mediarel.archive.clearing import guarded_files, search_files, set_cleared
from mediarel.archive.reading import get
from mediarel.archive.session import open_session
from mediarel.cli import environment, prompts
from mediarel.cli.options.selection import chosen
from mediarel.cli.public import clear_files
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.withheld import WithheldRow, show_withheld
from mediarel.cli.terminal.wording import counted_files
from mediarel.cli.typed import typed
from mediarel.errors import Command, Hint, RefusedError, shorten
from mediarel.text.folding import folded_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import typer

    from mediarel.archive.archive import Archive
    from mediarel.archive.clearing import GuardedFile, SearchedFile

_MOST = 10  # files that are named
_NOT_FOUND = "not found in the readable text; images and hidden parts were not checked"


class ContainsWithheldError(RefusedError):
    """All files that were to be cleared contain a withheld text."""

    def __init__(self, files: Sequence[SearchedFile]) -> None:
        more = f" (and {len(files) - 1:,} more)" if len(files) > 1 else ""
        super().__init__(
            f"{_contains(files[0])}{more}, so nothing was cleared",
            Hint("To publish it anyway, repeat the text: ", _anyway(files[0])),
        )


class Chosen(NamedTuple):
    """The files of `which`, ids or a query; with `names`, only files of these names."""

    context: typer.Context
    opened: Archive
    which: str
    names: Sequence[str]

    def files(self, *, are_cleared: bool) -> list[GuardedFile]:
        """Return the guarded files that are, or are not yet, cleared.

        Raises NoSuchFileError, or the errors of `chosen`.
        """
        with working("Reading the statements"):
            ids = chosen(self.context, self.opened, [self.which])
            statements = get(self.opened, ids)
        wanted = {
            (statement.id, file_named(statement, name).name)
            for statement in statements
            for name in self.names
        }
        return [
            each
            for each in guarded_files(self.opened, statements)
            if each.is_cleared == are_cleared
            and (not wanted or (each.id, each.file.name) in wanted)
        ]


def clear(wanted: Chosen, containing: Sequence[str], *, yes: bool) -> None:
    """Show what the search found in the files that are not cleared, and clear them.

    Files that contain a withheld text are cleared only if the text is in `containing`
    or is typed. Raises ContainsWithheldError, or the errors of `Chosen.files`.
    """
    files = wanted.files(are_cleared=False)
    if not files:
        environment.tell(
            "No file to clear: each is cleared or private, or nothing is withheld."
        )
        return
    searched = list(search_files(wanted.opened, files))
    show_withheld(
        [
            WithheldRow(str(e.guarded.id), e.guarded.file.name, _said(e))
            for e in searched
        ],
        ("Id", "File", "Withheld texts"),
    )
    repeated = {folded_name(text) for text in containing}
    if environment.is_interactive() and not yes:
        repeated |= _typed_texts(searched, repeated)
    left = [each for each in searched if not _texts(each) <= repeated]
    cleared = [each.guarded for each in searched if _texts(each) <= repeated]
    if not cleared:
        raise ContainsWithheldError(left)
    if not wanted.names:
        prompts.confirm(f"Clear {counted_files(len(cleared))} for the public?", yes=yes)
    with open_session(wanted.opened, "attach") as session:
        set_cleared(session, cleared, is_cleared=True)
    told = f"Cleared for the public: {counted_files(len(cleared))}. To undo: "
    environment.tell(Hint(told, Command("undo")))
    _tell_left(left)


def revoke(wanted: Chosen, *, yes: bool) -> None:
    """Undo the clearance of files.

    Raises the errors of `Chosen.files`.
    """
    files = wanted.files(are_cleared=True)
    if not files:
        environment.tell("Nothing changed: none of these files is cleared.")
        return
    if len(files) > 1:
        question = f"Hide {counted_files(len(files))} from the public again?"
        prompts.confirm(question, yes=yes)
    with open_session(wanted.opened, "attach") as session:
        set_cleared(session, files, is_cleared=False)
    told = f"No longer cleared: {counted_files(len(files))}. To undo: "
    environment.tell(Hint(told, Command("undo")))


def _said(searched: SearchedFile) -> str:
    """Return in words what the search found in a file."""
    if searched.problem:
        return f"not checked: the file {searched.problem}"
    found = [
        f"{each.text!r}{f' on page {each.page}' * (each.page is not None)}"
        for each in searched.found
    ]
    return f"found {', '.join(found)}" if found else _NOT_FOUND


def _texts(searched: SearchedFile) -> set[str]:
    return {folded_name(each.text) for each in searched.found}


def _typed_texts(searched: Iterable[SearchedFile], known: set[str]) -> set[str]:
    """Ask for each text that was found, unless `known`; return those typed, folded."""
    files: dict[str, list[str]] = {}
    for each in searched:
        for found in each.found:
            if folded_name(found.text) not in known:
                files.setdefault(found.text, []).append(each.guarded.file.name)
    return {folded_name(text) for text in files if _is_typed(text, files[text])}


def _is_typed(text: str, names: Sequence[str]) -> bool:
    """Return whether the person types `text`, so that the files `names` are cleared."""
    which = names[0] if len(names) == 1 else counted_files(len(names))
    contain = "contains" if len(names) == 1 else "contain"
    environment.tell(f"{which} {contain} {shorten(text)!r}.")
    while True:
        answer = typed("Type this text to clear, or press Enter to leave out: ")
        if folded_name(answer) in {"", folded_name(text)}:
            return bool(answer.strip())
        environment.tell(f"{shorten(answer)!r} is a different text.")


def _tell_left(left: Sequence[SearchedFile]) -> None:
    """Report the files that stay hidden as they contain a withheld text."""
    for each in left[:_MOST]:
        told = f"Not cleared: {_contains(each)}. To publish it anyway: "
        environment.tell(Hint(told, _anyway(each)))
    if (rest := len(left) - _MOST) > 0:
        environment.tell(f"Not cleared: {counted_files(rest)} more.")


def _contains(searched: SearchedFile) -> str:
    texts = " and ".join(repr(shorten(found.text)) for found in searched.found)
    return f"{searched.guarded.file.name} of {searched.guarded.id} contains {texts}"


def _anyway(searched: SearchedFile) -> Command:
    """Return the command that clears a file though it contains withheld texts."""
    number, file = searched.guarded.id, searched.guarded.file
    texts = [found.text for found in searched.found]
    return clear_files(number, file.name, containing=texts)
