"""`mediarel withhold --list`: what is withheld, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive import withhold as verbs
from mediarel.archive.elsewhere import elsewhere
from mediarel.archive.public import Public
from mediarel.archive.reading import statements
from mediarel.cli import environment
from mediarel.cli.options.common import Filters
from mediarel.cli.public import tell_elsewhere
from mediarel.cli.terminal.withheld import WithheldRow, show_withheld, where
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
    query = Filters().query(words)
    rules, cleared = said_in(withholding(opened.index))
    rows = [WithheldRow(ARCHIVE, f"all {rule}", "everywhere") for rule in rules]
    rows += _rows(opened, query)
    show_withheld(rows)
    if not rows:
        how = Command("withhold", Placeholder("ID"), Placeholder("TEXT"))
        environment.tell(Hint("Nothing is withheld. To withhold a text: ", how))
    if cleared:
        number = f"{len(cleared):,} file{'s' * (len(cleared) != 1)}"
        environment.tell(f"Looked at, and seen by the public unread: {number}.")
    tell_elsewhere(elsewhere(opened, Public(opened, opened.now())))


def _rows(opened: Archive, query: Query) -> Iterator[WithheldRow]:
    those = both(query, Value("withheld", "", is_prefix=True))
    for statement in statements(opened, those, sort="id"):
        for text in statement.withheld:
            found = where(verbs.counted(statement, text))
            yield WithheldRow(str(statement.id), text, found or "nowhere")
