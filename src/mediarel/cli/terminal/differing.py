"""Show compared texts: differences, pairs and quotations.

A difference is on one line. Signs mark removed and added text: `[-old-]{+new+}`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel.cli.terminal.lines import is_drawn
from mediarel.cli.terminal.table import Column, show_table
from mediarel.release.headline import headline
from mediarel.text.lines import harmless, spaced_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.model.statement import Statement
    from mediarel.text.diff import Part

# Signs are needed because some terminals have no colour or strike-through.
_SIGNS = {"removed": ("[-", "-]"), "added": ("{+", "+}"), "same": ("", "")}
_LINE_ENDS = re.compile(r"[^\S\n]*\n\s*")
_PER_CENT = 100


class Shown(NamedTuple):
    """A part of a comparison: its text, and its kind (`removed`, `added` or `same`)."""

    kind: str
    text: str


def differing(old: str, new: str) -> Iterator[Shown]:
    """Yield the differences between two texts, with a few words of context."""
    from mediarel.text.diff import diff, with_context  # noqa: PLC0415 - 10 ms

    yield from marked(with_context(diff(old, new)))


def marked(parts: Iterable[Part]) -> Iterator[Shown]:
    """Yield the parts of two texts, with signs around removed and added text."""
    for part in parts:
        if part.is_same:
            yield _shown("same", _with_ends(part.old))
            continue
        # For example, a zero-width space was added to a word.
        looks_alike = _seen(part.old) == _seen(part.new)
        for kind, side in zip(("removed", "added"), part, strict=True):
            if side:
                yield _shown(kind, _visible(side) if looks_alike else _with_ends(side))


def _shown(kind: str, text: str) -> Shown:
    opening, closing = _SIGNS[kind]
    return Shown(kind, f"{opening}{text}{closing}")


def _seen(text: str) -> str:
    return "".join(filter(str.isprintable, text))


def _visible(text: str) -> str:
    """Replace invisible characters by their code points: `<U+200B>`."""
    shown = (
        letter if letter.isprintable() or letter.isspace() else f"<U+{ord(letter):04X}>"
        for letter in text
    )
    return _with_ends("".join(shown))


def _with_ends(text: str) -> str:
    """Return `text` on one line, with `¶` for each line end."""
    return harmless(_LINE_ENDS.sub(" ¶ ", text)).replace("\t", " ")


def _plain_parts(row: Quoted) -> str:
    """Return the sentences to print, with `[` and `]` around the quotation."""
    return "".join(f"[{p.text}]" if p.kind == "marked" else p.text for p in row.parts)


class Quoted(NamedTuple):
    """A statement that contains a quotation.

    `how` says whether the quotation is exact or nearly exact. `parts` are the sentences
    to print. A part that is quoted exactly has the kind `marked`. If the quotation is
    nearly exact, the differences have the kinds `removed` and `added`.
    """

    id: int
    date: str
    program: str
    how: str
    parts: Sequence[Shown]
    citation: str


_QUOTED = (
    Column("Id", lambda row: str(row.id)),
    Column("Date", lambda row: row.date),
    Column("Issuer", lambda row: row.program),
    Column("Found", lambda row: row.how),
    Column("Says", lambda row: "".join(part.text for part in row.parts), _plain_parts),
    Column("Cite", lambda row: row.citation),
)


def show_quoted(rows: Sequence[Quoted]) -> None:
    """Show statements that contain a quotation exactly or nearly.

    Each row has ID, date, program, kind of match, sentences and citation.
    """
    if is_drawn():
        from mediarel.cli.terminal.drawn_statement import draw_quoted  # noqa: PLC0415 - Rich

        draw_quoted(rows)
    else:
        show_table(_QUOTED, rows)


class Pair(NamedTuple):
    """Two statements, and the similarity of their texts from 0 to 1."""

    one: Statement
    other: Statement
    sameness: float
    is_related: bool

    @property
    def per_cent(self) -> str:
        """The similarity: `97 %`. It is `100 %` only if the texts are the same."""
        return f"{int(self.sameness * _PER_CENT)} %"

    @property
    def kind(self) -> str:
        """The relation of the two statements in words."""
        return "related" if self.is_related else "nearly the same"


_PAIRS = (
    Column("Relation", lambda pair: pair.kind),
    Column("Similarity", lambda pair: pair.per_cent),
    Column("Id", lambda pair: str(pair.one.id)),
    Column("Statement", lambda pair: spaced_once(headline(pair.one))),
    Column("Other id", lambda pair: str(pair.other.id)),
    Column("Other statement", lambda pair: spaced_once(headline(pair.other))),
)


def show_pairs(pairs: Sequence[Pair]) -> None:
    """Show pairs of similar statements, and the differences between their texts.

    In a pipe, each pair is a line: relation, similarity in per cent, and the ID and the
    headline of each statement.
    """
    if is_drawn():
        from mediarel.cli.terminal.drawn_statement import draw_pairs  # noqa: PLC0415 - Rich

        draw_pairs(pairs)
    else:
        show_table(_PAIRS, pairs)
