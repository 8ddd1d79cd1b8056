"""`mediarel withhold --list`: what is withheld, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive import withhold as verbs
from mediarel.archive.elsewhere import elsewhere
from mediarel.archive.hidden import count_attached
from mediarel.archive.public import Public
from mediarel.archive.reading import statements
from mediarel.cli import environment
from mediarel.cli.options.common import Filters
from mediarel.cli.options.ids import are_ids
from mediarel.cli.public import clear_files_of, tell_elsewhere
from mediarel.cli.terminal.withheld import WithheldRow, show_withheld, where
from mediarel.cli.terminal.wording import counted_files
from mediarel.errors import Command, Hint, Placeholder
from mediarel.index.revision import withholding
from mediarel.model.withholding import said_in
from mediarel.query.tree import Value, both

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.query.tree import Query

ARCHIVE = "archive"  # where a rule holds


def show_list(opened: Archive, words: Sequence[str]) -> None:
    """Show what is withheld in what `words` find, and the rules of the archive."""
    query = Filters().query([f"id:{word}" if are_ids(word) else word for word in words])
    rules, _ = said_in(withholding(opened.index))
    rows = [WithheldRow(ARCHIVE, f"all {rule}", "everywhere") for rule in rules]
    rows += _rows(opened, query)
    show_withheld(rows)
    if not rows:
        how = Command("withhold", Placeholder("ID"), Placeholder("TEXT"))
        environment.tell(Hint("Nothing is withheld. To withhold a text: ", how))
    if count_attached(opened, query):
        _tell_files(opened, query)
    tell_elsewhere(elsewhere(opened, Public(opened, opened.now())))


def _rows(opened: Archive, query: Query) -> Iterator[WithheldRow]:
    those = both(query, Value("withheld", "", is_prefix=True))
    for statement in statements(opened, those, sort="id"):
        for text in statement.withheld:
            found = where(verbs.counted(statement, text))
            yield WithheldRow(str(statement.id), text, found or "nowhere")


def _tell_files(opened: Archive, query: Query) -> None:
    """Report how many files are cleared for the public, and how many are not."""
    from mediarel.archive.clearing import guarded_files  # noqa: PLC0415 - for this alone

    files = list(guarded_files(opened, statements(opened, query)))
    waiting = [each for each in files if not each.is_cleared]
    if cleared := len(files) - len(waiting):
        environment.tell(f"Cleared for the public: {counted_files(cleared)}.")
    if waiting:
        told = f"Not public until cleared: {counted_files(len(waiting))}."
        command = clear_files_of(each.id for each in waiting)
        environment.tell(Hint(f"{told} To check and clear: ", command))
