"""Implement `mediarel quote`: check whether a statement contains a quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive.quote import Held, quote
from mediarel.citation.styles import Language, Markup, as_lines, citation, cited
from mediarel.cli import environment, output
from mediarel.cli.environment import settings
from mediarel.cli.options import common
from mediarel.cli.options.common import Filters
from mediarel.cli.pager import paged
from mediarel.cli.public import cautions_of, tell_cautions
from mediarel.cli.reading import STDIN, text_of
from mediarel.cli.terminal.differing import Quoted, Shown, marked, show_quoted
from mediarel.errors import Command, Hint, NotFoundError, Placeholder
from mediarel.formats.table import format_named
from mediarel.settings import STYLES
from mediarel.text.diff import with_context

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.archive.quote import Answer, Near
    from mediarel.model.statement import Statement
    from mediarel.text.quotation import Passage


EXAMPLES = (
    "mediarel quote 'deeply disturbed by independent radio station director'",
    "mediarel quote '“deeply disturbed […] call for his immediate release”'",
    "mediarel quote 'a significant blow' --year 2012",
)

_SHOWN = 20  # statements
_LONG = 600  # characters; longer passages show only the differences
_WORD_FOR_WORD = "word for word"
_IN_PARTS = "word for word, with words left out"
_NEARLY = "not word for word"
_REORDERED = "in another order"


class NotSaidError(NotFoundError):
    """No statement contains a quotation word for word."""

    def __init__(
        self,
        answer: Answer,
        format: str | None,  # noqa: A002 - the option's name
        left_out: Statement | None,
    ) -> None:
        """Set the message; the statement `left_out` has the text but isn't selected."""
        if left_out is not None:
            which = f"statement {left_out.id} of {left_out.date}"
            super().__init__(
                "none of the statements that were asked for says it word for word",
                Hint(f"But {which} does: ", Command("cite", left_out.id)),
            )
            return
        hint: str = Hint(
            "Nothing is near it either. See what has some of its words: ",
            Command("search", Placeholder("WORDS")),
        )
        if answer.near and format:
            hint = "To see what is nearest to it, leave out --format."
        elif answer.near:
            hint = (
                "The nearest are above: only the quotation has [-this-], only the"
                " statement {+this+}."
            )
        super().__init__("no statement says it word for word", hint)


@common.filtered
def run(
    context: typer.Context,
    text: Annotated[
        list[str],
        typer.Argument(
            metavar="TEXT…",
            help="The quotation, … where words are left out; - for a pipe.",
        ),
    ],
    filters: common.Filters = common.NO_FILTERS,
    all: Annotated[  # noqa: A002 - the option's name
        bool,
        typer.Option("--all", help=f"All that say it, not only the newest {_SHOWN}."),
    ] = False,
    format: common.Format = None,  # noqa: A002 - the option's name
    no_pager: common.NoPager = False,
    archive: common.Archive = None,
) -> None:
    """Tell whether statements say something word for word, and which.

    Capitals, accents, line breaks and most punctuation may differ; no word, number,
    currency or percent sign may. Where none says it, the nearest are shown, with what
    differs, and the exit code is 3.
    """
    if format is not None:
        format_named(format)  # refused before searching
    within = filters.query()
    sought = _given(text)
    with environment.archive(context, archive) as opened:
        answer = quote(opened, sought, within, most=None if all else _SHOWN)
        left_out = None
        if not answer.held and filters.as_options():
            anywhere = quote(opened, sought, Filters().query(), most=1)
            left_out = next((each.statement for each in anywhere.held), None)
        statements = [each.statement for each in answer.held]
        careful = cautions_of(opened, statements)
        if format is not None and statements:
            with paged(context, no_pager=no_pager):
                asked = [*filters.as_options(), "quote", sought]
                options = output.for_programs(
                    opened, format, asked, [each.id for each in statements]
                )
                output.write(format, statements, None, options)
    if format is None:
        with paged(context, no_pager=no_pager):
            show_quoted([*map(_row, answer.held), *map(_row, answer.near)])
    tell_cautions(careful)
    if not answer.held:
        raise NotSaidError(answer, format, left_out)
    if answer.has_more:
        environment.tell(f"More say it than these {_SHOWN}. To see them: --all.")


def _given(words: Sequence[str]) -> str:
    """Return the words of the command line, or standard input for `-`.

    Raises UnreadableInputError.
    """
    if list(words) != ["-"]:
        return " ".join(words)
    return text_of(STDIN)[1]


def _row(found: Held | Near) -> Quoted:
    statement = found.statement
    if isinstance(found, Held):
        how = _IN_PARTS if found.is_shortened else _WORD_FOR_WORD
        parts = tuple(_with_marks(found.passage))
    else:
        is_same = all(part.is_same for part in found.parts)
        how = _REORDERED if is_same else _NEARLY
        is_long = sum(part.size for part in found.parts) > _LONG
        parts = tuple(marked(with_context(found.parts) if is_long else found.parts))
    return Quoted(
        statement.id,
        str(statement.date),
        statement.program,
        how,
        parts,
        _cited(statement),
    )


def _with_marks(passage: Passage) -> Iterator[Shown]:
    place = 0
    for start, end in passage.marks:
        yield Shown("same", passage.text[place:start])
        yield Shown("marked", passage.text[start:end])
        place = end
    yield Shown("same", passage.text[place:])


def _cited(statement: Statement) -> str:
    """Return the citation of `statement`, in the style of the settings."""
    style = settings().style or STYLES[0]
    one = citation(cited(statement), style, Language.ENGLISH)
    return as_lines([one], Markup.TEXT)
