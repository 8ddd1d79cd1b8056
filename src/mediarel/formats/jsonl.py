"""JSON Lines: one object a line, a field of a statement to each key (jsonlines.org)."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from mediarel.formats.json import check_syntax, encode, read_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.model.statement import Draft, Statement

SUFFIXES = (".jsonl", ".ndjson")


def write(statements: Iterable[Statement], out: IO[str]) -> None:
    """Write `statements` to `out`, each on a line of its own."""
    for statement in statements:
        out.write(encode(statement.to_json()) + "\n")


def looks_like(start: str) -> bool:
    """Tell whether a text that begins with `start` can be JSON Lines."""
    return start.removeprefix("\ufeff").lstrip().startswith("{")


def read(text: str, source: str) -> list[Draft]:
    """Return the drafts in `text`, oldest first; blank lines are passed over.

    Raises UnreadableInputError.
    """
    return sorted(_drafts(text, source), key=lambda draft: draft.date.first)


def _drafts(text: str, source: str) -> Iterator[Draft]:
    # Only a line feed ends a line: others may stand inside a string.
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if content := line.strip():
            check_syntax(line.strip("\r"), source, number)
            start = line.index(content[0])
            draft, _ = read_object(line, start, source, number)
            yield draft
