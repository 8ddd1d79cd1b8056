"""Implement `mediarel cite`: cite statements."""

from collections.abc import Sequence
from enum import Enum

import typer

from mediarel.archive import lookup, restore
from mediarel.archive.archive import Archive
from mediarel.archive.links import in_language
from mediarel.citation.styles import Language, Markup, as_lines, citation, cited
from mediarel.cli import desktop, environment, pager, visibility
from mediarel.cli.messages import notify
from mediarel.cli.options import common, selection
from mediarel.cli.options.parameters import flag, option
from mediarel.cli.terminal import lines, progress, wording
from mediarel.formats.name_tables import language_name
from mediarel.model.statement import Statement
from mediarel.settings import STYLES
from mediarel.text.lines import harmless, harmless_html

EXAMPLES = (
    "mediarel cite 3",
    "mediarel cite 3-5 --style chicago --markdown",
    "mediarel cite 'sonando year:2012' --style mla",
)

_Style = Enum("_Style", {name: name for name in STYLES})  # type: ignore[misc]


def run(
    context: typer.Context,
    ids: common.Ids,
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
    copy: common.Copy = False,
) -> None:
    """Print citations of statements.

    A statement without a title is cited by its first sentence. If a statement has
    several sources, the citation names the first source. If this source is gone, the
    citation names its archived copy.
    """
    common.refuse_together(markdown=markdown, html=html)
    markup = Markup.MARKDOWN if markdown else Markup.HTML if html else Markup.TEXT
    name = style.value if style else environment.settings().style or STYLES[0]
    language = lang or Language.ENGLISH
    mergers: list[Sequence[restore.Merger]] = []
    with environment.archive(context) as opened:

        def found() -> list[Statement]:
            mergers.clear()
            wanted = selection.chosen(context, opened, ids, follow=mergers.append)
            statements = lookup.get(opened, wanted)
            return _versions(opened, statements, language) if lang else statements

        with progress.working("Reading the statements"):
            statements = opened.asked(found)
        citations = [
            citation(
                cited(each),
                name,
                language if _is_in(each, language) else Language.ENGLISH,
            )
            for each in statements
        ]
        texts = [as_lines([each], Markup.TEXT) for each in citations]
        selection.report_mergers(mergers)
        visibility.report_cautions(opened, statements)
        printed = zip(statements, texts, strict=True)
        visibility.warn_of_withheld(opened, printed, "biblatex")
    if lang:
        _report_missing(statements, language)
    written = as_lines(citations, markup)
    with pager.paged(context):
        if markup is Markup.TEXT:
            lines.sentences(harmless(written))
        else:  # to be pasted unchanged
            typer.echo(harmless_html(written) if html else harmless(written))
    if copy:
        desktop.copy(written, is_html=html)


def _versions(
    archive: Archive, statements: Sequence[Statement], language: Language
) -> list[Statement]:
    """Return the `language` version of each statement, without duplicates.

    If a statement has no version in this language, return the statement itself.
    """
    found = (in_language(archive, one, language.value) or one for one in statements)
    return list({each.id: each for each in found}.values())


def _report_missing(statements: Sequence[Statement], language: Language) -> None:
    others = [one.id for one in statements if not _is_in(one, language)]
    if others:
        message = f"There is no {language_name(language.value)} version of"
        which = wording.statements(others)
        notify(f"{message} {which}. Cited in the original language.")


def _is_in(statement: Statement, language: Language) -> bool:
    return statement.language.partition("-")[0] == language.value
