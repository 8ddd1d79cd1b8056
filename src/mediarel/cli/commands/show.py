"""Implement `mediarel show`, `cite` and `quote`: show, cite and quote statements."""

from collections.abc import Sequence
from enum import Enum

import typer

from mediarel import errors
from mediarel.archive import links, lookup
from mediarel.archive.archive import Archive
from mediarel.archive.quote import Held, Near, quote
from mediarel.citation.styles import Language, Markup, as_lines, citation, cited
from mediarel.cli import desktop, environment, input_files, output, visibility
from mediarel.cli.messages import notify
from mediarel.cli.options import common, selection
from mediarel.cli.options.parameters import argument, flag, option
from mediarel.cli.terminal import colours, lines, wording
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.statements import Whole, marked, show_statements
from mediarel.cli.terminal.tables import Result, show_results, unmarked, with_marks
from mediarel.formats.name_tables import language_name
from mediarel.formats.pasted import FORMS, pasted
from mediarel.formats.table import WRITABLE, format_named
from mediarel.model.statement import Statement
from mediarel.settings import STYLES
from mediarel.text.diff import with_context
from mediarel.text.lines import harmless, harmless_html

_EXPORTED = tuple(name for name in WRITABLE if name not in FORMS)
_Style = Enum("_Style", {name: name for name in STYLES})  # type: ignore[misc]
_SHOWN = 20  # statements


def run(
    context: typer.Context,
    ids: list[str] = common.IDS,
    mark: str | None = option(
        "--mark QUERY", "Mark matches of this query, on a terminal. Example: sonando"
    ),
    format: str | None = option(
        "--format FORMAT",
        f"Format: {', '.join(FORMS)} (text to paste), or an export format:"
        f" {', '.join(_EXPORTED)}.",
        autocompletion=lambda: [*FORMS, *_EXPORTED],
    ),
    copy: bool = common.COPY,
) -> None:
    """Show all fields, the text and the history of statements.

    Examples:
      mediarel show 3
      mediarel show 3 --mark sonando
      mediarel show 3-5 --format text
    """
    if copy and (format or "text") not in FORMS:
        raise errors.MisuseError(
            f"--copy can't copy the format {errors.shorten(format or '')!r}",
            f"Choose one of these formats: {', '.join(FORMS)}.",
        )
    name = "text" if copy and format is None else format
    if name is not None and name not in FORMS:
        format_named(name, FORMS)  # refused before searching
    query = None if mark is None else common.Filters().query([mark])
    common.refuse_together(mark=query, format=name)
    with environment.archive(context) as opened:
        statements = selection.statements(context, opened, ids, follow=True)
        if name is None:
            with working("Reading the statements"):
                whole = opened.asked(lambda: [_whole(opened, e) for e in statements])
        elif name in FORMS:
            visibility.report_cautions(opened, statements)
            printed = ((each, pasted([each], "text")) for each in statements)
            wanted = name if name in WRITABLE else "markdown"
            visibility.warn_of_withheld(opened, printed, wanted)
            text = pasted(statements, name)
            _print_to_paste(context, text, is_html=name == "html", copy=copy)
        else:
            found_ids = [each.id for each in statements]
            output.print_format(context, opened, name, statements, ids, found_ids)
    if name is None:
        with output.paged(context):
            show_statements(whole, query)


def _whole(opened: Archive, statement: Statement) -> Whole:
    beside = links.linked_statements(opened, statement)
    signed = lookup.signatures(opened, statement.id)
    return Whole(statement, signed, beside, opened.now())


def _print_to_paste(
    context: typer.Context,
    text: str,
    *,
    is_html: bool,
    copy: bool,
    is_wrapped: bool = False,
) -> None:
    """Print a text that users paste, and copy it to the clipboard if `copy` is true.

    If `is_wrapped` is true, a terminal wraps the text between words.
    """
    with output.paged(context):
        if is_wrapped:
            lines.sentences(harmless(text))
        else:
            typer.echo(harmless_html(text) if is_html else harmless(text))
    if copy:
        desktop.copy(text, is_html=is_html)


def run_cite(
    context: typer.Context,
    ids: list[str] = common.IDS,
    style: _Style | None = option(
        "--style STYLE",
        f"Style: {', '.join(STYLES)} (default: apa).",
        case_sensitive=False,
    ),
    lang: Language | None = option(
        "--lang LANGUAGE",
        "Language of the citation: en or km. If a version in this language"
        " exists, mediarel cites that version.",
    ),
    markdown: bool = flag("--markdown", "Write Markdown."),
    html: bool = flag("--html", "Write HTML."),
    copy: bool = common.COPY,
) -> None:
    """Print citations of statements.

    A statement without a title is cited by its first sentence. If a statement has
    several sources, the citation names the first source. If this source is gone, the
    citation names its archived copy.

    Examples:
      mediarel cite 3
      mediarel cite 3-5 --style chicago --markdown
      mediarel cite 'sonando year:2012' --style mla
    """
    common.refuse_together(markdown=markdown, html=html)
    markup = Markup.MARKDOWN if markdown else Markup.HTML if html else Markup.TEXT
    name = style.value if style else environment.settings().style or STYLES[0]
    language = lang or Language.ENGLISH
    with environment.archive(context) as opened:
        statements = selection.statements(context, opened, ids, follow=True)
        if lang:
            statements = _versions(opened, statements, language)
        citations = [
            citation(
                cited(each),
                name,
                language if _is_in(each, language) else Language.ENGLISH,
            )
            for each in statements
        ]
        texts = [as_lines([each], Markup.TEXT) for each in citations]
        visibility.report_cautions(opened, statements)
        printed = zip(statements, texts, strict=True)
        visibility.warn_of_withheld(opened, printed, "biblatex")
    if lang:
        _report_missing(statements, language)
    written = as_lines(citations, markup)
    is_text = markup is Markup.TEXT
    _print_to_paste(context, written, is_html=html, copy=copy, is_wrapped=is_text)


def _versions(
    archive: Archive, statements: Sequence[Statement], language: Language
) -> list[Statement]:
    """Return the `language` version of each statement, without duplicates.

    If a statement has no version in this language, return the statement itself.
    """

    def read() -> list[Statement]:
        found = (
            links.in_language(archive, one, language.value) or one for one in statements
        )
        return list({each.id: each for each in found}.values())

    return archive.asked(read)


def _report_missing(statements: Sequence[Statement], language: Language) -> None:
    others = [one.id for one in statements if not _is_in(one, language)]
    if others:
        message = f"There is no {language_name(language.value)} version of"
        which = wording.statements(others)
        notify(f"{message} {which}. Cited in the original language.")


def _is_in(statement: Statement, language: Language) -> bool:
    return statement.language.partition("-")[0] == language.value


@common.filtered
def run_quote(
    context: typer.Context,
    text: list[str] = argument(
        "TEXT…", "Quotation, with … for omitted words; - reads standard input."
    ),
    filters: common.Filters = common.NO_FILTERS,
    all: bool = flag("--all", f"Show all matches (default: the newest {_SHOWN})."),
    format: str | None = common.FORMAT,
) -> None:
    """Check whether statements contain a quotation word for word.

    Case, accents, line breaks and most punctuation can differ, but not words, numbers,
    currency and percent signs. If no statement contains the quotation, mediarel shows
    similar passages with their differences. The exit code is then 3.

    Examples:
      mediarel quote 'deeply disturbed by independent radio station director'
      mediarel quote '“deeply disturbed […] call for his immediate release”'
      mediarel quote 'a significant blow' --year 2012
    """
    within = filters.query()
    sought = (
        input_files.text_of(input_files.STDIN)[1] if text == ["-"] else " ".join(text)
    )
    with environment.archive(context) as opened:
        answer = quote(opened, sought, within, most=None if all else _SHOWN)
        statements = [each.statement for each in answer.held]
        visibility.report_cautions(opened, statements)
        if format is not None and statements:
            asked = [*filters.as_options(), "quote", sought]
            ids = [each.id for each in statements]
            output.print_format(context, opened, format, statements, asked, ids)
        if format is None:
            found: list[Held | Near] = [*answer.held, *answer.near]
            rows = [*map(_row, found)]
            with output.paged(context):
                show_results(rows)
            printed = zip((each.statement for each in found), rows, strict=True)
            visibility.warn_of_withheld(
                opened, ((each, _text_of(row)) for each, row in printed), "markdown"
            )
    if not answer.held:
        problem = "no statement contains this quotation word for word"
        if answer.near:
            signs = "[-this-] is only in the quotation, {+this+} only in the statement"
            raise errors.NotFoundError(problem, f"In similar passages, {signs}.")
        hint = "Nothing similar was found. To search for single words: "
        raise errors.NotFoundError(problem, hint, errors.Command("search", "WORDS"))
    if answer.has_more:
        notify(f"Only the newest {_SHOWN} are shown. To see more, add --all.")


def _row(found: Held | Near) -> Result:
    """Return a statement with a passage, marked like a match or a difference."""
    statement = found.statement
    if isinstance(found, Held):
        how = "word for word" + ", with words left out" * found.is_shortened
        parts = with_marks(found.passage.text, found.passage.marks)
    else:
        is_same = all(part.is_same for part in found.parts)
        how = "in a different order" if is_same else "not word for word"
        parts = marked(with_context(found.parts))
    style = environment.settings().style or STYLES[0]
    one = citation(cited(statement), style, Language.ENGLISH)
    heading = [
        ("Id", unmarked(str(statement.id)), colours.ID),
        ("Date", unmarked(str(statement.date)), colours.DATE),
        ("Issuer", unmarked(statement.program), colours.PROGRAM),
        ("Found", unmarked(how), colours.HEADING),
    ]
    cite = unmarked(as_lines([one], Markup.TEXT))
    return Result(heading, [("Says", list(parts)), ("Cite", cite)])


def _text_of(row: Result) -> str:
    """Return the printed text that the statement contains, and the citation."""
    return "\n".join(
        "".join(part.text for part in parts if part.kind != "removed")
        for _, parts in row.rows
    )
