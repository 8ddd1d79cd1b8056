"""Implement `mediarel quote`: check whether a statement contains a quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mediarel import errors
from mediarel.archive.quote import Held, quote
from mediarel.citation.styles import Language, Markup, as_lines, citation, cited
from mediarel.cli import environment, pager, public, reading
from mediarel.cli.commands.list_ import print_format
from mediarel.cli.options import common
from mediarel.cli.options.ids import are_ids
from mediarel.cli.terminal.differing import Quoted, Shown, marked, show_quoted
from mediarel.formats.table import format_named
from mediarel.settings import STYLES
from mediarel.text.diff import with_context

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def _not_found(
    answer: Answer, left_out: Statement | None, *, is_shown: bool
) -> errors.NotFoundError:
    """Return the error for a quotation that no statement contains word for word.

    The statement `left_out` contains the quotation, but does not match the filters.
    """
    problem = "no statement contains this quotation word for word"
    hint: str
    if left_out is not None:
        problem = "no statement that matches the filters contains this quotation"
        which = f"Statement {left_out.id} ({left_out.date}) contains it. To cite it: "
        hint = errors.Hint(which, errors.Command("cite", left_out.id))
    elif answer.near and not is_shown:
        hint = "To see similar passages, leave out --format."
    elif answer.near:
        hint = (
            "Similar passages are above: [-this-] is only in the quotation, {+this+}"
            " only in the statement."
        )
    else:
        search = errors.Command("search", errors.Placeholder("WORDS"))
        told = "Nothing similar was found. To search for single words: "
        hint = errors.Hint(told, search)
    return errors.NotFoundError(problem, hint)


@common.filtered
def run(
    context: typer.Context,
    text: Annotated[
        list[str],
        typer.Argument(
            metavar="TEXT…",
            help="Quotation, with … for omitted words; - reads standard input.",
        ),
    ],
    filters: common.Filters = common.NO_FILTERS,
    all: Annotated[  # noqa: A002 - the option's name
        bool,
        typer.Option("--all", help=f"Show all matches (default: the newest {_SHOWN})."),
    ] = False,
    format: common.Format = None,  # noqa: A002 - the option's name
    no_pager: common.NoPager = False,
    archive: common.Archive = None,
) -> None:
    """Check whether statements contain a quotation word for word.

    Case, accents, line breaks and most punctuation can differ, but not words, numbers,
    currency and percent signs. If no statement contains the quotation, mediarel shows
    similar passages with their differences. The exit code is then 3.
    """
    if format is not None:
        format_named(format)  # refused before searching
    within = filters.query()
    sought = reading.text_of(reading.STDIN)[1] if text == ["-"] else " ".join(text)
    with environment.archive(context, archive) as opened:
        answer = quote(opened, sought, within, most=None if all else _SHOWN)
        left_out = None
        if not answer.held and filters.as_options():
            anywhere = quote(opened, sought, common.Filters().query(), most=1)
            left_out = next((each.statement for each in anywhere.held), None)
        statements = [each.statement for each in answer.held]
        careful = public.cautions_of(opened, statements)
        if format is not None and statements:
            asked = [*filters.as_options(), "quote", sought]
            ids = [each.id for each in statements]
            print_format(
                context, opened, format, statements, asked, ids, no_pager=no_pager
            )
    if format is None:
        with pager.paged(context, no_pager=no_pager):
            show_quoted([*map(_row, answer.held), *map(_row, answer.near)])
    public.tell_cautions(careful)
    if not answer.held:
        if text[1:] and are_ids(text[0]):
            told = f"{text[0]!r} was read as part of the quotation. To leave it out: "
            words = errors.after_options(*text[1:])
            again = errors.Command("quote", *filters.as_options(), *words)
            environment.tell(told, again)
        raise _not_found(answer, left_out, is_shown=format is None)
    if answer.has_more:
        environment.tell(f"Only the newest {_SHOWN} are shown. To see more, add --all.")


def _row(found: Held | Near) -> Quoted:
    statement = found.statement
    if isinstance(found, Held):
        how = "word for word" + ", with words left out" * found.is_shortened
        parts = _with_marks(found.passage)
    else:
        is_same = all(part.is_same for part in found.parts)
        how = "in a different order" if is_same else "not word for word"
        is_long = sum(part.size for part in found.parts) > _LONG
        parts = marked(with_context(found.parts) if is_long else found.parts)
    style = environment.settings().style or STYLES[0]
    one = citation(cited(statement), style, Language.ENGLISH)
    return Quoted(
        *(statement.id, str(statement.date), statement.program, how, tuple(parts)),
        as_lines([one], Markup.TEXT),
    )


def _with_marks(passage: Passage) -> Iterator[Shown]:
    """Yield the parts of a passage, with the quoted parts marked."""
    place = 0
    for start, end in passage.marks:
        yield Shown("same", passage.text[place:start])
        yield Shown("marked", passage.text[start:end])
        place = end
    yield Shown("same", passage.text[place:])
